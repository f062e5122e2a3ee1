using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Satcom.Infrastructure.Identity.Tokens;

namespace Satcom.IntegrationTests.Identity.Tokens;

/// <summary>Good tokens, and a forge that signs any header and payload, as an attacker who holds a key could.</summary>
internal static class TestTokens
{
    public const string Issuer = "https://acme.satcom.test";
    public const string Audience = "https://api.satcom.test";
    public const string SessionId = "0198a2b4-7d1e-7c3a-9b52-0f6e2c4d8a10";
    public const string TenantId = "0198a2b4-7d1e-7c3a-9b52-0f6e2c4d8a11";

    /// <summary>The second opinion knows the system clock only, so the tests of both share it.</summary>
#pragma warning disable RS0030 // One reading of the real clock, for a library that offers no other.
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
#pragma warning restore RS0030

    public static readonly SigningKeyMaterial Es = SigningKeyMaterial.Generate(SigningAlgorithm.Es256);
    public static readonly SigningKeyMaterial OtherEs = SigningKeyMaterial.Generate(SigningAlgorithm.Es256);
    public static readonly SigningKeyMaterial Rs = SigningKeyMaterial.Generate(SigningAlgorithm.Rs256);
    public static readonly SigningKeyMaterial Stranger = SigningKeyMaterial.Generate(SigningAlgorithm.Es256);
    public static readonly SigningKeySet Keys = new([OtherEs, Es, Rs]);
    public static readonly TokenExpectations Expected = TokenExpectations.AccessToken(Issuer, Audience);

    public static SigningKeyMaterial Key(bool rsa) => rsa ? Rs : Es;

    public static JsonObject Header(SigningKeyMaterial key) =>
        new() { ["alg"] = key.PublicJwk.Alg, ["typ"] = "at+jwt", ["kid"] = key.Kid };

    public static JsonObject Payload() => new()
    {
        ["iss"] = Issuer,
        ["aud"] = Audience,
        ["exp"] = Now.ToUnixTimeSeconds() + 600,
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["jti"] = "0198a2b4-7d1e-7c3a-9b52-0f6e2c4d8a12",
        ["sub"] = "0198a2b4-7d1e-7c3a-9b52-0f6e2c4d8a13",
        ["client_id"] = "satcom-web",
        ["sid"] = SessionId,
        ["tid"] = TenantId,
        ["scope"] = "openid profile",
    };

    public static JsonObject With(this JsonObject json, string name, JsonNode? value)
    {
        json[name] = value;
        return json;
    }

    public static JsonObject Without(this JsonObject json, string name)
    {
        json.Remove(name).ShouldBeTrue();
        return json;
    }

    public static string Good(SigningKeyMaterial? key = null) => Forge(key ?? Es, Header(key ?? Es), Payload());

    public static string Forge(SigningKeyMaterial key, JsonObject header, JsonObject payload) => Forge(key, Text(header), Text(payload));

    public static string Forge(SigningKeyMaterial key, string header, string payload) =>
        Forge(key, header, Encoding.UTF8.GetBytes(payload));

    public static string Forge(SigningKeyMaterial key, string header, byte[] payload)
    {
        var signed = $"{Encode(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(key, signed))}";
    }

    public static byte[] Sign(SigningKeyMaterial key, string text)
    {
        var signature = new byte[key.SignatureLength];
        key.Sign(Encoding.ASCII.GetBytes(text), signature);
        return signature;
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>Without escapes, as the writer writes.</summary>
    public static string Text(JsonObject json) => json.ToJsonString(Relaxed);

    public static JwsResult<JsonPayload> Read(string token) => JwsReader.Read(token, "at+jwt", Keys);

    public static JwsResult<AccessTokenClaims> Validate(string token) => AccessTokenValidator.Validate(token, Expected, Keys, Now);

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
