using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Satcom.Application.Identity;

namespace Satcom.Infrastructure.Identity.Limits;

/// <summary>Budgets of text messages as quotas, and a tally per tenant, country and day that tells an odd day from a usual one.</summary>
internal sealed partial class TextBudget(
    NpgsqlDataSource database, CounterKeys keys, IAttemptLimits limits, IOptions<LimitOptions> options, TimeProvider time, ILogger<TextBudget> logger) : ITextBudget
{
    private const int DaysOfAWeek = 7;
    private const int Odd = 3;
    private const string SumSql = "SELECT coalesce(sum(count), 0)::bigint FROM attempt_counters WHERE key = ANY ($1)";
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(DaysOfAWeek + 1);

    public async Task<TextTaking> TakeAsync(Guid tenantId, int? tenantLimit, string country, CancellationToken cancellationToken)
    {
        var tenant = tenantId.ToString("N");
        var perTenant = Math.Min(tenantLimit ?? int.MaxValue, options.Value.TextsPerTenant);
        if (perTenant == 0
            || await limits.TakeAsync(new Quota("textsOfTenant", perTenant, Day), tenant, cancellationToken) is not null
            || await limits.TakeAsync(new Quota("textsToCountry", options.Value.TextsPerCountry, Day), tenant + country, cancellationToken) is not null)
        {
            return new TextTaking(IsGranted: false, Alarm: null);
        }

        return new TextTaking(IsGranted: true, await TallyAsync(tenantId, tenant, country, cancellationToken));
    }

    private async Task<TextAlarm?> TallyAsync(Guid tenantId, string tenant, string country, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(CounterSql.Add)
        {
            Parameters =
            {
                new NpgsqlParameter<byte[]> { TypedValue = KeyOf(tenant, country, today) }, new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime },
                new NpgsqlParameter<TimeSpan> { TypedValue = KeptFor },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(SumSql)
        {
            Parameters = { new NpgsqlParameter<byte[][]> { TypedValue = [.. Enumerable.Range(1, DaysOfAWeek).Select(ago => KeyOf(tenant, country, today.AddDays(-ago)))] } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var count = reader.GetInt32(0);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var week = reader.GetInt64(0);

        // The count is exact over all nodes, so one message a day meets the threshold.
        if (count != Math.Max(options.Value.TextAlarmFloor, Odd * week / DaysOfAWeek) + 1)
        {
            return null;
        }

        LimitMetrics.Alarm("tollFraud");
        LogOdd(logger, tenantId, country, count);
        return new TextAlarm(count, (int)((week + DaysOfAWeek - 1) / DaysOfAWeek));
    }

    private byte[] KeyOf(string tenant, string country, DateOnly day) => keys.Of("texts", tenant, country, day.ToString("yyyyMMdd", CultureInfo.InvariantCulture));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {TenantId} sent {Count} text messages to {Country} today, more than three times as many as usual.")]
    private static partial void LogOdd(ILogger logger, Guid tenantId, string country, int count);
}
