using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>What integrators ask of the OpenID provider. There is no raw peer: the aims are rates on two cores (O64).</summary>
internal sealed class ProviderMeasures(Stage stage, Report report, BenchOptions options)
{
    private const string Base = $"/t/{Crowd.Slug}";
    private const string TokenPath = $"{Base}/connect/token";
    public const int Few = 8;
    private const int MostBrowsers = 512;

    public async Task RunAsync(Peer satcom, BenchDatabase database, CancellationToken cancellationToken)
    {
        var integrator = await Integrator.SeedAsync(database, stage.Crowd, Math.Min(stage.Crowd.Employees.Count, MostBrowsers), cancellationToken);
        var (verifier, flows) = (NewVerifier(), 0);
        var refreshTokens = await FirstTokensAsync(satcom, integrator, verifier, cancellationToken);
        var introspect = Requests.Form($"{Base}/connect/introspect", integrator.Basic, $"token={await ClientTokenAsync(satcom, integrator, cancellationToken)}");

        report.Say("| what | connections | per second | p50 ms | p95 ms | p99 ms | server µs | PostgreSQL µs | others % | aim |");
        report.Say("|---|--:|--:|--:|--:|--:|--:|--:|--:|---|");
        await FloodAsync("discovery", Requests.Get($"{Base}/.well-known/openid-configuration", token: null), "5,000/s");
        await FloodAsync("key set", Requests.Get($"{Base}/.well-known/jwks.json", token: null), "5,000/s");
        await FloodAsync("introspection", introspect, "800/s");
        await StepsAsync(
            "refresh by a client",
            async (connection, n, token) => refreshTokens[n] = await RefreshAsync(connection, integrator, refreshTokens[n], token),
            "250/s, p95 60 ms");
        var sessions = await SessionsAsync(satcom, cancellationToken);
        await StepsAsync("refresh by Satcom's own app", async (connection, n, token) => sessions[n] = await RefreshAsync(connection, sessions[n], token), "250/s, p95 60 ms");
        await StepsAsync(
            "whole code flow, signed in already, everybody in turn", (connection, _, token) => CodeFlowAsync(connection, integrator, Interlocked.Increment(ref flows) % integrator.Cookies.Count, verifier, token), "100/s");
        await StepsAsync("… the same eight people, each of whose flows ends their oldest grant", (connection, n, token) => CodeFlowAsync(connection, integrator, n, verifier, token), "–");

        Task FloodAsync(string what, byte[] request, string aim) =>
            MeasureAsync(what, options.Connections, aim, (generator, duration) => generator.FloodAsync(_ => request, 200, duration, cancellationToken));

        Task StepsAsync(string what, Func<HttpConnection, int, CancellationToken, Task> steps, string aim) =>
            MeasureAsync(what, Few, aim, (generator, duration) => generator.RepeatAsync(steps, duration, cancellationToken));

        async Task MeasureAsync(string what, int connections, string aim, Func<LoadGenerator, TimeSpan, Task<LoadResult>> load)
        {
            await Console.Error.WriteLineAsync(what);
            using var generator = await LoadGenerator.OpenAsync(satcom.Server.Port, connections, stage.Time, cancellationToken);
            await load(generator, options.WarmUp / 3);
            var rounds = new List<(LoadResult Load, CpuMeter Cpu)>();
            for (var i = 0; i < options.Rounds; i++)
            {
                var cpu = stage.Meter(satcom);
                cpu.Start();
                var result = await load(generator, options.Load);
                cpu.Stop();
                rounds.Add(result.Failures == 0 ? (result, cpu) : throw new BenchException($"{what}: {result.FirstFailure}"));
            }

            double Of(Func<(LoadResult Load, CpuMeter Cpu), double> value) => Report.Median(rounds.Select(value));
            report.Say(Report.F(
                $"| {what} | {connections} | {Of(r => r.Load.Rate):0} | {Of(r => r.Load.Percentile(0.5)):0.0} | {Of(r => r.Load.Percentile(0.95)):0.0} | {Of(r => r.Load.Percentile(0.99)):0.0} | {Of(r => r.Cpu.Server / r.Load.Count):0} | {Of(r => r.Cpu.Postgres / r.Load.Count):0} | {Of(r => r.Cpu.Others) * 100:0} | {aim} |"));
        }
    }

    /// <summary>A verifier of PKCE.</summary>
    public static string NewVerifier() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A client's request for a person's tokens.</summary>
    public static string AuthorizePath(string verifier) =>
        $"{Base}/connect/authorize?response_type=code&client_id={Integrator.ClientId}&redirect_uri={Uri.EscapeDataString(Integrator.RedirectUri)}&scope=openid%20offline_access&state=s&code_challenge={Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))}&code_challenge_method=S256";

    /// <summary>A refresh token in each browser.</summary>
    public static async Task<string[]> FirstTokensAsync(Peer satcom, Integrator integrator, string verifier, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.OpenAsync(satcom.Server.Port, cancellationToken);
        var tokens = new string[Few];
        for (var n = 0; n < Few; n++)
        {
            await CodeFlowAsync(connection, integrator, n, verifier, cancellationToken);
            tokens[n] = connection.Member("refresh_token");
        }

        return tokens;
    }

    private async Task<SignedIn[]> SessionsAsync(Peer satcom, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.OpenAsync(satcom.Server.Port, cancellationToken);
        var sessions = new SignedIn[Few];
        for (var n = 0; n < Few; n++)
        {
            sessions[n] = await SignedIn.ByPasswordAsync(connection, stage.Crowd.Employees[n], cancellationToken);
        }

        return sessions;
    }

    private static async Task<SignedIn> RefreshAsync(HttpConnection connection, SignedIn session, CancellationToken cancellationToken)
    {
        await connection.ExpectAsync(Requests.Post("/api/v1/auth/refresh", token: null, $$"""{"refreshToken":"{{session.RefreshToken}}"}"""), 200, cancellationToken);
        return new SignedIn(connection.Member("accessToken"), connection.Member("refreshToken"));
    }

    private static async Task<string> ClientTokenAsync(Peer satcom, Integrator integrator, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.OpenAsync(satcom.Server.Port, cancellationToken);
        await connection.ExpectAsync(Requests.Form(TokenPath, integrator.Basic, "grant_type=client_credentials&scope=audit.read"), 200, cancellationToken);
        return connection.Member("access_token");
    }

    public static async Task CodeFlowAsync(HttpConnection connection, Integrator integrator, int browser, string verifier, CancellationToken cancellationToken)
    {
        await connection.ExpectAsync(Requests.GetWithCookie(AuthorizePath(verifier), integrator.Cookies[browser]), 303, cancellationToken);
        await RedeemAsync(connection, integrator, CodeIn(Encoding.ASCII.GetString(connection.Head.Span)), verifier, cancellationToken);
    }

    /// <summary>The code in an answer's head or address.</summary>
    public static string CodeIn(string answer)
    {
        var at = answer.IndexOf("?code=", StringComparison.Ordinal);
        return at < 0 ? throw new BenchException($"No code came: {answer}") : answer[(at + "?code=".Length)..answer.IndexOf('&', at)];
    }

    public static Task RedeemAsync(HttpConnection connection, Integrator integrator, string code, string verifier, CancellationToken cancellationToken) => connection.ExpectAsync(
        Requests.Form(TokenPath, integrator.Basic, $"grant_type=authorization_code&code={code}&redirect_uri={Uri.EscapeDataString(Integrator.RedirectUri)}&code_verifier={verifier}"), 200, cancellationToken);

    public static async Task<string> RefreshAsync(HttpConnection connection, Integrator integrator, string refreshToken, CancellationToken cancellationToken)
    {
        await connection.ExpectAsync(Requests.Form(TokenPath, integrator.Basic, $"grant_type=refresh_token&refresh_token={refreshToken}"), 200, cancellationToken);
        return connection.Member("refresh_token");
    }
}
