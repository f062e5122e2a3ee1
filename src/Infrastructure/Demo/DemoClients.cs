using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Identity.Provider;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Demo;

/// <summary>Two integrators' programs of the demo companies: one on a server, one in a browser page.</summary>
internal static class DemoClients
{
    /// <summary>Written in the guide for integrators; the service refuses to start with it outside Development.</summary>
    public const string Secret = "demo-integrator-secret";

    private const string Integrator = "demo-integrator";
    private const string BrowserPage = "demo-browser";
    private static readonly byte[] SecretHash = SHA256.HashData(Encoding.UTF8.GetBytes(Secret));

    /// <summary>Adds those that are not there yet.</summary>
    public static async Task AddMissingAsync(SatcomDbContext db, Guid tenantId, TimeProvider time, CancellationToken cancellationToken)
    {
        var known = await db.OAuthClients.Where(c => c.ClientId == Integrator || c.ClientId == BrowserPage).Select(c => c.ClientId).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (!known.Contains(Integrator, StringComparer.Ordinal))
        {
            var client = new OAuthClient(tenantId, time.New(), Integrator, "Demo integrator", OAuthClientKind.Confidential, isNative: true, now);
            client.Allow(
                [OAuthGrantTypes.ClientCredentials, OAuthGrantTypes.AuthorizationCode, OAuthGrantTypes.RefreshToken, OAuthGrantTypes.DeviceCode],
                [.. ProviderScopes.ForPeople.Where(s => s is not ProviderScopes.Everything)], [], servesResource: null);
            client.Redirect(["http://127.0.0.1:5091/callback"], ["http://127.0.0.1:5091/"]);
            db.OAuthClients.Add(client);
            db.OAuthClientSecrets.Add(new OAuthClientSecret(tenantId, time.New(), client.Id, SecretHash, now));
        }

        if (!known.Contains(BrowserPage, StringComparer.Ordinal))
        {
            var client = new OAuthClient(tenantId, time.New(), BrowserPage, "Demo page", OAuthClientKind.Public, isNative: true, now);
            client.Allow([OAuthGrantTypes.AuthorizationCode], [ProviderScopes.OpenId, ProviderScopes.Profile, ProviderScopes.Email, Permissions.AttendanceReadOwn], [], servesResource: null);
            client.Redirect(["http://127.0.0.1:5090/"], ["http://127.0.0.1:5090/"]);
            db.OAuthClients.Add(client);
        }
    }

    /// <summary>True while the secret that everybody can read lets somebody in.</summary>
    public static Task<bool> LetsInAsync(SatcomDbContext db, CancellationToken cancellationToken) => db.OAuthClientSecrets.AnyAsync(s => s.SecretHash == SecretHash, cancellationToken);
}
