using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Satcom.Application.Common;
using Satcom.Application.Identity;

namespace Satcom.Infrastructure.Identity.Limits;

/// <summary>The counters in PostgreSQL, so that every node and every restart sees the same ones.</summary>
internal sealed partial class AttemptLimits(
    NpgsqlDataSource database, CounterKeys keys, IOptions<LimitOptions> options, RequestScope scope, TimeProvider time, ILogger<AttemptLimits> logger) : IAttemptLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan TotalWindow = TimeSpan.FromHours(1);
    private static readonly TimeSpan FailuresKeptFor = TimeSpan.FromDays(1);

    // Seconds until the next attempt, by failures in a row. Everybody mistypes once or twice.
    private static readonly double[] Delays = [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900];

    public async Task<RateLimited?> ClaimAddressAsync(CancellationToken cancellationToken)
    {
        await using var batch = Batch(Command(CounterSql.Look, AddressKey(), Window));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var seen = await ReadAsync(reader, cancellationToken);
        var limit = options.Value.AddressFailures;
        return Estimate(seen, Window) < limit ? null : new RateLimited(SecondsLeft(seen, Window, limit));
    }

    public async Task<bool> ClaimAccountAsync(AttemptSubject subject, CancellationToken cancellationToken)
    {
        if (await ClaimAsync(DeviceKey(subject), Window, options.Value.AccountFailures, cancellationToken) is not null)
        {
            // A write as below, which the disk is waited for, so that the clock does not tell a closed account from a wrong password.
            await RunAsync(cancellationToken, Command(CounterSql.Touch, TotalKey(subject), TotalWindow));
            return false;
        }

        // After the device's own limit: what that refuses must not fill this one, which holds known devices up too.
        if (await ClaimAsync(TotalKey(subject), TotalWindow, options.Value.AccountFailuresPerHour, cancellationToken) is null)
        {
            return true;
        }

        await RunAsync(cancellationToken, Command(CounterSql.GiveBack, DeviceKey(subject)));
        return false;
    }

    public Task RefusedAsync(AttemptSubject subject, CancellationToken cancellationToken) => CountFailureAsync(subject, [], cancellationToken);

    public Task FailedAsync(AttemptSubject subject, CancellationToken cancellationToken)
    {
        var failed = Command(CounterSql.Fail, DeviceKey(subject), FailuresKeptFor);
        failed.Parameters.Add(new NpgsqlParameter<double[]> { TypedValue = Delays });
        return CountFailureAsync(subject, [failed], cancellationToken);
    }

    public Task AddressFailedAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken, Command(CounterSql.Add, AddressKey(), Window));

    public async Task<AttemptHistory> SucceededAsync(AttemptSubject subject, CancellationToken cancellationToken)
    {
        await using var batch = Batch(
            [Command(CounterSql.Clear, DeviceKey(subject)), Command(CounterSql.GiveBack, TotalKey(subject)), Command(CounterSql.Look, TenantKey(subject), Window)]);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var failures = await ReadCountAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var inTenant = Estimate(await ReadAsync(reader, cancellationToken), Window);
        return new AttemptHistory(failures, subject.KnownDevice is null && inTenant >= options.Value.TenantFailures);
    }

    public Task WithdrawAsync(AttemptSubject subject, CancellationToken cancellationToken) =>
        RunAsync(cancellationToken, Command(CounterSql.GiveBack, DeviceKey(subject)), Command(CounterSql.GiveBack, TotalKey(subject)));

    public Task ForgetAsync(AttemptSubject subject, IReadOnlyCollection<string> knownDevices, CancellationToken cancellationToken) =>
        ForgetAsync(
            [.. knownDevices.Select(device => DeviceKey(subject with { KnownDevice = device })), DeviceKey(subject with { KnownDevice = null }), TotalKey(subject)], cancellationToken);

    public Task ForgetAsync(Quota quota, IReadOnlyCollection<string> subjects, CancellationToken cancellationToken) =>
        ForgetAsync([.. subjects.Select(subject => keys.Of("quota", quota.Name, subject))], cancellationToken);

    public async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> FindLocksAsync(IReadOnlyCollection<AttemptAccount> accounts, CancellationToken cancellationToken)
    {
        var locks = new Dictionary<Guid, DateTimeOffset>();
        var byDevice = accounts.SelectMany(a => (IEnumerable<string?>)[.. a.KnownDevices, null], (a, device) => (Key: DeviceKey(a.Subject with { KnownDevice = device }), a.UserId)).ToList();
        var total = accounts.Select(a => (Key: TotalKey(a.Subject), a.UserId)).ToList();
        await using var batch = Batch(LookAtAll(byDevice, Window), LookAtAll(total, TotalWindow));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await ReadLocksAsync(reader, byDevice, Window, options.Value.AccountFailures, locks, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await ReadLocksAsync(reader, total, TotalWindow, options.Value.AccountFailuresPerHour, locks, cancellationToken);
        return locks;
    }

    public Task GiveBackAsync(Quota quota, string subject, CancellationToken cancellationToken) =>
        RunAsync(cancellationToken, Command(CounterSql.GiveBack, keys.Of("quota", quota.Name, subject)));

    public Task<RateLimited?> TakeAsync(Quota quota, string subject, CancellationToken cancellationToken) =>
        ClaimAsync(keys.Of("quota", quota.Name, subject), quota.Window, quota.Limit, cancellationToken);

    /// <summary>Counts for address and tenant, and the accounts that the address failed on. Counters are locked in the same order by everybody.</summary>
    private async Task CountFailureAsync(AttemptSubject subject, NpgsqlBatchCommand[] first, CancellationToken cancellationToken)
    {
        var network = SourceNetwork.Of(scope.RemoteAddress);
        var spray = Command(CounterSql.AddIfFirst, keys.Of("sprayed", network, Tenant(subject), subject.Account), Window);
        spray.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = keys.Of("spray", network) });
        await using var batch = Batch([.. first, Command(CounterSql.Add, AddressKey(), Window), Command(CounterSql.Add, TenantKey(subject), Window), spray]);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);

        // The delay of the account has no result: the address's count comes first.
        await reader.NextResultAsync(cancellationToken);
        var inTenant = await ReadCountAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var accounts = await ReadCountAsync(reader, cancellationToken);
        if (inTenant == options.Value.TenantFailures)
        {
            LimitMetrics.Alarm("tenant");
            LogTenantUnderAttack(logger, inTenant);
        }

        if (accounts == options.Value.SprayAccounts + 1)
        {
            LimitMetrics.Alarm("spray");
            LogSpray(logger, accounts);
        }
    }

    private async Task ReadLocksAsync(
        NpgsqlDataReader reader, List<(byte[] Key, Guid UserId)> looked, TimeSpan window, int limit, Dictionary<Guid, DateTimeOffset> locks, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var owners = looked.ToDictionary(l => Convert.ToHexString(l.Key), l => l.UserId, StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            var counted = new Counted(reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt32(2), reader.GetInt32(3));
            var until = await reader.IsDBNullAsync(4, cancellationToken) ? now : reader.GetFieldValue<DateTimeOffset>(4);
            if (Estimate(counted, window) >= limit && now.AddSeconds(SecondsLeft(counted, window, limit)) is var full && full > until)
            {
                until = full;
            }

            var user = owners[Convert.ToHexString(reader.GetFieldValue<byte[]>(0))];
            if (until > now && until > locks.GetValueOrDefault(user))
            {
                locks[user] = until;
            }
        }
    }

    private NpgsqlBatchCommand LookAtAll(List<(byte[] Key, Guid UserId)> looked, TimeSpan window) => new(CounterSql.LookAtAll)
    {
        Parameters =
        {
            new NpgsqlParameter<byte[][]> { TypedValue = [.. looked.Select(l => l.Key)] },
            new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime },
            new NpgsqlParameter<TimeSpan> { TypedValue = window, NpgsqlDbType = NpgsqlDbType.Interval },
        },
    };

    private static async Task<Counted> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken)
            ? new Counted(reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt32(1), reader.GetInt32(2))
            : default;

    private static async Task<int> ReadCountAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken) ? reader.GetInt32(0) : 0;

    private static string Tenant(AttemptSubject subject) => subject.TenantId?.ToString("N") ?? string.Empty;

    private byte[] AddressKey() => keys.Of("address", SourceNetwork.Of(scope.RemoteAddress));

    private byte[] DeviceKey(AttemptSubject subject) => keys.Of("account", Tenant(subject), subject.Account, subject.KnownDevice ?? string.Empty);

    private byte[] TotalKey(AttemptSubject subject) => keys.Of("accountTotal", Tenant(subject), subject.Account);

    private byte[] TenantKey(AttemptSubject subject) => keys.Of("tenant", Tenant(subject));

    private async Task<RateLimited?> ClaimAsync(byte[] key, TimeSpan window, int limit, CancellationToken cancellationToken)
    {
        var claim = Command(CounterSql.Claim, key, window);
        claim.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var batch = Batch(claim);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var counted = new Counted(reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt32(2), reader.GetInt32(3));
        return reader.GetBoolean(0) ? null : new RateLimited(SecondsLeft(counted, window, limit));
    }

    private Task ForgetAsync(byte[][] forgotten, CancellationToken cancellationToken) =>
        RunAsync(cancellationToken, new NpgsqlBatchCommand(CounterSql.Forget) { Parameters = { new NpgsqlParameter<byte[][]> { TypedValue = forgotten } } });

    /// <summary>What a window that ends now holds; as the database reckons it.</summary>
    private double Estimate(Counted counted, TimeSpan window) =>
        counted.Count + (counted.Previous * (1 - Math.Clamp((time.GetUtcNow() - counted.Started) / window, 0, 1)));

    /// <summary>When the sliding window will hold fewer than the limit, if nothing more is counted.</summary>
    private int SecondsLeft(Counted counted, TimeSpan window, int limit)
    {
        var elapsed = time.GetUtcNow() - counted.Started;
        var left = counted.Count >= limit
            ? window - elapsed + (window * (1 - ((limit - 0.5) / counted.Count)))
            : (window * (1 - ((limit - counted.Count - 0.5) / Math.Max(counted.Previous, 1)))) - elapsed;
        return Math.Clamp((int)Math.Ceiling(left.TotalSeconds), 1, (int)(2 * window).TotalSeconds);
    }

    private NpgsqlBatchCommand Command(string sql, byte[] key, TimeSpan? window = null)
    {
        var command = new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter<byte[]> { TypedValue = key } } };
        if (window is { } length)
        {
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime });
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = length, NpgsqlDbType = NpgsqlDbType.Interval });
        }

        return command;
    }

    private NpgsqlBatch Batch(params ReadOnlySpan<NpgsqlBatchCommand> commands)
    {
        var batch = database.CreateBatch();
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    private async Task RunAsync(CancellationToken cancellationToken, params NpgsqlBatchCommand[] commands)
    {
        await using var batch = Batch(commands);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "One address has failed to sign in on {Accounts} accounts within 15 minutes.")]
    private static partial void LogSpray(ILogger logger, int accounts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A tenant had {Failures} failed sign-ins within 15 minutes; strange devices have to prove more.")]
    private static partial void LogTenantUnderAttack(ILogger logger, int failures);

    private readonly record struct Counted(DateTimeOffset Started, int Count, int Previous);
}
