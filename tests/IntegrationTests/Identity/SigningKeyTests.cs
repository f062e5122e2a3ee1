using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity;

/// <summary>The keys that sign, what is published of them, and what a stolen copy of the database is worth.</summary>
public sealed class SigningKeyTests : IAsyncLifetime
{
    private readonly SteppedTime _clock = new(stands: true);
    private readonly SatcomHost _host = new();

    public async ValueTask InitializeAsync()
    {
        _host.Clock = _clock;
        await _host.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task O3_KeySet_ShowsPublicMembersAlone()
    {
        using var client = _host.Anonymous();
        using var response = await client.GetAsync(new Uri("/.well-known/jwks.json", UriKind.Relative));
        var keys = (await response.ReadAsync()).GetProperty("keys").EnumerateArray().ToList();

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/jwk-set+json");
        keys.Select(k => k.Text("alg")).ShouldBe(["RS256", "ES256"], ignoreOrder: true);
        foreach (var key in keys)
        {
            key.EnumerateObject().Select(m => m.Name).Except(["kty", "use", "alg", "kid", "crv", "x", "y", "n", "e"], StringComparer.Ordinal).ShouldBeEmpty();
            key.Text("use").ShouldBe("sig");
            key.Text("alg").ShouldBeOneOf("ES256", "RS256");
        }

        keys.Select(k => k.Text("kid")).Distinct(StringComparer.Ordinal).Count().ShouldBe(keys.Count);
    }

    [Fact]
    public async Task O4_Rotation_OnTwoNodes_PublishesBeforeUseAndKeepsOldTokensGood()
    {
        await using var second = new SatcomHost(_host.Database) { Clock = _clock };
        await second.StartAsync();
        var first = (await KidsAsync(_host)).ShouldHaveSingleItem();

        // A day before the key's thirty days are over both nodes find that the next one is due; one makes it.
        _clock.Advance(TimeSpan.FromDays(29));
        await Task.WhenAll(RotateAsync(_host), RotateAsync(second));
        await RotateAsync(_host);
        var both = await KidsAsync(_host);
        both.Count.ShouldBe(2);
        (await KidsAsync(second)).ShouldBe(both, ignoreOrder: true);
        (await SignedByAsync(_host)).ShouldBe(first);
        (await SignedByAsync(second)).ShouldBe(first);

        _clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(5));
        var old = await _host.LoginAsync("employee@acme.test");
        KidOf(old).ShouldBe(first);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var next = both.Single(k => !string.Equals(k, first, StringComparison.Ordinal));
        (await SignedByAsync(_host)).ShouldBe(next);
        (await SignedByAsync(second)).ShouldBe(next);
        foreach (var node in (SatcomHost[])[_host, second])
        {
            using var client = node.With(old.Text("accessToken"));
            await client.ReadAsync("/api/v1/me");
        }

        // Its last token is long dead: the old key goes.
        _clock.Advance(TimeSpan.FromHours(2));
        await RotateAsync(second);
        (await KidsAsync(second)).ShouldBe([next]);
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await KidsAsync(_host)).ShouldBe([next]);
        (await SignedByAsync(_host)).ShouldBe(next);

        // The platform's audit says of each change once what it was.
        var told = JsonElement.Parse((string)(await _host.SqlAsync("SELECT json_agg(a.after::json ORDER BY a.at)::text FROM audit_entries a JOIN tenants t ON t.id = a.tenant_id AND t.slug = 'platform' WHERE a.action = 'auth.rotateSigningKeys'"))!);
        told.EnumerateArray().Count(t => Names(t, "made", next)).ShouldBe(1);
        told.EnumerateArray().Single(t => Names(t, "made", next)).GetProperty("retired").EnumerateArray().Select(k => k.GetString()).ShouldContain(first, StringComparer.Ordinal);
        told.EnumerateArray().Count(t => Names(t, "removed", first)).ShouldBe(1);

        static bool Names(JsonElement line, string what, string kid) => line.GetProperty(what).EnumerateArray().Any(k => k.GetString() is { } one && one.Equals(kid, StringComparison.Ordinal));
    }

    [Fact]
    public async Task O57_Database_WhenStolen_HoldsNoUsableSecret()
    {
        var answer = await _host.LoginAsync("superadmin@acme.test");
        var tenant = answer.GetProperty("user").GetProperty("tenant").Id();
        var dump = (string)(await _host.SqlAsync("SELECT string_agg(query_to_xml(format('SELECT * FROM %I', tablename), true, false, '')::text, ' ') FROM pg_tables WHERE schemaname = 'public'"))!;
        dump.ShouldContain("superadmin@acme.test");
        string[] clear = [SatcomHost.DemoPassword, answer.Text("refreshToken"), answer.Text("accessToken")];
        clear.ShouldAllBe(secret => !dump.Contains(secret, StringComparison.Ordinal));

        using var client = _host.Anonymous();
        foreach (var value in await StoredSecretsAsync())
        {
            var text = Base64Url.EncodeToString(value);
            Span<byte> token = [.. tenant.ToByteArray(bigEndian: true), .. value.AsSpan(0, Math.Min(32, value.Length))];
            foreach (var candidate in (string[])[text, $"srt_{text}", $"srt_{Base64Url.EncodeToString(token)}", Convert.ToHexStringLower(value)])
            {
                var shown = candidate.Length > 200 ? candidate[..200] : candidate;
                await client.PostProblemAsync("/api/v1/auth/refresh", new { refreshToken = shown }, HttpStatusCode.Unauthorized, "refresh_invalid");
                using var bearer = _host.With(candidate);
                (await bearer.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            }

            using var key = ECDsa.Create();
            Should.Throw<CryptographicException>(() => key.ImportPkcs8PrivateKey(value, out _));
        }

        // Longer than a password may be, so that its parts are tried.
        var hash = (string)(await _host.SqlAsync("SELECT password_hash FROM users LIMIT 1"))!;
        foreach (var part in (string[])[hash[..128], hash[^128..]])
        {
            await client.PostProblemAsync("/api/v1/auth/login", new { email = "superadmin@acme.test", password = part }, HttpStatusCode.Unauthorized, "invalid_credentials");
        }
    }

    private static async Task RotateAsync(SatcomHost node) =>
        await ActivatorUtilities.CreateInstance<SigningKeyRotationJob>(node.Services).RunAsync(new JobProgress("test"), CancellationToken.None);

    private static async Task<IReadOnlyList<string>> KidsAsync(SatcomHost node)
    {
        using var client = node.Anonymous();
        return [.. (await client.ReadAsync("/.well-known/jwks.json")).GetProperty("keys").EnumerateArray().Where(k => k.Text("alg") is "ES256").Select(k => k.Text("kid"))];
    }

    private static async Task<string> SignedByAsync(SatcomHost node) => KidOf(await node.LoginAsync("hr@acme.test"));

    private static string KidOf(JsonElement answer) => JsonElement.Parse(Base64Url.DecodeFromChars(answer.Text("accessToken").Split('.')[0])).Text("kid");

    /// <summary>Every binary value that the database keeps.</summary>
    private async Task<IReadOnlyList<byte[]>> StoredSecretsAsync()
    {
        await using var connection = new NpgsqlConnection(await TestPostgres.SuperAsync(_host.Database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT token_hash FROM refresh_tokens UNION ALL SELECT secret_hash FROM oauth_client_secrets UNION ALL SELECT sealed_private_key FROM signing_keys UNION ALL (SELECT email_hash FROM sign_in_directory LIMIT 5)", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<byte[]>();
        while (await reader.ReadAsync())
        {
            values.Add((byte[])reader[0]);
        }

        values.Count.ShouldBeGreaterThan(6);
        return values;
    }
}
