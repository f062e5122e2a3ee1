using System.Text;
using Npgsql;
using Satcom.Infrastructure.Identity.Tokens;

namespace Satcom.Bench.Setup;

/// <summary>A program that people are signed in to through the provider, and browsers in which they are signed in already.</summary>
/// <param name="Basic">The client's id and secret as HTTP's Basic takes them.</param>
/// <param name="SecretLength">Characters of the client's secret.</param>
/// <param name="Cookies">One browser's cookie each.</param>
internal sealed record Integrator(string Basic, int SecretLength, IReadOnlyList<string> Cookies)
{
    public const string ClientId = "bench-integrator";
    public const string RedirectUri = "https://integrator.test/callback";

    /// <summary>A client's id and secret as HTTP's Basic takes them.</summary>
    public static string BasicOf(string clientId, string secret) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"{clientId}:{secret}"));

    /// <summary>Writes them to the database past the service, as a person's sign-in would take a password each; the one before, of another measure or a kept database, steps aside.</summary>
    public static async Task<Integrator> SeedAsync(BenchDatabase database, Crowd crowd, int browsers, CancellationToken cancellationToken)
    {
        var secret = OpaqueToken.Create("scs", crowd.TenantId);
        var tenant = new NpgsqlParameter<Guid> { TypedValue = crowd.TenantId };
        await database.ExecuteAsync(
            "UPDATE oauth_clients SET client_id = id::text, disabled_at = now() WHERE tenant_id = $1 AND client_id = $2",
            cancellationToken, tenant.Clone(), new NpgsqlParameter<string> { TypedValue = ClientId });
        await database.ExecuteAsync(
            """
            WITH client AS (
              INSERT INTO oauth_clients (tenant_id, id, client_id, name, kind, is_native, redirect_uris, post_logout_redirect_uris, origins, scopes, grants, resources, requires_consent, created_at)
              VALUES ($1, gen_random_uuid(), $2, 'Integrator', 'confidential', false, ARRAY[$3], '{}', '{}', '{openid,offline_access,audit.read}', '{authorization_code,refresh_token,client_credentials}', '{}', false, now())
              RETURNING tenant_id, id)
            INSERT INTO oauth_client_secrets (tenant_id, id, oauth_client_id, secret_hash, created_at) SELECT tenant_id, gen_random_uuid(), id, $4, now() FROM client
            """,
            cancellationToken, tenant.Clone(), new NpgsqlParameter<string> { TypedValue = ClientId }, new NpgsqlParameter<string> { TypedValue = RedirectUri },
            new NpgsqlParameter<byte[]> { TypedValue = secret.Hash.ToArray() });

        var tokens = Enumerable.Range(0, browsers).Select(_ => OpaqueToken.Create("sbs", crowd.TenantId)).ToList();
        await database.ExecuteAsync(
            """
            INSERT INTO browser_sessions (tenant_id, session_id, cookie_hash, methods, authenticated_at, expires_at)
            SELECT $1, b.session, b.hash, '{pwd}', now(), now() + interval '12 hours' FROM unnest($2, $3) AS b (session, hash)
            ON CONFLICT (tenant_id, session_id) DO UPDATE SET cookie_hash = excluded.cookie_hash, expires_at = excluded.expires_at
            """,
            cancellationToken, tenant.Clone(),
            new NpgsqlParameter<Guid[]> { TypedValue = [.. crowd.Employees.Take(browsers).Select(p => p.SessionId)] },
            new NpgsqlParameter<byte[][]> { TypedValue = [.. tokens.Select(t => t.Hash.ToArray())] });
        return new Integrator(
            BasicOf(ClientId, secret.Reveal()), secret.Reveal().Length, [.. tokens.Select(t => $"__Host-satcom-session-{Crowd.Slug}={t.Reveal()}")]);
    }
}
