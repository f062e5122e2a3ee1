using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>The token endpoint over a million rows that nobody needs any more, beside the same service on the same data without them (O58).</summary>
internal sealed class DeadRows(Stage stage, Report report)
{
    private const int Sessions = 100_000;
    private const int RefreshTokens = 400_000;
    private const int Codes = 300_000;
    private const int RevokedTokens = 100_000;

    /// <summary>The sessions, a grant in each, and the others.</summary>
    private const int All = (2 * Sessions) + RefreshTokens + Codes + RevokedTokens;
    private const double Limit = 1.2;

    private static readonly string[] Tables = ["sessions", "oauth_grants", "refresh_tokens", "authorization_codes", "revoked_tokens"];

    public async Task RunAsync(Peer clean, Peer full, CancellationToken cancellationToken)
    {
        var verifier = ProviderMeasures.NewVerifier();
        var (here, there) = (await SeedAsync(clean, verifier, cancellationToken), await SeedAsync(full, verifier, cancellationToken));
        await Console.Error.WriteLineAsync(Report.F($"Burying {All:N0} rows …"));
        await BuryAsync(full.Database, cancellationToken);
        foreach (var table in Tables)
        {
            await clean.Database.ExecuteAsync($"VACUUM ANALYZE {table}", cancellationToken);
            await full.Database.ExecuteAsync($"VACUUM ANALYZE {table}", cancellationToken);
        }

        await full.Database.ExecuteAsync("CHECKPOINT", cancellationToken);
        report.Say("| what | rounds | p50 without ms | p50 with ms | p95 without ms | p95 with ms | p95 ÷ without, each round | median | aim | met |");
        report.Say("|---|--:|--:|--:|--:|--:|---|--:|---|---|");
        await CompareAsync("refresh by a client", async (integrator, tokens, connection, n, token) => tokens[n] = await ProviderMeasures.RefreshAsync(connection, integrator, tokens[n], token));
        await CompareAsync("whole code flow", (integrator, _, connection, n, token) => ProviderMeasures.CodeFlowAsync(connection, integrator, n, verifier, token));
        var left = await full.Database.ScalarAsync<long>("SELECT (SELECT count(*) FROM refresh_tokens WHERE expires_at < now()) + (SELECT count(*) FROM authorization_codes WHERE expires_at < now() - interval '1 day')", cancellationToken);
        if (left < RefreshTokens + Codes)
        {
            throw new BenchException("Dead rows went away while they were measured.");
        }

        async Task CompareAsync(string what, Func<Integrator, string[], HttpConnection, int, CancellationToken, Task> step)
        {
            await Console.Error.WriteLineAsync(what);
            using var first = await LoadGenerator.OpenAsync(clean.Server.Port, ProviderMeasures.Few, stage.Time, cancellationToken);
            using var second = await LoadGenerator.OpenAsync(full.Server.Port, ProviderMeasures.Few, stage.Time, cancellationToken);
            Task<LoadResult> LoadAsync(bool isFull, TimeSpan duration) => (isFull ? second : first).RepeatAsync(
                (connection, n, token) => step(isFull ? there.Integrator : here.Integrator, isFull ? there.Tokens : here.Tokens, connection, n, token), duration, cancellationToken);
            await LoadAsync(isFull: false, stage.Options.WarmUp / 3);
            await LoadAsync(isFull: true, stage.Options.WarmUp / 3);
            var rounds = new List<(LoadResult Without, LoadResult With)>();
            for (var i = 0; i < stage.Options.Rounds; i++)
            {
                var one = await LoadAsync(isFull: i % 2 != 0, stage.Options.Load);
                var other = await LoadAsync(isFull: i % 2 == 0, stage.Options.Load);
                rounds.Add(i % 2 == 0 ? (one, other) : (other, one));
            }

            double Of(Func<(LoadResult Without, LoadResult With), double> value) => Report.Median(rounds.Select(value));
            var ratios = rounds.ConvertAll(r => r.With.Percentile(0.95) / r.Without.Percentile(0.95));
            report.Say(Report.F(
                $"| {what} | {rounds.Count} | {Of(r => r.Without.Percentile(0.5)):0.0} | {Of(r => r.With.Percentile(0.5)):0.0} | {Of(r => r.Without.Percentile(0.95)):0.0} | {Of(r => r.With.Percentile(0.95)):0.0} | {string.Join(", ", ratios.Select(r => Report.F($"{r:0.00}")))} | **{Report.Median(ratios):0.00}** | {Limit} | {(Report.Median(ratios) <= Limit ? "yes" : "**no**")} |"));
        }
    }

    private async Task<(Integrator Integrator, string[] Tokens)> SeedAsync(Peer peer, string verifier, CancellationToken cancellationToken)
    {
        var integrator = await Integrator.SeedAsync(peer.Database, stage.Crowd, ProviderMeasures.Few, cancellationToken);
        return (integrator, await ProviderMeasures.FirstTokensAsync(peer, integrator, verifier, cancellationToken));
    }

    /// <summary>Rows of a long past, put in behind the triggers' back: of the very people, and of the very client, who are measured.</summary>
    private Task BuryAsync(BenchDatabase database, CancellationToken cancellationToken) => database.ExecuteAsync(
        Report.F(
            $$"""
            SELECT set_config('session_replication_role', 'replica', true);
            CREATE TEMP TABLE facts ON COMMIT DROP AS SELECT c.tenant_id AS tenant, c.id AS client, array_agg(b.session_id) AS browsers, array_agg(s.user_id) AS people
              FROM oauth_clients c JOIN browser_sessions b ON b.tenant_id = c.tenant_id JOIN sessions s ON s.tenant_id = b.tenant_id AND s.id = b.session_id
              WHERE c.tenant_id = '{{stage.Crowd.TenantId}}' AND c.client_id = '{{Integrator.ClientId}}' GROUP BY c.tenant_id, c.id;
            INSERT INTO sessions (tenant_id, id, user_id, device_name, platform, started_at, proved_at, last_used_at, expires_at, ended_at, end_reason)
              SELECT tenant, md5('s' || n)::uuid, people[n % cardinality(people) + 1], 'Dead', 'test', now() - interval '200 days', now() - interval '200 days', now() - interval '120 days', now() - interval '100 days', now() - interval '120 days', 'revoked' FROM facts, generate_series(1, {{Sessions}}) n;
            INSERT INTO oauth_grants (tenant_id, session_id, oauth_client_id, scopes, authenticated_at, methods)
              SELECT tenant, md5('s' || n)::uuid, client, '{openid,offline_access}', now() - interval '200 days', '{pwd}' FROM facts, generate_series(1, {{Sessions}}) n;
            INSERT INTO refresh_tokens (tenant_id, id, session_id, token_hash, created_at, expires_at, spent_at, is_repeated)
              SELECT tenant, md5('t' || n)::uuid, md5('s' || n % {{Sessions}} + 1)::uuid, sha256(('t' || n)::bytea), now() - interval '120 days', now() - interval '106 days', now() - interval '119 days', false FROM facts, generate_series(1, {{RefreshTokens}}) n;
            INSERT INTO authorization_codes (tenant_id, id, code_hash, oauth_client_id, user_id, browser_session_id, redirect_uri, scopes, created_at, expires_at, spent_at)
              SELECT tenant, md5('c' || n)::uuid, sha256(('c' || n)::bytea), client, people[n % cardinality(people) + 1], browsers[n % cardinality(people) + 1], '{{Integrator.RedirectUri}}', '{openid}', now() - interval '120 days', now() - interval '120 days', now() - interval '120 days' FROM facts, generate_series(1, {{Codes}}) n;
            INSERT INTO revoked_tokens (tenant_id, id, expires_at) SELECT tenant, md5('r' || n)::uuid, now() - interval '2 days' FROM facts, generate_series(1, {{RevokedTokens}}) n;
            """),
        cancellationToken);
}
