using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Isolation;

/// <summary>T1 and O62: the subdomain, X-Tenant and the token each name a tenant or none.</summary>
public sealed class NamedTenantTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private static readonly string?[] Names = [null, "acme", "globex"];

    public static TheoryData<string?, string?, string?> Cases() =>
        [.. from subdomain in Names from header in Names from third in Names select new TheoryDataRow<string?, string?, string?>(subdomain, header, third)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task T1_O62_Call_WithSubdomainHeaderAndToken_PassesOnlyWhenAllThatAreThereAgree(string? subdomain, string? header, string? token)
    {
        using var client = token is null ? host.Anonymous() : await host.AsAsync($"employee@{token}.test");
        using var request = Request(HttpMethod.Get, "/api/v1/me", subdomain, header);
        using var response = await client.SendAsync(request);

        if (!Agree(subdomain, header, token))
        {
            await response.ProblemAsync(HttpStatusCode.Forbidden, "tenant_mismatch");
        }
        else if (token is null)
        {
            await response.ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        }
        else
        {
            (await response.ReadAsync()).GetProperty("tenant").Text("slug").ShouldBe(token);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task T1_Login_WithSubdomainHeaderAndBody_GoesToTheOneTenantThatIsNamed(string? subdomain, string? header, string? body)
    {
        using var client = host.Anonymous();
        using var request = Request(HttpMethod.Post, "/api/v1/auth/login", subdomain, header);
        request.Content = JsonContent.Create(new { email = "employee@acme.test", password = SatcomHost.DemoPassword, tenant = body });
        using var response = await client.SendAsync(request);

        if (!Agree(subdomain, header))
        {
            await response.ProblemAsync(HttpStatusCode.Forbidden, "tenant_mismatch");
        }
        else if (Agree(subdomain, header, body, "acme"))
        {
            (await response.ReadAsync()).GetProperty("user").GetProperty("tenant").Text("slug").ShouldBe("acme");
        }
        else
        {
            await response.ProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        }
    }

    [Theory]
    [InlineData("nobody", null)]
    [InlineData(null, "nobody")]
    [InlineData(null, "")]
    [InlineData("acme.acme", null)]
    [InlineData(null, "acme,globex")]
    public async Task T1_Login_WhenNoSuchTenantIsNamed_GoesToNoOther(string? subdomain, string? header)
    {
        using var client = host.Anonymous();
        using var request = Request(HttpMethod.Post, "/api/v1/auth/login", subdomain, header);
        request.Content = JsonContent.Create(new { email = "employee@acme.test", password = SatcomHost.DemoPassword });
        using var response = await client.SendAsync(request);

        await response.ProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Theory]
    [InlineData("POST", "/api/v1/auth/login", """{"email":"nobody@acme.test","password":"x"}""")]
    [InlineData("POST", "/api/v1/auth/refresh", """{"refreshToken":"x"}""")]
    [InlineData("GET", "/api/v1/me", null)]
    [InlineData("GET", "/api/v1/nowhere", null)]
    [InlineData("GET", "/.well-known/jwks.json", null)]
    public async Task T15_Call_WithoutATokenButATenant_AnswersTheSameWhetherOrNotItExists(string method, string path, string? body)
    {
        using var client = host.Anonymous();
        var answers = new List<string>();
        foreach (var tenant in (string[])["acme", "globex", "nobody", "platform"])
        {
            foreach (var byHost in (bool[])[true, false])
            {
                using var request = Request(new HttpMethod(method), path, byHost ? tenant : null, byHost ? null : tenant);
                request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
                using var response = await client.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                answers.Add($"{response.StatusCode} {response.Headers.WwwAuthenticate} {System.Text.RegularExpressions.Regex.Replace(text, "\"traceId\":\"[^\"]*\"", string.Empty, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))}");
            }
        }

        answers.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task T1_Refresh_WhenNoSuchTenantIsNamed_IsRefusedAndTheTokenStaysGood()
    {
        var refreshToken = (await host.LoginAsync("nadia@acme.test")).Text("refreshToken");
        using var client = host.Anonymous();
        using var request = Request(HttpMethod.Post, "/api/v1/auth/refresh", subdomain: null, "nobody");
        request.Content = JsonContent.Create(new { refreshToken });
        using var response = await client.SendAsync(request);

        await response.ProblemAsync(HttpStatusCode.Forbidden, "tenant_mismatch");
        await client.SendAsync("/api/v1/auth/refresh", new { refreshToken });
    }

    [Theory]
    [InlineData("ACME", null, null)]
    [InlineData(null, "Acme", null)]
    [InlineData(null, null, " ACME ")]
    [InlineData("acme", "ACME", "Acme")]
    public async Task Login_WhenTheTenantIsWrittenInAnotherCase_GoesThere(string? subdomain, string? header, string? body)
    {
        using var client = host.Anonymous();
        using var request = Request(HttpMethod.Post, "/api/v1/auth/login", subdomain, header);
        request.Content = JsonContent.Create(new { email = "employee@acme.test", password = SatcomHost.DemoPassword, tenant = body });
        using var response = await client.SendAsync(request);

        (await response.ReadAsync()).GetProperty("user").GetProperty("tenant").Text("slug").ShouldBe("acme");
    }

    [Fact]
    public async Task T1_Login_WhenAnotherLetterLooksLikeTheSlugs_GoesNowhere()
    {
        // Not ASCII: the Kelvin sign, and a dotted I; a general folding would make slugs of them.
        using var client = host.Anonymous();
        foreach (var tenant in (string[])["\u212Aacme", "ac\u0130me", "acme\0"])
        {
            using var response = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = "employee@acme.test", password = SatcomHost.DemoPassword, tenant });
            response.IsSuccessStatusCode.ShouldBeFalse(tenant);
        }
    }

    [Fact]
    public async Task T15_Call_WhenNobodyIsSignedInAndTheTenantIsUnknown_TellsToSignIn()
    {
        using var client = host.Anonymous();
        using var request = Request(HttpMethod.Get, "/api/v1/me", subdomain: null, header: "nobody");
        using var response = await client.SendAsync(request);

        await response.ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task O62_Call_WhenTheTokenDisagrees_IsAuditedInTheTokensTenant()
    {
        using var client = await host.AsAsync("hr@acme.test");
        using var request = Request(HttpMethod.Get, "/api/v1/me", subdomain: null, header: "globex");
        using var response = await client.SendAsync(request);

        await response.ProblemAsync(HttpStatusCode.Forbidden, "tenant_mismatch");
        (await host.SqlAsync(
            "SELECT count(*) FROM audit_entries e JOIN tenants t ON t.id = e.tenant_id JOIN users u ON u.id = e.actor_id WHERE e.action = 'tenancy.mismatch' AND t.slug = 'acme' AND u.email = 'hr@acme.test'"))
            .ShouldBe(1L);
    }

    [Fact]
    public async Task T1_Refresh_WithAnotherTenantsSubdomain_IsRefusedAndTheTokenStaysGood()
    {
        var refreshToken = (await host.LoginAsync("omar@acme.test")).Text("refreshToken");
        using var client = host.Anonymous();
        using var request = Request(HttpMethod.Post, "/api/v1/auth/refresh", "globex", header: null);
        request.Content = JsonContent.Create(new { refreshToken });
        using var response = await client.SendAsync(request);

        await response.ProblemAsync(HttpStatusCode.Forbidden, "tenant_mismatch");
        await client.SendAsync("/api/v1/auth/refresh", new { refreshToken });
    }

    private static bool Agree(params string?[] names) => names.OfType<string>().Distinct(StringComparer.Ordinal).Count() <= 1;

    private static HttpRequestMessage Request(HttpMethod method, string path, string? subdomain, string? header)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Host = subdomain is null ? null : $"{subdomain}.satcom.test";
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Tenant", header);
        }

        return request;
    }
}
