using System.Net.Http.Json;
using Satcom.Domain.Identity;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Permissions;

/// <summary>A client for every caller of the table.</summary>
internal static class CallerFactory
{
    /// <summary>Signed in anew, so that one caller's logout ends nobody else's session.</summary>
    public static async Task<HttpClient> ClientAsync(SatcomHost host, string caller) => caller switch
    {
        PermissionTable.Anonymous => host.Anonymous(),
        PermissionTable.PlatformScope => await InScopeAsync(host),
        Roles.PlatformAdmin => await FreshAsync(host, "platform@satcom.test"),
        _ => await FreshAsync(host, $"{caller.ToLowerInvariant()}@acme.test"),
    };

    private static async Task<HttpClient> FreshAsync(SatcomHost host, string email) => host.With((await host.LoginAsync(email)).Text("accessToken"));

    private static async Task<HttpClient> InScopeAsync(SatcomHost host)
    {
        using var platform = await FreshAsync(host, "platform@satcom.test");
        using var response = await platform.PostAsJsonAsync("/api/v1/platform/scope", new { tenant = "acme", reason = "Tests of permissions." });
        return host.With((await response.ReadAsync()).Text("accessToken"));
    }
}
