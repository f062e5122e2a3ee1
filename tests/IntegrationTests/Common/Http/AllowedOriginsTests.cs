using System.Net;
using Satcom.WebApi.Common.Http;

namespace Satcom.IntegrationTests.Common.Http;

public sealed class AllowedOriginsTests
{
    private const string App = "https://app.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Preflight_OfAnAllowedOrigin_SaysWhatMayBeSent()
    {
        await using var host = await HostAsync("Production", "https://other.example, https://app.example");
        foreach (var path in (string[])["/api/v1/echo", "/hubs/satcom/negotiate"])
        {
            var response = await PreflightAsync(host, path, App);

            response.StatusCode.ShouldBe(HttpStatusCode.NoContent, path);
            Header(response, "Access-Control-Allow-Origin").ShouldBe(App);
            Header(response, "Access-Control-Allow-Credentials").ShouldBe("true");
            Header(response, "Access-Control-Allow-Methods")!.Split(',').ShouldContain("PATCH", StringComparer.Ordinal);
            Header(response, "Access-Control-Allow-Headers")!.Split(',').ShouldBe(
                ["Authorization", "Content-Type", "Accept-Language", "If-Match", "Idempotency-Key", "X-Tenant", "X-Requested-With", "X-SignalR-User-Agent"], ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Request_OfAnAllowedOrigin_ShowsThePageTheHeadersOfTheContract()
    {
        await using var host = await HostAsync("Production", App);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/echo/x");
        request.Headers.Add("Origin", App);
        var response = await host.Client.SendAsync(request, Token);

        // A refusal can be read too.
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Header(response, "Access-Control-Allow-Origin").ShouldBe(App);
        var exposed = Header(response, "Access-Control-Expose-Headers")!.Split(',');
        exposed.ShouldContain("ETag", StringComparer.Ordinal);
        exposed.ShouldContain("Content-Disposition", StringComparer.Ordinal); // The name of an exported file.
        response.Headers.Vary.ShouldContain("Origin", StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("Production", null, App)]
    [InlineData("Production", null, "http://localhost:3000")]
    [InlineData("Production", App, "https://app.example.evil.test")]
    [InlineData("Production", App, "https://evil.test")]
    [InlineData("Production", App, "http://app.example")]
    [InlineData("Production", App, "https://app.example:8443")]
    [InlineData("Production", App, "null")]
    [InlineData("Development", null, App)]
    [InlineData("Development", null, "http://localhost.evil.test")]
    public async Task O50_Request_OfAnotherOrigin_GetsNoHeader(string environment, string? allowed, string origin)
    {
        await using var host = await HostAsync(environment, allowed);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/echo");
        request.Headers.Add("Origin", origin);

        foreach (var response in new[] { await PreflightAsync(host, "/api/v1/echo", origin), await host.Client.SendAsync(request, Token) })
        {
            Header(response, "Access-Control-Allow-Origin").ShouldBeNull();
            Header(response, "Access-Control-Allow-Credentials").ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("http://localhost:3000")]
    [InlineData("http://127.0.0.1:5173")]
    [InlineData("https://[::1]:8080")]
    public async Task Request_OfThisMachineInDevelopment_IsAllowed(string origin)
    {
        await using var host = await HostAsync("Development", allowed: null);

        Header(await PreflightAsync(host, "/api/v1/echo", origin), "Access-Control-Allow-Origin").ShouldBe(origin);
    }

    [Fact]
    public async Task O50_Request_WhenAnyOriginIsAllowed_CarriesNoCredentials()
    {
        await using var host = await HostAsync("Production", "*");
        var response = await PreflightAsync(host, "/api/v1/echo", App);

        Header(response, "Access-Control-Allow-Origin").ShouldBe("*");
        Header(response, "Access-Control-Allow-Credentials").ShouldBeNull();
    }

    [Theory]
    [InlineData("/connect/authorize")]
    [InlineData("/connect/token")]
    [InlineData("/account/login")]
    [InlineData("/health/live")]
    [InlineData("/apiary")]
    [InlineData("/docs/index.html")]
    public async Task O50_Request_OutsideTheApi_IsNeverAllowed(string path)
    {
        foreach (var allowed in (string[])[App, "*"])
        {
            await using var host = await HostAsync("Development", allowed);
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Origin", App);

            Header(await PreflightAsync(host, path, App), "Access-Control-Allow-Origin").ShouldBeNull();
            Header(await host.Client.SendAsync(request, Token), "Access-Control-Allow-Origin").ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("app.example")]
    [InlineData("https://app.example/")]
    [InlineData("https://app.example/path")]
    [InlineData("https://*.example")]
    [InlineData("ftp://app.example")]
    [InlineData("*,https://app.example")]
    public async Task Start_WhenTheSettingIsNoListOfOrigins_IsRefusedWithTheSettingsName(string allowed)
    {
        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => HostAsync("Production", allowed));

        refusal.Message.ShouldContain(AllowedOrigins.Setting);
    }

    [Theory]
    [InlineData("Development", HttpStatusCode.Redirect)]
    [InlineData("Production", HttpStatusCode.NotFound)]
    public async Task Root_LeadsToTheConsoleInDevelopmentAlone(string environment, HttpStatusCode expected)
    {
        await using var host = await HostAsync(environment, allowed: null);
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = host.Client.BaseAddress };
        var response = await client.GetAsync("/", Token);

        response.StatusCode.ShouldBe(expected);
        response.Headers.Location?.ToString().ShouldBe("/docs");
    }

    private static async Task<HttpTestHost> HostAsync(string environment, string? allowed)
    {
        var host = new HttpTestHost { Environment = environment, AllowedOrigins = allowed };
        await host.InitializeAsync();
        return host;
    }

    private static async Task<HttpResponseMessage> PreflightAsync(HttpTestHost host, string path, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "PATCH");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,idempotency-key");
        return await host.Client.SendAsync(request, Token);
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
