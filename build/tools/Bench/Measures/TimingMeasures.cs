using System.Diagnostics;
using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>
/// What the time of an answer tells of who exists (L5, O27, O63). One connection asks for the cases in turn, each as often first as last, so that
/// none profits from what went before it or from the machine's mood.
/// </summary>
internal sealed class TimingMeasures(Stage stage, Report report)
{
    private const int WarmUps = 10;

    /// <summary>Requests between two sweeps of the counters, below the limits that no setting lifts.</summary>
    private const int Sweep = 10;

    /// <summary>As a form's page lives ten minutes.</summary>
    private const int FormUses = 60;

    private const int Locked = 16;
    private const double SignInLimit = 5;
    private const double ClientLimit = 2;
    private const double Separated = 0.01;

    private static readonly string[] SignIns = ["wrong password", "unknown", "locked"];

    private int _strangers;

    /// <summary>Failed sign-ins, forgotten passwords and clients, by the API.</summary>
    public async Task ByApiAsync(Peer satcom, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.OpenAsync(satcom.Server.Port, cancellationToken);
        Head();
        await LockAsync(satcom, connection, cancellationToken);
        var signIns = await InterleaveAsync(
            "sign-in", connection, SignIns, stage.Options.Pairs, (kind, n) => Login(EmailOf(kind, n)), 401, _ => Task.CompletedTask, cancellationToken);
        Judge("L5: sign-in", signIns, SignInLimit, isRanked: true);

        var forgotten = await InterleaveAsync(
            "forgotten password", connection, ["known", "unknown"], stage.Options.Pairs,
            (kind, n) => Requests.Post("/api/v1/auth/password/forgot", token: null, $$$"""{"email":"{{{EmailOf(kind, n)}}}","tenant":"{{{Crowd.Slug}}}"}"""), 202,
            n => SweepAsync(satcom, n, cancellationToken), cancellationToken);
        Judge("L5: forgotten password", forgotten, SignInLimit, isRanked: true);

        var integrator = await Integrator.SeedAsync(satcom.Database, stage.Crowd, browsers: 0, cancellationToken);
        var secret = new string('A', integrator.SecretLength);
        var clients = await InterleaveAsync(
            "client", connection, ["wrong secret", "unknown"], stage.Options.Pairs,
            (kind, n) => Requests.Form(
                $"/t/{Crowd.Slug}/connect/token", Integrator.BasicOf(string.Equals(kind, "unknown", StringComparison.Ordinal) ? Report.F($"bench-{n:0000000000}") : Integrator.ClientId, secret), "grant_type=client_credentials"), 401,
            n => SweepAsync(satcom, n, cancellationToken), cancellationToken);
        Judge("O27: client at the token endpoint", clients, ClientLimit, isRanked: false);
    }

    /// <summary>Failed sign-ins on the provider's page, on the way to a client.</summary>
    public async Task ByPageAsync(Peer satcom, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.OpenAsync(satcom.Server.Port, cancellationToken);
        await Integrator.SeedAsync(satcom.Database, stage.Crowd, browsers: 0, cancellationToken);
        Head();
        await LockAsync(satcom, connection, cancellationToken);
        var browser = await OpenFormAsync(satcom, cancellationToken);
        var pages = await InterleaveAsync(
            "sign-in page", connection, SignIns, stage.Options.Pairs,
            (kind, n) => Requests.FormWithCookie($"/t/{Crowd.Slug}/account/sign-in", browser.Cookie, $"{browser.Fields}&email={Uri.EscapeDataString(EmailOf(kind, n))}&password=wrong"), 401,
            async n => browser = n % FormUses == 0 ? await OpenFormAsync(satcom, cancellationToken) : browser, cancellationToken);
        Judge("O63: sign-in page", pages, SignInLimit, isRanked: true);
    }

    private void Head()
    {
        report.Say("| what | cases | n of each | medians ms | difference ms | p (rank test) | aim | met |");
        report.Say("|---|---|--:|--:|--:|--:|---|---|");
    }

    /// <param name="isRanked">Whether the rank test is part of the aim.</param>
    private void Judge(string what, Dictionary<string, List<double>> times, double limit, bool isRanked)
    {
        var kinds = times.Keys.ToList();
        for (var i = 0; i < kinds.Count; i++)
        {
            for (var j = i + 1; j < kinds.Count; j++)
            {
                var (first, second) = (Report.Median(times[kinds[i]]), Report.Median(times[kinds[j]]));
                var p = RankTest.Probability(times[kinds[i]], times[kinds[j]]);
                var isMet = Math.Abs(first - second) <= limit && (!isRanked || p > Separated);
                report.Say(Report.F(
                    $"| {what} | {kinds[i]}, {kinds[j]} | {times[kinds[i]].Count} | {first:0.00}, {second:0.00} | {first - second:0.00} | {p:0.000} | {limit:0} ms{(isRanked ? ", p > 0.01" : string.Empty)} | {(isMet ? "yes" : "**no**")} |"));
            }
        }
    }

    /// <summary>Asks for every case once in each round. Which comes first, and which follows which, changes from round to round.</summary>
    /// <param name="before">Is done before a round, off the clock.</param>
    private static async Task<Dictionary<string, List<double>>> InterleaveAsync(
        string what, HttpConnection connection, IReadOnlyList<string> kinds, int rounds, Func<string, int, byte[]> request, int status, Func<int, Task> before, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync($"{what}: {rounds} of each");
        var times = kinds.ToDictionary(kind => kind, _ => new List<double>(rounds), StringComparer.Ordinal);
        for (var n = 0; n < WarmUps + rounds; n++)
        {
            await before(n);
            var turned = Enumerable.Range(0, kinds.Count).Select(i => kinds[(i + (n / 2)) % kinds.Count]);
            foreach (var kind in n % 2 == 0 ? turned : turned.Reverse())
            {
                var asked = request(kind, n);
                var begun = Stopwatch.GetTimestamp();
                await connection.ExpectAsync(asked, status, cancellationToken);
                if (n >= WarmUps)
                {
                    times[kind].Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                }
            }
        }

        return times;
    }

    /// <summary>Closes some accounts for the whole measure, as many failures in a row would.</summary>
    private async Task LockAsync(Peer satcom, HttpConnection connection, CancellationToken cancellationToken)
    {
        await satcom.Database.ExecuteAsync("DELETE FROM attempt_counters", cancellationToken);
        for (var n = 0; n < Locked; n++)
        {
            await connection.ExpectAsync(Login(EmailOf("locked", n)), 401, cancellationToken);
        }

        await satcom.Database.ExecuteAsync("UPDATE attempt_counters SET blocked_until = now() + interval '12 hours' WHERE failures > 0", cancellationToken);
    }

    private static async Task SweepAsync(Peer satcom, int round, CancellationToken cancellationToken)
    {
        if (round % Sweep == 0)
        {
            await satcom.Database.ExecuteAsync("DELETE FROM attempt_counters", cancellationToken);
        }
    }

    /// <summary>As long for everybody. The open accounts take turns, so that none is held up for its failures.</summary>
    private string EmailOf(string kind, int round)
    {
        var employees = stage.Crowd.Employees;
        var last = employees.Count - Locked;
        return kind switch
        {
            "unknown" => Report.F($"x{_strangers++ % last}@bench.test"),
            "locked" => employees[last + (round % Locked)].Email,
            _ => employees[round % last].Email,
        };
    }

    private static byte[] Login(string email) =>
        Requests.Post("/api/v1/auth/login", token: null, $$$"""{"email":"{{{email}}}","password":"wrong","tenant":"{{{Crowd.Slug}}}"}""");

    /// <summary>Goes from a client's request to the sign-in page, as a browser that has never been here.</summary>
    private static async Task<Browser> OpenFormAsync(Peer satcom, CancellationToken cancellationToken)
    {
        var browser = new Browser(() => satcom.Server.Port);
        await browser.GetAsync(ProviderMeasures.AuthorizePath("verifier"), 303, cancellationToken);
        await browser.GetAsync(browser.Location, 200, cancellationToken);
        return browser.Fields.Length > 0 ? browser : throw new BenchException("No sign-in page came.");
    }
}
