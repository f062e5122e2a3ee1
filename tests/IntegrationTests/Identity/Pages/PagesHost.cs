using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Provider;

namespace Satcom.IntegrationTests.Identity.Pages;

/// <summary>Those that drive a browser share one service, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PagesTogether : ICollectionFixture<PagesHost>
{
    public const string Name = "pages";
}

/// <summary>The service at the very address that its settings name, as a browser needs it, with a mail server, and globex asking for codes.</summary>
public sealed class PagesHost : IAsyncLifetime
{
    public SatcomHost Host { get; } = new();

    internal TestInbox Inbox { get; private set; } = null!;

    internal Integrator RosterOfGlobex { get; private set; } = null!;

    /// <summary>The address of the service, without a slash at its end.</summary>
    public string Origin { get; } = $"http://127.0.0.1:{FreePort()}";

    public async ValueTask InitializeAsync()
    {
        Inbox = await TestInbox.StartAsync();
        Inbox.Serve(Host);
        Host.Settings["urls"] = Origin;
        Host.Settings["Satcom:Tokens:Issuer"] = Origin;
        await Host.InitializeAsync();
        RosterOfGlobex = await RosterAsync(Host, "globex");
        await Host.SqlAsync("UPDATE tenants SET settings = settings || '{\"deviceVerification\":\"newDevices\"}' WHERE slug = 'globex'");
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Inbox.DisposeAsync();
    }

    /// <summary>A port that nobody listens on.</summary>
    internal static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A request of a client's, as the address that a browser is sent to.</summary>
    internal string Authorize(Integrator client, string scope, Action<Dictionary<string, string>>? change = null, string tenant = "acme")
    {
        var parameters = WebBrowser.Request(client, scope);
        change?.Invoke(parameters);
        return $"{Origin}/t/{tenant}/connect/authorize?{WebBrowser.Encode(parameters)}";
    }

    /// <summary>Takes forms in the client's place, whose address leads nowhere. A browser's way after a redirect cannot be taken over like that.</summary>
    internal static Task PlayClientAsync(IBrowserContext context) =>
        context.RouteAsync("https://payroll.example/**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<!doctype html><title>Roster</title><p>Back</p>" }));

    internal static Task<Integrator> RosterAsync(SatcomHost host, string tenant = "acme") => Integrator.RegisterAsync(
        host,
        new
        {
            name = "Roster",
            kind = "public",
            grants = Integrator.Words("authorization_code urn:ietf:params:oauth:grant-type:device_code"),
            scopes = Integrator.Words("openid profile email attendance.read.own"),
            redirectUris = Integrator.Words(Integrator.RedirectUri),
        },
        tenant);
}
