using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Provider;

namespace Satcom.IntegrationTests.Jobs;

/// <summary>O58: dead codes, tokens and sessions slow no live one down, and go in small batches.</summary>
public sealed class DeadRowsTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const int Tokens = 20_000;
    private const int Others = 2_500;

    private static readonly string[] Tables =
    [
        "sessions", "oauth_grants", "browser_sessions", "refresh_tokens", "authorization_codes", "pending_authorizations", "device_authorizations", "revoked_tokens", "device_challenges", "password_links",
        "attempt_counters",
    ];

    [Fact]
    public async Task O58_DeadRows_AreReadByNoTokenStatement_AndGoInBatchesOfAThousand()
    {
        var app = await Integrator.WebAppAsync(host);
        var tv = await Integrator.RegisterAsync(host, new { name = "TV", kind = "public", grants = Integrator.Words("urn:ietf:params:oauth:grant-type:device_code"), scopes = Integrator.Words("openid") });
        await UseAsync(app, tv);
        await BuryAsync();
        var before = await ScansAsync();

        for (var i = 0; i < 8; i++)
        {
            // More often than a prepared statement waits for its general plan.
            await UseAsync(app, tv);
        }

        var after = await ScansAsync();
        foreach (var table in Tables)
        {
            var (was, now) = (before[table], after[table]);
            now.ByIndex.ShouldBeGreaterThan(was.ByIndex, $"{table} is not asked at all");
            (now.Rows - was.Rows).ShouldBeLessThan(Others / 25, $"{table} is read from one end to the other");
        }

        await WatchDeletesAsync();
        await RunAsync<ExpiredSessionsCleanupJob>();
        await RunAsync<AttemptCounterCleanupJob>();

        foreach (var table in Tables)
        {
            var dead = table is "refresh_tokens" or "authorization_codes" ? Tokens : Others;
            (await host.SqlAsync("SELECT sum(rows)::int FROM deleted WHERE name = $1", table)).ShouldBe(dead, table);
            ((int)(await host.SqlAsync("SELECT max(rows) FROM deleted WHERE name = $1", table))!).ShouldBeLessThanOrEqualTo(1000, table);
        }

        await UseAsync(app, tv);
    }

    /// <summary>Each statement that tokens are made, used and judged by.</summary>
    private async Task UseAsync(Integrator app, Integrator tv)
    {
        using var browser = new WebBrowser(host);
        var tokens = await app.TokensAsync(host, (await browser.GrantAsync(app, scope: "openid offline_access attendance.read.own"))["code"]);
        using var refreshed = await app.RefreshAsync(host, tokens.Text("refresh_token"));
        var next = await refreshed.ReadAsync();
        using var client = host.With(next.Text("access_token"));
        await client.ReadAsync("/t/acme/connect/userinfo");
        await client.ReadAsync("/api/v1/attendance/days?limit=1");
        await app.IntrospectAsync(host, next.Text("access_token"));
        using var again = await app.RefreshAsync(host, tokens.Text("refresh_token"));
        using var machine = host.With((await app.TokenAsync(host)).Text("access_token"));
        await machine.ReadAsync("/api/v1/attendance/days?limit=1");

        var own = await host.LoginAsync("employee@acme.test");
        using var anonymous = host.Anonymous();
        await anonymous.SendAsync("/api/v1/auth/refresh", new { refreshToken = own.Text("refreshToken") });
        await anonymous.PostProblemAsync("/api/v1/auth/device/verify", new { challengeId = await UnknownAsync("sdc_"), code = "000000" }, HttpStatusCode.Unauthorized, "otp_expired");
        await anonymous.PostProblemAsync("/api/v1/auth/password/reset", new { token = await UnknownAsync("spl_"), newPassword = "correct horse battery" }, HttpStatusCode.UnprocessableEntity, "link_expired");
        using var begun = await Integrator.PostAsync(host, "/connect/device_authorization", [new("client_id", tv.ClientId), new("scope", "openid")]);
        using var polled = await Integrator.PostAsync(
            host, "/connect/token", [new("client_id", tv.ClientId), new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), new("device_code", (await begun.ReadAsync()).Text("device_code"))]);
        polled.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    /// <summary>A secret of acme's that nobody was given.</summary>
    private async Task<string> UnknownAsync(string prefix)
    {
        var tenant = (Guid)(await host.SqlAsync("SELECT id FROM tenants WHERE slug = 'acme'"))!;
        return prefix + System.Buffers.Text.Base64Url.EncodeToString([.. tenant.ToByteArray(bigEndian: true), .. new byte[32]]);
    }

    /// <summary>Rows of a long past, put in at once behind the triggers' back.</summary>
    private async Task BuryAsync() => await host.SqlAsync(
        $$"""
        SET session_replication_role = replica;
        CREATE TEMP TABLE facts AS SELECT t.id AS tenant, u.id AS person, c.id AS client
          FROM tenants t JOIN users u ON u.tenant_id = t.id JOIN oauth_clients c ON c.tenant_id = t.id WHERE t.slug = 'acme' AND u.email = 'omar@acme.test' LIMIT 1;
        INSERT INTO sessions (tenant_id, id, user_id, device_name, platform, started_at, last_used_at, expires_at)
          SELECT tenant, md5('s' || n)::uuid, person, 'Dead', 'test', now() - interval '200 days', now() - interval '120 days', now() - interval '100 days' FROM facts, generate_series(1, {{Others}}) n;
        INSERT INTO oauth_grants (tenant_id, session_id, oauth_client_id, scopes, authenticated_at, methods)
          SELECT tenant, md5('s' || n)::uuid, client, '{openid}', now(), '{pwd}' FROM facts, generate_series(1, {{Others}}) n;
        INSERT INTO browser_sessions (tenant_id, session_id, cookie_hash, authenticated_at, methods, expires_at)
          SELECT tenant, md5('s' || n)::uuid, sha256(('b' || n)::bytea), now(), '{pwd}', now() FROM facts, generate_series(1, {{Others}}) n;
        INSERT INTO refresh_tokens (tenant_id, id, session_id, token_hash, created_at, expires_at, spent_at, is_repeated)
          SELECT tenant, md5('t' || n)::uuid, md5('s' || n % {{Others}} + 1)::uuid, sha256(('t' || n)::bytea), now() - interval '20 days', now() - interval '2 days', now() - interval '19 days', false FROM facts, generate_series(1, {{Tokens}}) n;
        INSERT INTO authorization_codes (tenant_id, id, code_hash, oauth_client_id, user_id, browser_session_id, redirect_uri, scopes, created_at, expires_at, spent_at)
          SELECT tenant, md5('c' || n)::uuid, sha256(('c' || n)::bytea), client, person, md5('s' || n % {{Others}} + 1)::uuid, 'https://payroll.example/cb', '{openid}', now() - interval '2 days', now() - interval '2 days', now() FROM facts, generate_series(1, {{Tokens}}) n;
        INSERT INTO pending_authorizations (tenant_id, id, handle_hash, browser_hash, oauth_client_id, request, created_at, expires_at)
          SELECT tenant, md5('p' || n)::uuid, sha256(('p' || n)::bytea), sha256(('q' || n)::bytea), client, '{}', now(), now() - interval '2 days' FROM facts, generate_series(1, {{Others}}) n;
        INSERT INTO device_authorizations (tenant_id, id, device_code_hash, user_code_hash, oauth_client_id, scopes, status, interval, created_at, expires_at)
          SELECT tenant, md5('d' || n)::uuid, sha256(('d' || n)::bytea), sha256(('u' || n)::bytea), client, '{openid}', 'pending', 5, now(), now() - interval '2 days' FROM facts, generate_series(1, {{Others}}) n;
        INSERT INTO revoked_tokens (tenant_id, id, expires_at) SELECT tenant, md5('r' || n)::uuid, now() - interval '2 days' FROM facts, generate_series(1, {{Others}}) n;
        INSERT INTO device_challenges (tenant_id, id, user_id, channel, code_hash, token_hash, device_name, platform, started_at, expires_at, tries)
          SELECT tenant, md5('h' || n)::uuid, person, 'sms', '\x00', sha256(('h' || n)::bytea), 'Dead', 'test', now() - interval '2 days', now() - interval '2 days', 0 FROM facts, generate_series(1, {{Others}}) n;
        INSERT INTO password_links (tenant_id, id, user_id, kind, token_hash, created_at, expires_at)
          SELECT tenant, md5('l' || n)::uuid, person, 'reset', sha256(('l' || n)::bytea), now() - interval '2 days', now() - interval '2 days' FROM facts, generate_series(1, {{Others}}) n;
        INSERT INTO attempt_counters (key, window_started_at, count, previous, is_admitted, failures, expires_at)
          SELECT sha256(n::text::bytea), now(), 1, 0, true, 0, now() - interval '1 minute' FROM generate_series(1, {{Others}}) n;
        ANALYZE {{string.Join(", ", Tables)}};
        """);

    /// <summary>How often each table was asked by an index, and how many rows were read without one. A connection tells at its end.</summary>
    private async Task<Dictionary<string, (long ByIndex, long Rows)>> ScansAsync()
    {
        var now = (DateTime)(await host.SqlAsync("SELECT clock_timestamp()"))!;
        host.Services.GetRequiredService<NpgsqlDataSource>().Clear();
        await HostWork.EventuallyAsync(
            () => host.SqlAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'satcom_app' AND backend_start < $1 AND query NOT LIKE '%LISTEN%'", now), left => left is 0L);
        var scans = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        foreach (var table in Tables)
        {
            scans[table] = ((long)(await host.SqlAsync("SELECT idx_scan FROM pg_stat_user_tables WHERE relname = $1", table))!, (long)(await host.SqlAsync("SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = $1", table))!);
        }

        return scans;
    }

    /// <summary>Notes how many rows each DELETE takes.</summary>
    private async Task WatchDeletesAsync() => await host.SqlAsync(
        """
        CREATE TABLE deleted (name text, rows int);
        CREATE FUNCTION note_deleted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
          'BEGIN INSERT INTO deleted SELECT TG_TABLE_NAME, count(*) FROM gone HAVING count(*) > 0; RETURN NULL; END';
        DO $$ DECLARE t text; BEGIN
          FOREACH t IN ARRAY string_to_array('TABLES', ',') LOOP
            EXECUTE format('CREATE TRIGGER note AFTER DELETE ON %I REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_deleted()', t);
          END LOOP;
        END $$
        """.Replace("TABLES", string.Join(',', Tables), StringComparison.Ordinal));

    private async Task RunAsync<TJob>()
        where TJob : IJobWork =>
        await ActivatorUtilities.CreateInstance<TJob>(host.Services).RunAsync(new JobProgress("test"), CancellationToken.None);
}
