using System.Net;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Provider;

public sealed class DiscoveryTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private static readonly string[] Documents = ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"];

    [Theory]
    [InlineData("/t/acme/.well-known/openid-configuration", null, "http://localhost:5080/t/acme")]
    [InlineData("/t/acme/.well-known/oauth-authorization-server", null, "http://localhost:5080/t/acme")]
    [InlineData("/.well-known/openid-configuration/t/acme", null, "http://localhost:5080/t/acme")]
    [InlineData("/.well-known/oauth-authorization-server/t/acme", null, "http://localhost:5080/t/acme")]
    [InlineData("/.well-known/openid-configuration", "acme.satcom.test", "http://acme.satcom.test:5080")]
    [InlineData("/.well-known/oauth-authorization-server", "globex.satcom.test", "http://globex.satcom.test:5080")]
    public async Task O1_Discovery_NamesTheIssuerAndWhatWorks(string path, string? hostName, string issuer)
    {
        using var client = host.Anonymous();
        client.DefaultRequestHeaders.Host = hostName;
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        var document = await response.ReadAsync();

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        response.Headers.CacheControl!.MaxAge.ShouldNotBeNull();
        document.Text("issuer").ShouldBe(issuer);
        foreach (var endpoint in document.EnumerateObject().Where(m => m.Name.EndsWith("_endpoint", StringComparison.Ordinal) || m.Name is "jwks_uri"))
        {
            endpoint.Value.GetString()!.ShouldStartWith(issuer + "/");
            using var reached = await client.GetAsync(new Uri(endpoint.Value.GetString()![new Uri(issuer).GetLeftPart(UriPartial.Authority).Length..], UriKind.Relative));
            reached.StatusCode.ShouldNotBe(HttpStatusCode.NotFound, endpoint.Name);
        }

        Values("code_challenge_methods_supported").ShouldBe(["S256"]);
        Values("response_types_supported").ShouldBe(["code"]);
        foreach (var endpoint in (string[])["token", "introspection", "revocation"])
        {
            Values($"{endpoint}_endpoint_auth_methods_supported").Contains("private_key_jwt", StringComparer.Ordinal).ShouldBeTrue();
            Values($"{endpoint}_endpoint_auth_signing_alg_values_supported").ShouldBe(["RS256", "ES256"]);
        }

        document.GetProperty("authorization_response_iss_parameter_supported").GetBoolean().ShouldBeTrue();

        IEnumerable<string?> Values(string name) => document.GetProperty(name).EnumerateArray().Select(v => v.GetString());
    }

    [Fact]
    public async Task O2_Discovery_WithForgedHeaders_KeepsTheConfiguredIssuer()
    {
        foreach (var document in Documents)
        {
            using var client = host.Anonymous();
            client.DefaultRequestHeaders.Host = "evil.example";
            client.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");
            client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "gopher");
            using var response = await client.GetAsync(new Uri("/t/acme" + document, UriKind.Relative));
            (await response.ReadAsync()).Text("issuer").ShouldBe("http://localhost:5080/t/acme");
        }
    }

    [Theory]
    [InlineData("nowhere.satcom.test", "", null, HttpStatusCode.NotFound)]
    [InlineData("evil.example", "", null, HttpStatusCode.NotFound)]
    [InlineData("evil.example", "", "acme", HttpStatusCode.NotFound)]
    [InlineData(null, "", "acme", HttpStatusCode.NotFound)]
    [InlineData(null, "/t/nowhere", null, HttpStatusCode.NotFound)]
    [InlineData("globex.satcom.test", "/t/acme", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "/t/acme", "globex", HttpStatusCode.Forbidden)]
    [InlineData("acme.satcom.test", "", "globex", HttpStatusCode.Forbidden)]
    [InlineData("acme.satcom.test", "/t/acme", "acme", HttpStatusCode.OK)]
    public async Task O2_Discovery_WhereNoTenantIsNamedOrSeveral_IsNotThere(string? hostName, string prefix, string? header, HttpStatusCode expected)
    {
        using var client = host.Anonymous();
        client.DefaultRequestHeaders.Host = hostName;
        if (header is not null)
        {
            client.DefaultRequestHeaders.Add("X-Tenant", header);
        }

        using var response = await client.GetAsync(new Uri(prefix + Documents[0], UriKind.Relative));
        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task O3_Jwks_ShowsPublicMembersAlone()
    {
        using var client = host.Anonymous();
        var keys = (await client.ReadAsync("/t/acme/.well-known/jwks.json")).GetProperty("keys").EnumerateArray().ToList();

        foreach (var key in keys)
        {
            key.EnumerateObject().Select(m => m.Name).Where(m => m is "d" or "p" or "q" or "dp" or "dq" or "qi" or "k" or "oth").ShouldBeEmpty();
            key.Text("use").ShouldBe("sig");
        }

        var rsa = keys.Single(k => k.Text("alg") is "RS256");
        System.Buffers.Text.Base64Url.DecodeFromChars(rsa.Text("n")).Length.ShouldBeGreaterThanOrEqualTo(256);
        keys.Select(k => k.Text("kid")).Distinct(StringComparer.Ordinal).Count().ShouldBe(keys.Count);
    }

    [Fact]
    public async Task O50_PublicDocuments_MayBeReadByEveryPage_AndNeverWithCookies()
    {
        foreach (var path in (string[])["/t/acme/.well-known/openid-configuration", "/.well-known/jwks.json"])
        {
            using var client = host.Anonymous();
            client.DefaultRequestHeaders.Add("Origin", "https://anywhere.example");
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
            response.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        }
    }
}
