using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Provider;

namespace Satcom.IntegrationTests.Isolation;

/// <summary>O62: host (or path), X-Tenant and token each name acme, globex or nobody, on every kind of route: 27 cases each.</summary>
public sealed class TenantMatrixTests(TenantMatrixTests.Fixture fixture) : IClassFixture<TenantMatrixTests.Fixture>
{
    private static readonly string?[] Names = [null, "acme", "globex"];

    private static int _requests;

    private readonly SatcomHost _host = fixture.Host;
    private readonly Dictionary<string, Integrator> _clients = fixture.Clients;
    private readonly Dictionary<string, string> _ownTokens = fixture.OwnTokens;
    private readonly Dictionary<string, string> _grantedTokens = fixture.GrantedTokens;

    private static IEnumerable<(string? Place, string? Header, string? Token)> Cases => from place in Names from header in Names from token in Names select (place, header, token);

    [Fact]
    public Task O62_SignedInRoute_PassesWhereAllThatIsThereAgreesAndATokenIsThere() => WalkAsync(
        (place, header, token) => Request(HttpMethod.Get, "/api/v1/me", place, header, token, _ownTokens),
        (_, _, token) => token is null ? HttpStatusCode.Unauthorized : HttpStatusCode.OK,
        async (response, tenant) => (await response.ReadAsync()).GetProperty("tenant").Text("slug").ShouldBe(tenant));

    [Fact]
    public Task O62_Login_PassesWhereAllThatIsThereAgrees_AndGoesToThatTenant() => WalkAsync(
        (place, header, token) =>
        {
            var request = Request(HttpMethod.Post, "/api/v1/auth/login", place, header, token, _ownTokens);
            request.Content = JsonContent.Create(new { email = $"employee@{place ?? header ?? token ?? "acme"}.test", password = SatcomHost.DemoPassword });
            return request;
        },
        (_, _, _) => HttpStatusCode.OK,
        async (response, tenant) => (await response.ReadAsync()).GetProperty("user").GetProperty("tenant").Text("slug").ShouldBe(tenant ?? "acme"));

    [Theory]
    [InlineData("GET", "/.well-known/openid-configuration", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("GET", "/connect/authorize", HttpStatusCode.SeeOther, HttpStatusCode.SeeOther)]
    [InlineData("GET", "/connect/userinfo", HttpStatusCode.Unauthorized, HttpStatusCode.OK)]
    [InlineData("GET", "/account/sign-in", HttpStatusCode.OK, HttpStatusCode.OK)]

    // A bearer token is no client's proof: past the tenant's gate it is refused as one.
    [InlineData("POST", "/connect/token", HttpStatusCode.OK, HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/connect/introspect", HttpStatusCode.OK, HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/connect/revoke", HttpStatusCode.OK, HttpStatusCode.Unauthorized)]
    public async Task O62_Provider_PassesWhereAllThatIsThereAgreesAndHostOrPathNamesTheTenant(string method, string path, HttpStatusCode withoutToken, HttpStatusCode withToken)
    {
        foreach (var byPath in (bool[])[false, true])
        {
            await WalkAsync(
                (place, header, token) =>
                {
                    var tenant = place ?? header ?? token ?? "acme";
                    var query = path is "/connect/authorize" ? $"?{WebBrowser.Encode(WebBrowser.Request(_clients[tenant]))}" : null;
                    var request = Request(new HttpMethod(method), (byPath && place is not null ? $"/t/{place}" : null) + path + query, byPath ? null : place, header, token, _grantedTokens);
                    if (request.Method == HttpMethod.Post)
                    {
                        Dictionary<string, string> form = new(StringComparer.Ordinal) { ["grant_type"] = "client_credentials", ["scope"] = "attendance.read.all", ["token"] = _grantedTokens[tenant], ["client_id"] = _clients[tenant].ClientId };
                        if (token is null)
                        {
                            form["client_secret"] = _clients[tenant].Secret!;
                        }

                        request.Content = new FormUrlEncodedContent(path is "/connect/revoke" ? form.Where(p => p.Key is not "token").Append(new("token", "garbage")) : form);
                    }

                    return request;
                },
                (place, _, token) => place is null ? HttpStatusCode.NotFound : token is null ? withoutToken : withToken,
                async (response, tenant) =>
                {
                    if (path is "/.well-known/openid-configuration")
                    {
                        (await response.ReadAsync()).Text("issuer").ShouldBe(byPath ? $"http://localhost:5080/t/{tenant}" : $"http://{tenant}.satcom.test:5080");
                    }
                });
        }
    }

    [Fact]
    public async Task O62_Refusals_OfOneStranger_AreWrittenDownSoManyTimesAndNoMore()
    {
        using var client = _host.Anonymous();
        for (var i = 0; i < 40; i++)
        {
            using var request = Request(HttpMethod.Get, "/api/v1/me", "acme", "globex", token: null, _ownTokens);
            request.Headers.Remove("X-Forwarded-For");
            request.Headers.Add("X-Forwarded-For", "203.0.113.9");
            using var response = await client.SendAsync(request);
            await response.ProblemAsync(HttpStatusCode.Forbidden, "tenant_mismatch");
        }

        (await _host.SqlAsync("SELECT count(*) FROM audit_entries e JOIN tenants t ON t.id = e.tenant_id WHERE e.action = 'tenancy.mismatch' AND e.remote_address = '203.0.113.9' AND t.slug = 'platform'")).ShouldBe(30L);
    }

    private async Task WalkAsync(
        Func<string?, string?, string?, HttpRequestMessage> ask, Func<string?, string?, string?, HttpStatusCode> expected, Func<HttpResponseMessage, string?, Task> judge)
    {
        using var client = _host.Anonymous();
        using var plain = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _host.BaseAddress };
        var refused = new List<string>();

        // So much of one caller is written down and no more, which is another matter.
        await _host.SqlAsync("DELETE FROM attempt_counters");
        var before = await AuditedAsync();
        foreach (var (place, header, token) in Cases)
        {
            using var request = ask(place, header, token);
            var what = $"{request.Method} {request.RequestUri} at {place ?? "-"} with {header ?? "-"} as {token ?? "-"}";
            using var response = await (request.RequestUri!.OriginalString.StartsWith("/api", StringComparison.Ordinal) ? client : plain).SendAsync(request);
            string?[] named = [place, header, token];
            var right = named.OfType<string>().Distinct(StringComparer.Ordinal).Count() > 1 ? HttpStatusCode.Forbidden : expected(place, header, token);
            response.StatusCode.ShouldBe(right, what);
            if (right is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
            {
                // People are told on a page, programs by a problem.
                if (response.Content.Headers.ContentType?.MediaType is not "text/html")
                {
                    await response.ProblemAsync(right, right == HttpStatusCode.Forbidden ? "tenant_mismatch" : "not_found");
                }

                refused.Add(token ?? (right == HttpStatusCode.NotFound ? header : null) ?? "platform");
            }
            else if (response.IsSuccessStatusCode)
            {
                await judge(response, place ?? header ?? token);
            }
        }

        // Every refusal is written down, with its caller's tenant where it has one.
        refused.Count.ShouldBeGreaterThanOrEqualTo(12);
        var after = await AuditedAsync();
        foreach (var tenant in (string[])["acme", "globex", "platform"])
        {
            (after[tenant] - before[tenant]).ShouldBe(refused.Count(r => string.Equals(r, tenant, StringComparison.Ordinal)), tenant);
        }
    }

    private async Task<Dictionary<string, int>> AuditedAsync()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var tenant in (string[])["acme", "globex", "platform"])
        {
            counts[tenant] = (int)(long)(await _host.SqlAsync("SELECT count(*) FROM audit_entries e JOIN tenants t ON t.id = e.tenant_id WHERE e.action = 'tenancy.mismatch' AND t.slug = $1", tenant))!;
        }

        return counts;
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? subdomain, string? header, string? token, Dictionary<string, string> tokens)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Host = subdomain is null ? null : $"{subdomain}.satcom.test";
        request.Headers.Add("X-Forwarded-For", $"198.51.{Interlocked.Increment(ref _requests) / 250}.{_requests % 250}");
        if (header is not null)
        {
            request.Headers.Add("X-Tenant", header);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", tokens[token]);
        }

        return request;
    }

    /// <summary>In each company a client, a token of its own app's and one that a person granted.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        public SatcomHost Host { get; } = new();

        internal Dictionary<string, Integrator> Clients { get; } = new(StringComparer.Ordinal);

        internal Dictionary<string, string> OwnTokens { get; } = new(StringComparer.Ordinal);

        internal Dictionary<string, string> GrantedTokens { get; } = new(StringComparer.Ordinal);

        public async ValueTask InitializeAsync()
        {
            // Each request comes from an address of its own: of one stranger only so many refusals are written down.
            Host.Settings["Satcom:Http:TrustedProxies"] = "127.0.0.1";
            await Host.InitializeAsync();
            foreach (var tenant in Names.OfType<string>())
            {
                var client = Clients[tenant] = await Integrator.WebAppAsync(Host, tenant);
                OwnTokens[tenant] = (await Host.LoginAsync($"employee@{tenant}.test")).Text("accessToken");
                using var browser = new WebBrowser(Host, tenant);
                using var redeemed = await client.RedeemAsync(Host, (await browser.GrantAsync(client, $"employee@{tenant}.test"))["code"], tenant: tenant);
                GrantedTokens[tenant] = (await redeemed.ReadAsync()).Text("access_token");
            }
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
