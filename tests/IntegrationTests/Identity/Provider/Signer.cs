using System.Text.Json.Nodes;
using Satcom.Infrastructure.Identity.Tokens;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Tokens;

namespace Satcom.IntegrationTests.Identity.Provider;

/// <summary>A client that proves itself by what it signs.</summary>
/// <param name="Kid">The name that it registered its key under.</param>
internal sealed record Signer(Integrator Client, SigningKeyMaterial Key, string Kid, TimeProvider Clock)
{
    public const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static int _numbers;

    /// <summary>The public members of a key, as they are registered.</summary>
    public static object Jwk(SigningKeyMaterial key, string? kid = null)
    {
        var jwk = key.PublicJwk;
        return jwk.N is null ? new { kty = "EC", kid, crv = jwk.Crv, x = jwk.X, y = jwk.Y } : new { kty = "RSA", kid, n = jwk.N, e = jwk.E };
    }

    /// <summary>Registers a program that proves itself by a key.</summary>
    public static async Task<Signer> RegisterAsync(SatcomHost host, TimeProvider clock, SigningKeyMaterial key, string? kid = null, string tenant = "acme")
    {
        var client = await Integrator.RegisterAsync(
            host,
            new { name = "Signer", kind = "confidential", grants = Integrator.Words("client_credentials urn:ietf:params:oauth:grant-type:device_code"), scopes = Integrator.Words("openid audit.read"), keys = new[] { Jwk(key, kid) } },
            tenant);
        return new Signer(client, key, kid ?? key.Kid, clock);
    }

    /// <summary>Signs an assertion, with whatever the test changes of a good one.</summary>
    public string Sign(Action<JsonObject>? changePayload = null, Action<JsonObject>? changeHeader = null, SigningKeyMaterial? key = null)
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = (key ?? Key).PublicJwk.Alg, ["kid"] = Kid };
        var payload = new JsonObject
        {
            ["iss"] = Client.ClientId,
            ["sub"] = Client.ClientId,
            ["aud"] = Integrator.Issuer,
            ["iat"] = now,
            ["exp"] = now + 60,
            ["jti"] = $"jti {Interlocked.Increment(ref _numbers)}",
        };
        changeHeader?.Invoke(header);
        changePayload?.Invoke(payload);
        return TestTokens.Forge(key ?? Key, header, payload);
    }

    /// <summary>The parameters that show an assertion.</summary>
    public static KeyValuePair<string, string>[] Showing(string assertion) => [new("client_assertion_type", AssertionType), new("client_assertion", assertion)];

    /// <summary>Asks for a token of its own.</summary>
    public static Task<HttpResponseMessage> AskAsync(SatcomHost host, string assertion, params KeyValuePair<string, string>[] more) =>
        Integrator.PostAsync(host, "/connect/token", [new("grant_type", "client_credentials"), .. Showing(assertion), .. more]);
}
