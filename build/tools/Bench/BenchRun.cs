using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using Satcom.Bench.Load;
using Satcom.Bench.Measures;
using Satcom.Bench.Raw;
using Satcom.Bench.Setup;

namespace Satcom.Bench;

/// <summary>One run: two databases, two processes, alternating rounds; everything it starts, it stops.</summary>
internal sealed class BenchRun(BenchOptions options, TimeProvider time)
{
    /// <summary>A share of the machine that went elsewhere above which a round is measured again.</summary>
    private const double TooNoisy = 0.08;

    private const string Unlimited = "1000000000";
    private const string Issuer = "https://bench.satcom.test";
    private static readonly TimeSpan ShortWarmUp = TimeSpan.FromSeconds(4);

    private readonly Report _report = new(Console.Out);
    private readonly string _keyEncryptionKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var super = Setting("SATCOM_BENCH_POSTGRES");
        var app = Setting("SATCOM_BENCH_APP");
        var crowd = Crowd.Of(options.Employees, time);
        await using var ours = await BenchDatabase.CreateAsync(super, app, "satcom_bench", "satcom", cancellationToken);
        await Console.Error.WriteLineAsync("Seeding …");
        await Seeding.PeopleAsync(ours, crowd, cancellationToken);
        await Seeding.HistoryAsync(ours, crowd, options.Days, cancellationToken);
        ours.Release();
        await using var theirs = await BenchDatabase.CreateAsync(super, app, "satcom_bench_raw", "satcom_bench", cancellationToken);
        var postmaster = CpuTime.ParentOf(await ours.ScalarAsync<int>("SELECT pg_backend_pid()", cancellationToken));

        _report.Say(Report.F($"{Environment.ProcessorCount} cores, {options.Connections} connections, {options.Employees} people, {options.Days} days; {options.Rounds} rounds of {options.Load.TotalSeconds:0} s"));
        if (options.Has("start"))
        {
            await new Starts(_report, time).RunAsync(() => StartServiceAsync(ours, cancellationToken), async () => await MintAsync(ours, crowd.TenantId, [crowd.Employees[0]], cancellationToken), ours, cancellationToken);
        }

        if (options.Measures.Any(m => m is not "start"))
        {
            await CompareAsync(ours, theirs, crowd, postmaster, cancellationToken);
        }

        if (options.MarkdownFile is { } file)
        {
            await File.WriteAllTextAsync(file, _report.Markdown, cancellationToken);
        }

        return 0;
    }

    private async Task CompareAsync(BenchDatabase ours, BenchDatabase theirs, Crowd crowd, int postmaster, CancellationToken cancellationToken)
    {
        await using var service = await StartServiceAsync(ours, cancellationToken);
        await using var rawServer = await ServerProcess.StartAsync(
            Assembly.GetExecutingAssembly().Location, port => ["raw", port.ToString(CultureInfo.InvariantCulture), theirs.AppConnectionString],
            _ => new Dictionary<string, string>(StringComparer.Ordinal), "/health/live", logFile: null, time, cancellationToken);
        var satcom = new Peer("Satcom", service, ours, crowd, (people, token) => MintAsync(ours, crowd.TenantId, people, token));
        var raw = new Peer("raw", rawServer, theirs, crowd, (people, _) => Task.FromResult<string[]>([.. people.Select(p => RawTokens.Write(crowd.TenantId, p.Id, time.GetUtcNow().AddMinutes(30)))]));
        var stage = new Stage(options, crowd, postmaster, time);
        await RenewAsync(satcom, raw, cancellationToken);
        await WarmUpAsync(new PunchMeasure(stage, withCheckOut: false), satcom, raw, cancellationToken);
        foreach (var measure in MeasuresOf(stage))
        {
            await RenewAsync(satcom, raw, cancellationToken);
            _report.Title(measure.Title);
            _report.Table(await RoundsAsync(measure, satcom, raw, cancellationToken));
        }

        if (options.Has("no-op"))
        {
            await RenewAsync(satcom, raw, cancellationToken);
            _report.Title("signed in against anonymous, the same route of the service");
            _report.Say("\"Satcom\" is `GET /health/live` with a token, \"raw\" the same without one: the difference is what being signed in costs.\n");
            await SignedInAsync(stage, satcom, cancellationToken);
        }

        if (options.Has("provider"))
        {
            _report.Title("OpenID provider");
            await new ProviderMeasures(stage, _report, options).RunAsync(satcom, ours, cancellationToken);
        }

        if (options.Deep && options.Has("list"))
        {
            await new Depth(stage, _report).RunAsync(satcom, cancellationToken);
        }
    }

    private IEnumerable<Measure> MeasuresOf(Stage stage)
    {
        var days = Math.Max(1, options.Days / (options.Employees + 1));
        IReadOnlyList<byte[]> Lists(Peer peer) =>
            [.. Enumerable.Range(1, days).Select(ago => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-ago)).Select(to => Requests.Get(Report.F($"/api/v1/attendance/days?from={to.AddDays(-7):yyyy-MM-dd}&to={to:yyyy-MM-dd}&limit=50"), peer.HrToken))];
        foreach (var name in options.Measures)
        {
            switch (name)
            {
                case "check-in":
                    yield return new PunchMeasure(stage, withCheckOut: false);
                    break;
                case "check-in-out":
                    yield return new PunchMeasure(stage, withCheckOut: true);
                    break;
                case "latency":
                    yield return new OfferedMeasure(stage);
                    break;
                case "list":
                    yield return new FloodMeasure(stage, "list of days, 50 of a week, as HR", Lists);
                    break;
                case "login":
                    yield return new LoginMeasure(stage);
                    break;
                case "hub":
                    yield return new HubMeasure(stage);
                    break;
            }
        }
    }

    /// <summary>Alternates who goes first, so that neither always runs on the warmer machine.</summary>
    private async Task<List<(Sample Satcom, Sample Raw)>> RoundsAsync(Measure measure, Peer satcom, Peer raw, CancellationToken cancellationToken)
    {
        foreach (var peer in (Peer[])[satcom, raw])
        {
            await measure.RunAsync(peer, ShortWarmUp, cancellationToken);
        }

        return await QuietAsync(measure.Title, async i =>
        {
            var first = await measure.RunAsync(i % 2 == 0 ? satcom : raw, options.Load, cancellationToken);
            var second = await measure.RunAsync(i % 2 == 0 ? raw : satcom, options.Load, cancellationToken);
            return i % 2 == 0 ? (first, second) : (second, first);
        });
    }

    /// <summary>Runs pairs until there are enough in which the machine did little else; at most twice as many, and then the quietest.</summary>
    private async Task<List<(Sample Satcom, Sample Raw)>> QuietAsync(string title, Func<int, Task<(Sample Satcom, Sample Raw)>> pair)
    {
        var pairs = new List<(Sample Satcom, Sample Raw)>();
        for (var i = 0; i < 2 * options.Rounds && pairs.Count(p => NoiseOf(p) < TooNoisy) < options.Rounds; i++)
        {
            await Console.Error.WriteLineAsync(Report.F($"{title}: round {i + 1}"));
            pairs.Add(await pair(i));
        }

        var quietest = pairs.OrderBy(NoiseOf).Take(options.Rounds).ToHashSet();
        return [.. pairs.Where(quietest.Contains)];
    }

    private static double NoiseOf((Sample Satcom, Sample Raw) pair) => Math.Max(pair.Satcom.Others, pair.Raw.Others);

    private async Task SignedInAsync(Stage stage, Peer satcom, CancellationToken cancellationToken)
    {
        const string path = "/health/live";
        var signedIn = new FloodMeasure(stage, "signed in", peer => [.. peer.Tokens.Take(64).Select(t => Requests.Get(path, t))]);
        var other = new FloodMeasure(stage, "anonymous", _ => [Requests.Get(path, token: null)]);
        await signedIn.RunAsync(satcom, ShortWarmUp, cancellationToken);
        var rounds = await QuietAsync("no-op", async i =>
        {
            var first = await (i % 2 == 0 ? signedIn : other).RunAsync(satcom, options.Load, cancellationToken);
            var second = await (i % 2 == 0 ? other : signedIn).RunAsync(satcom, options.Load, cancellationToken);
            return i % 2 == 0 ? (first, second) : (second, first);
        });
        _report.Table(rounds);
    }

    private async Task WarmUpAsync(PunchMeasure measure, Peer satcom, Peer raw, CancellationToken cancellationToken)
    {
        if (options.WarmUp > TimeSpan.Zero)
        {
            await Console.Error.WriteLineAsync("Warming up …");
            await measure.RunAsync(satcom, options.WarmUp, cancellationToken);
            await measure.RunAsync(raw, options.WarmUp / 2, cancellationToken);
        }
    }

    private static async Task RenewAsync(Peer satcom, Peer raw, CancellationToken cancellationToken)
    {
        await satcom.RenewTokensAsync(cancellationToken);
        await raw.RenewTokensAsync(cancellationToken);
    }

    private async Task<string[]> MintAsync(BenchDatabase database, Guid tenantId, IReadOnlyList<Person> people, CancellationToken cancellationToken)
    {
        using var mint = new TokenMint(database.AppConnectionString, _keyEncryptionKey, Issuer, time);
        return await mint.IssueAsync(tenantId, people, cancellationToken);
    }

    private Task<ServerProcess> StartServiceAsync(BenchDatabase database, CancellationToken cancellationToken) => ServerProcess.StartAsync(
        Setting("SATCOM_BENCH_SERVICE"), _ => [], port => new Dictionary<string, string>(options.ServiceSettings, StringComparer.Ordinal)
        {
            // All of the bench's people call from one address, and each of them more than a person ever does.
            ["Satcom__Limits__Requests__Address"] = Unlimited,
            ["Satcom__Limits__Requests__Anonymous"] = Unlimited,
            ["Satcom__Limits__Requests__AnonymousSensitive"] = Unlimited,
            ["Satcom__Limits__Requests__Reads"] = Unlimited,
            ["Satcom__Limits__Requests__Writes"] = Unlimited,
            ["Satcom__Limits__Requests__Sensitive"] = Unlimited,
            ["Satcom__Limits__Requests__Tenant"] = Unlimited,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
            ["Satcom__Database__ConnectionString"] = database.AppConnectionString,
            ["Satcom__Keys__KeyEncryptionKey"] = _keyEncryptionKey,
            ["Satcom__Tokens__Issuer"] = Issuer,
        },
        "/health/ready", options.LogFile, time, cancellationToken);

    private static string Setting(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new BenchException($"{name} is not set: call build/bench, which starts what the bench needs.");
}
