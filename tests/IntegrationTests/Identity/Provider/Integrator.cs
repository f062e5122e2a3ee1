using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity.Provider;

/// <summary>A registered client as tests play it, over HTTP alone.</summary>
internal sealed record Integrator(Guid Id, string ClientId, string? Secret)
{
    public const string RedirectUri = "https://payroll.example/cb";
    public const string Issuer = "http://localhost:5080/t/acme";

    /// <summary>The words of a text.</summary>
    public static string[] Words(string text) => text.Split(' ');

    /// <summary>Registers a client in a demo company.</summary>
    public static async Task<Integrator> RegisterAsync(SatcomHost host, object client, string tenant = "acme")
    {
        // Signed in anew: registering asks for a recent proof, and tests move their clocks.
        using var admin = await host.FreshAsync($"superadmin@{tenant}.test");
        return await RegisterAsync(admin, client);
    }

    /// <summary>Registers a client in the company of a signed-in administrator.</summary>
    public static async Task<Integrator> RegisterAsync(HttpClient admin, object client)
    {
        var answer = await admin.SendAsync("/api/v1/oauth-clients", client, HttpStatusCode.Created);
        var row = answer.GetProperty("client");
        return new Integrator(row.Id(), row.Text("clientId"), answer.TryGetProperty("clientSecret", out var secret) ? secret.GetString() : null);
    }

    /// <summary>A program on a server that reads attendance for itself.</summary>
    public static Task<Integrator> MachineAsync(SatcomHost host, string tenant = "acme") => RegisterAsync(
        host,
        new { name = "Payroll", kind = "confidential", grants = Words("client_credentials"), scopes = Words("attendance.read.all audit.read"), resources = Words("https://ledger.example/api") },
        tenant);

    /// <summary>A program on a server that people sign in to.</summary>
    public static object WebApp { get; } = new
    {
        name = "Roster",
        kind = "confidential",
        grants = Words("authorization_code refresh_token client_credentials"),
        scopes = Words("openid profile email offline_access attendance.read.own attendance.read.all"),
        redirectUris = Words(RedirectUri + " https://payroll.example/other"),
        postLogoutRedirectUris = Words("https://payroll.example/bye"),
        resources = Words("https://ledger.example/api"),
    };

    public static Task<Integrator> WebAppAsync(SatcomHost host, string tenant = "acme") => RegisterAsync(host, WebApp, tenant);

    /// <summary>Posts a form to the tenant's provider.</summary>
    public static async Task<HttpResponseMessage> PostAsync(SatcomHost host, string path, IEnumerable<KeyValuePair<string, string>> form, AuthenticationHeaderValue? authorization = null, string tenant = "acme")
    {
        using var client = host.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/t/{tenant}{path}", UriKind.Relative)) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = authorization;
        return await client.SendAsync(request);
    }

    public AuthenticationHeaderValue Basic() => BasicOf(Uri.EscapeDataString(ClientId), Uri.EscapeDataString(Secret!));

    public static AuthenticationHeaderValue BasicOf(string id, string secret) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));

    /// <summary>Asks for a token of its own.</summary>
    public async Task<JsonElement> TokenAsync(SatcomHost host, string? scope = null, string? resource = null, string tenant = "acme")
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials" };
        if (scope is not null)
        {
            form["scope"] = scope;
        }

        if (resource is not null)
        {
            form["resource"] = resource;
        }

        using var response = await PostAsync(host, "/connect/token", form, Basic(), tenant);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return await response.ReadAsync();
    }

    public async Task<JsonElement> IntrospectAsync(SatcomHost host, string token, string tenant = "acme")
    {
        using var response = await PostAsync(host, "/connect/introspect", [new("token", token)], Basic(), tenant);
        return await response.ReadAsync();
    }
}

internal static class ProtocolAssertions
{
    /// <summary>Holds an answer to OAuth's error shape.</summary>
    public static async Task<JsonElement> ProtocolErrorAsync(this HttpResponseMessage response, HttpStatusCode status, string error)
    {
        var body = await response.ReadAsync(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        body.Text("error").ShouldBe(error);
        return body;
    }
}
