using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Limits;

public sealed class ForwardedAddressTests
{
    private const string Login = "/api/v1/auth/login";

    [Theory]
    [InlineData("")]
    [InlineData("192.0.2.1, 10.0.0.0/8")]
    public async Task A13_ForwardedAddress_FromSomebodyWhoIsNoProxy_MovesNeitherLimitsNorAudit(string proxies)
    {
        await using var host = await StartAsync(proxies);

        // What the framework trusts by itself, the loopback of IPv6 among it, is trusted by nobody here.
        var trusted = host.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;
        string.Join(", ", [.. trusted.KnownProxies.Select(p => p.ToString()), .. trusted.KnownIPNetworks.Select(n => n.ToString())]).ShouldBe(proxies);
        for (var i = 0; i < 30; i++)
        {
            (await LoginAsync(host, $"nobody{i}@acme.test", $"203.0.113.{i}")).ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await LoginAsync(host, "nobody@acme.test", "203.0.113.99")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.loginFailed' AND remote_address = '127.0.0.1'")).ShouldBe(30L);
        (await host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.loginFailed' AND remote_address <> '127.0.0.1'")).ShouldBe(0L);
    }

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.5", "203.0.113.5")]
    [InlineData("127.0.0.0/8", "203.0.113.5", "203.0.113.5")]
    [InlineData("127.0.0.1", "198.51.100.66, 203.0.113.5", "203.0.113.5")]
    [InlineData("127.0.0.1, 203.0.113.5", "198.51.100.66, 203.0.113.5", "198.51.100.66")]
    [InlineData("10.0.0.1", "203.0.113.5", "127.0.0.1")]
    public async Task A13_ForwardedAddress_FromAProxy_IsTheLastOneThatNoProxyWrote(string proxies, string header, string expected)
    {
        await using var host = await StartAsync(proxies);
        await LoginAsync(host, "employee@acme.test", header);

        (await host.SqlAsync("SELECT remote_address FROM audit_entries WHERE action = 'auth.loginFailed'")).ShouldBe(expected);
    }

    private static async Task<SatcomHost> StartAsync(string proxies)
    {
        var host = new SatcomHost();
        host.Settings["Satcom:Http:TrustedProxies"] = proxies;
        await host.StartAsync();
        return host;
    }

    private static async Task<HttpStatusCode> LoginAsync(SatcomHost host, string email, string forwardedFor)
    {
        using var client = host.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Login, UriKind.Relative)) { Content = JsonContent.Create(new { email, password = "wrong", tenant = "acme" }) };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
