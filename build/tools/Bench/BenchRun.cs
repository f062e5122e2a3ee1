using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using Satcom.Bench.Engine;
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

    private const int FewConnections = 4;
    private const string Judgement = "JudgementDue";
    private static readonly TimeSpan QuarterHour = TimeSpan.FromMinutes(15);
    private const string Unlimited = "1000000000";
    private const string MostFailures = "1000000";
    private const string Issuer = "https://bench.satcom.test";
    private static readonly (string Name, string Value) NoCleanup = ("Satcom__Jobs__CleanupCron", "0 0 0 1 1 ? 2099");
    private static readonly TimeSpan ShortWarmUp = TimeSpan.FromSeconds(4);

    private readonly Report _report = new(Console.Out);

    // The same in every run, so that a kept database's keys can be opened again; nothing of value is under it.
    private readonly string _keyEncryptionKey = Convert.ToBase64String(SHA256.HashData("the bench's key"u8));

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Has("engine"))
        {
            var engine = new EngineRun(
                options, _report, time, (database, night, token) => StartServiceAsync(database, token, ("Satcom__Jobs__AnomalyNightCron", night)),
                async (database, token) => (await MintAsync(database, WorkforceSeeding.Crowd.TenantId, [WorkforceSeeding.Crowd.Hr], token))[0]);
            await engine.RunAsync(Setting("SATCOM_BENCH_POSTGRES"), Setting("SATCOM_BENCH_APP"), IsKept, cancellationToken);
        }

        if (options.Measures.Any(m => m is not "engine"))
        {
            await MeasureServiceAsync(cancellationToken);
        }

        if (options.MarkdownFile is { } file)
        {
            await File.WriteAllTextAsync(file, _report.Markdown, cancellationToken);
        }

        return 0;
    }

    private async Task MeasureServiceAsync(CancellationToken cancellationToken)
    {
        var (super, app) = (Setting("SATCOM_BENCH_POSTGRES"), Setting("SATCOM_BENCH_APP"));
        var crowd = Crowd.Of(options.Employees);
        var company = new Company(crowd);
        var data = new BenchData(super, app, IsKept, _report, time);
        _report.Say(Report.F($"{Environment.ProcessorCount} cores, {options.Connections} connections, {options.Employees} people, {options.Dates} dates; {options.Rounds} rounds of {options.Load.TotalSeconds:0} s"));
        await using var ours = await data.SeededAsync("satcom_bench", crowd, company, options.Dates, cancellationToken);
        await using var theirs = options.HasRaw ? await data.CopiedAsync("satcom_bench_raw", ours, crowd, options.Dates, cancellationToken) : null;
        await using var copy = options.Has("event-path") ? await data.CopiedAsync("satcom_bench_deaf", ours, crowd, options.Dates, cancellationToken) : null;
        await using var full = options.Has("dead-rows") ? await data.CopiedAsync("satcom_bench_dead", ours, crowd, options.Dates, cancellationToken) : null;
        await using var small = options.Has("big-list") ? await data.SeededAsync("satcom_bench_few", crowd, company, Math.Max(1, BigList.FewDays / options.Employees), cancellationToken) : null;
        var postmaster = CpuTime.ParentOf(await ours.ScalarAsync<int>("SELECT pg_backend_pid()", cancellationToken));
        var stage = new Stage(options, crowd, postmaster, time);
        if (options.Has("start"))
        {
            await new Starts(_report, time).RunAsync(() => StartServiceAsync(ours, cancellationToken), async () => await MintAsync(ours, crowd.TenantId, [crowd.Employees[0]], cancellationToken), ours, crowd, cancellationToken);
        }

        if (options.Measures.Any(m => m is not ("start" or "engine")))
        {
            await using var service = await StartServiceAsync(ours, cancellationToken);
            var satcom = PeerOf("Satcom", service, ours, crowd);
            await satcom.RenewTokensAsync(cancellationToken);
            if (theirs is not null)
            {
                await CompareAsync(stage, satcom, theirs, cancellationToken);
            }

            if (full is not null)
            {
                await using var second = await StartServiceAsync(full, cancellationToken, NoCleanup);
                _report.Title("a million dead rows");
                await new DeadRows(stage, _report).RunAsync(satcom, PeerOf("full", second, full, crowd), cancellationToken);
            }

            await AloneAsync(stage, company, satcom, small, cancellationToken);
            if (copy is not null)
            {
                await EventPathAsync(stage, company, satcom, copy, cancellationToken);
            }
        }
    }

    /// <summary>What the service and the raw peer both do, round by round.</summary>
    private async Task CompareAsync(Stage stage, Peer satcom, BenchDatabase theirs, CancellationToken cancellationToken)
    {
        await using var rawServer = await ServerProcess.StartAsync(
            Assembly.GetExecutingAssembly().Location, port => ["raw", port.ToString(CultureInfo.InvariantCulture), theirs.AppConnectionString],
            _ => new Dictionary<string, string>(StringComparer.Ordinal), "/health/live", logFile: null, time, cancellationToken);
        var raw = new Peer("raw", rawServer, theirs, stage.Crowd, (people, _) => Task.FromResult<string[]>([.. people.Select(p => RawTokens.Write(stage.Crowd.TenantId, p.Id, time.GetUtcNow().AddMinutes(30)))]));
        await RenewAsync(satcom, raw, cancellationToken);

        // Raw judges nobody. By the hour of the run all would be late or none; what a judgement costs is the measure event-path.
        await JudgeLateOnesAsync(satcom, isJudged: false, cancellationToken);
        await WarmUpAsync(stage, satcom, raw, cancellationToken);
        foreach (var measure in MeasuresOf(stage))
        {
            await RenewAsync(satcom, raw, cancellationToken);
            _report.Title(measure.Title);
            if (measure is FloodMeasure reads && await Alike.DifferenceAsync(satcom, raw, reads.FirstOf, time, cancellationToken) is { } difference)
            {
                _report.Say($"**The peers do not answer the same**, so the ratio says little: {difference}\n");
            }

            _report.Table(await RoundsAsync(measure, satcom, raw, cancellationToken));
        }
    }

    /// <summary>What the service is measured at by itself.</summary>
    /// <param name="small">Few days, for comparison.</param>
    private async Task AloneAsync(Stage stage, Company company, Peer satcom, BenchDatabase? small, CancellationToken cancellationToken)
    {
        if (options.Has("rebuild"))
        {
            await satcom.RenewTokensAsync(cancellationToken);
            await new RebuildMeasure(stage, company, _report).RunAsync(satcom, cancellationToken);
        }

        if (small is not null)
        {
            await using var other = await StartServiceAsync(small, cancellationToken);
            var few = PeerOf("few", other, small, stage.Crowd);
            await RenewAsync(satcom, few, cancellationToken);
            await new BigList(stage, _report).RunAsync(satcom, few, cancellationToken);
        }

        if (options.Has("no-op"))
        {
            await satcom.RenewTokensAsync(cancellationToken);
            _report.Title("signed in against anonymous, the same route of the service");
            _report.Say("\"Satcom\" is `GET /health/live` with a token, \"raw\" the same without one: the difference is what being signed in costs.\n");
            await SignedInAsync(stage, satcom, cancellationToken);
        }

        if (options.Has("provider"))
        {
            _report.Title("OpenID provider");
            await new ProviderMeasures(stage, _report, options).RunAsync(satcom, satcom.Database, cancellationToken);
        }

        if (options.Has("timing"))
        {
            _report.Title("what the time of an answer tells");
            await new TimingMeasures(stage, _report).ByApiAsync(satcom, cancellationToken);
        }

        if (options.Has("timing-page"))
        {
            _report.Title("what the time of the sign-in page tells");
            await new TimingMeasures(stage, _report).ByPageAsync(satcom, cancellationToken);
        }

        if (options.Has("rolling"))
        {
            _report.Title("sign-ins while nodes are replaced");
            await new Rolling(stage, _report).RunAsync(satcom, () => StartServiceAsync(satcom.Database, cancellationToken), cancellationToken);
        }

        if (options.Has("no-op"))
        {
            // Last, for it leaves the service with as many known tokens as it ever keeps.
            await satcom.RenewTokensAsync(cancellationToken);
            _report.Title("tokens, first sight, and sessions that end");
            var sight = new SightMeasure(stage, _report);
            await sight.StrangersAsync(satcom, new TokenMeasure(_report, time).Run(satcom.HrToken, Issuer, options.Rounds), cancellationToken);
            await using var second = await StartServiceAsync(satcom.Database, cancellationToken);
            await sight.EndedAsync(satcom, second, cancellationToken);
        }

        if (options.Deep && options.Has("list"))
        {
            await new Depth(stage, _report).RunAsync(satcom, cancellationToken);
        }
    }

    /// <summary>Check-ins of the service as it is beside the same service whose anomaly engine hears of nothing, on the same data: what is in time, and what is late and judged.</summary>
    private async Task EventPathAsync(Stage stage, Company company, Peer satcom, BenchDatabase copy, CancellationToken cancellationToken)
    {
        await using var deaf = await StartServiceAsync(copy, cancellationToken, ("DOTNET_STARTUP_HOOKS", Assembly.GetExecutingAssembly().Location));
        var without = PeerOf("without", deaf, copy, stage.Crowd);
        await RenewAsync(satcom, without, cancellationToken);
        foreach (var peer in (Peer[])[satcom, without])
        {
            await new PunchMeasure(stage, withCheckOut: false, isJudged: false).RunAsync(peer, options.WarmUp, cancellationToken);
        }

        var local = TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(Crowd.TimeZone)).TimeOfDay;
        foreach (var (what, isLate, isJudged) in ((string, bool, bool)[])[("in time", false, true), ("late, each of which is judged", true, true), ("late, of a company that has switched that rule off, so that none is judged", true, false)])
        {
            // Who comes within a quarter of an hour of the limit would be the one in this round and the other in the next.
            bool Taps(Person person) => company.StartOf(person) is var start && (isLate ? local > start + QuarterHour : local < start - QuarterHour);
            _report.Title($"check-in {what}, with and without the anomaly engine's part");
            if (stage.Crowd.Employees.Count(Taps) is < 100 and var few)
            {
                _report.Say(Report.F($"Not measured: at this hour {few} people would be {what}."));
                continue;
            }

            await RenewAsync(satcom, without, cancellationToken);
            await JudgeLateOnesAsync(satcom, isJudged, cancellationToken);
            var before = await DeliveryAges.ReadAsync(satcom, Judgement, time, cancellationToken);
            _report.Table(await RoundsAsync(new PunchMeasure(stage, withCheckOut: false, who: Taps), satcom, without, cancellationToken), "with", "without");
            _report.Say($"From the tap to its judgement's end, in a closed loop: {(await DeliveryAges.ReadAsync(satcom, Judgement, time, cancellationToken)).Since(before)}.\n");
            if (isLate && isJudged)
            {
                before = await DeliveryAges.ReadAsync(satcom, Judgement, time, cancellationToken);
                await new OfferedMeasure(stage, Taps).RunAsync(satcom, options.Load, cancellationToken);

                // The last ones are still gathered with others.
                await Task.Delay(TimeSpan.FromSeconds(2), time, cancellationToken);
                _report.Say($"The same at {OfferedMeasure.PerSecond} a second: {(await DeliveryAges.ReadAsync(satcom, Judgement, time, cancellationToken)).Since(before)}.\n");
            }
        }
    }

    /// <summary>Switches the rule of late check-ins on or off. Said each time, for what was seeded may be kept.</summary>
    private async Task JudgeLateOnesAsync(Peer satcom, bool isJudged, CancellationToken cancellationToken)
    {
        using var hr = await LoadGenerator.OpenAsync(satcom.Server.Port, 1, time, cancellationToken);
        var rule = $$"""{"enabled":{{(isJudged ? "true" : "false")}},"severity":"low"}""";
        if (await hr.SendOneAsync(Requests.Put("/api/v1/anomaly-rules/repeatedLateCheckIn", satcom.HrToken, rule), cancellationToken) is { Status: not 200 } answer)
        {
            throw new BenchException($"The rule was not set: {answer.Status} {answer.Body}");
        }
    }

    private Peer PeerOf(string name, ServerProcess service, BenchDatabase database, Crowd crowd) => new(name, service, database, crowd, (people, token) => MintAsync(database, crowd.TenantId, people, token));

    private IEnumerable<Measure> MeasuresOf(Stage stage)
    {
        IReadOnlyList<byte[]> Lists(Peer peer) =>
            [.. Enumerable.Range(0, options.Dates - 7).Select(ago => peer.Database.Last.AddDays(-ago)).Select(to => Requests.Get(Report.F($"/api/v1/attendance/days?from={to.AddDays(-7):yyyy-MM-dd}&to={to:yyyy-MM-dd}&limit=50"), peer.HrToken))];
        byte[] Board(Peer peer, string filter) => Requests.Get(Report.F($"/api/v1/attendance/board?date={peer.Database.Last:yyyy-MM-dd}{filter}"), peer.HrToken);
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
                case "board":
                    // It comes in one answer: as a person waits for it, and as many as there are cores for.
                    yield return new FloodMeasure(stage, "board of one date, everybody, as HR", p => [Board(p, string.Empty)], FewConnections);
                    yield return new FloodMeasure(stage, "board of one date, one team, as HR", p => [.. Enumerable.Range(0, Crowd.Teams).Select(n => Board(p, $"&teamId={BenchIds.Of(BenchIds.Team, n)}"))]);
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

    /// <summary>Load that grows: a service that has just started, and has each connection still to open, refuses a sudden flood, as it should.</summary>
    private async Task WarmUpAsync(Stage stage, Peer satcom, Peer raw, CancellationToken cancellationToken)
    {
        if (options.WarmUp <= TimeSpan.Zero)
        {
            return;
        }

        await Console.Error.WriteLineAsync("Warming up …");
        foreach (var connections in (int[])[2, 8, 24, options.Connections])
        {
            var look = new FloodMeasure(stage, "warm-up", peer => [.. peer.Tokens.Select(t => Requests.Get("/api/v1/attendance/today", t))], connections, isJudged: false);
            await look.RunAsync(satcom, options.WarmUp / 4, cancellationToken);
        }

        var tap = new PunchMeasure(stage, withCheckOut: false, isJudged: false);
        await tap.RunAsync(satcom, options.WarmUp, cancellationToken);
        await tap.RunAsync(raw, options.WarmUp / 2, cancellationToken);
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

    /// <param name="more">Settings of this process alone.</param>
    private Task<ServerProcess> StartServiceAsync(BenchDatabase database, CancellationToken cancellationToken, params IReadOnlyList<(string Name, string Value)> more) => ServerProcess.StartAsync(
        Setting("SATCOM_BENCH_SERVICE"), _ => [], port => new Dictionary<string, string>(options.ServiceSettings.Concat(more.Select(m => KeyValuePair.Create(m.Name, m.Value))), StringComparer.Ordinal)
        {
            // All of the bench's people call from one address, and each of them more than a person ever does.
            ["Satcom__Limits__Requests__Address"] = Unlimited,
            ["Satcom__Limits__Requests__Anonymous"] = Unlimited,
            ["Satcom__Limits__Requests__AnonymousSensitive"] = Unlimited,
            ["Satcom__Limits__Requests__Reads"] = Unlimited,
            ["Satcom__Limits__Requests__Writes"] = Unlimited,
            ["Satcom__Limits__Requests__Sensitive"] = Unlimited,
            ["Satcom__Limits__Requests__Tenant"] = Unlimited,
            // What is measured of failed sign-ins is their time; how many are borne is another matter.
            ["Satcom__Limits__AddressFailures"] = MostFailures,
            ["Satcom__Limits__AccountFailures"] = MostFailures,
            ["Satcom__Limits__AccountFailuresPerHour"] = MostFailures,
            ["Satcom__Limits__TenantFailures"] = MostFailures,
            ["Satcom__Limits__SprayAccounts"] = MostFailures,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
            ["Satcom__Database__ConnectionString"] = database.AppConnectionString,
            ["Satcom__Keys__KeyEncryptionKey"] = _keyEncryptionKey,
            ["Satcom__Tokens__Issuer"] = Issuer,
        },
        "/health/ready", options.LogFile, time, cancellationToken);

    private static bool IsKept => Environment.GetEnvironmentVariable("SATCOM_BENCH_KEEP") is "1";

    private static string Setting(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new BenchException($"{name} is not set: call build/bench, which starts what the bench needs.");
}
