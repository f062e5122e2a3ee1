using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Keeps requests while their person signs in. What a browser carries of them is a name that is worth nothing in another browser.</summary>
internal sealed class PendingAuthorizations(ISatcomDb db, RequestScope scope, ISignInSecrets secrets, TimeProvider time)
{
    /// <summary>A waiting request of this browser's.</summary>
    public async Task<(PendingAuthorization Row, AcceptedRequest Request)?> FindAsync(string handle, string? browserCookie, CancellationToken cancellationToken)
    {
        if (secrets.Read(SecretKind.PendingAuthorization, handle) is not var (tenantId, hash) || tenantId != scope.Tenant.Id || BrowserHash(browserCookie) is not { } browserHash)
        {
            return null;
        }

        var now = time.GetUtcNow();
        return await db.PendingAuthorizations.SingleOrDefaultAsync(p => p.HandleHash == hash && p.BrowserHash == browserHash && p.ExpiresAt > now, cancellationToken) is { } row
            ? (row, JsonSerializer.Deserialize<AcceptedRequest>(row.Request)!)
            : null;
    }

    /// <summary>Keeps a request; the oldest of too many gives way.</summary>
    /// <returns>Its name, and a cookie for a browser that had none.</returns>
    public async Task<(string Handle, string? BrowserCookie)> KeepAsync(AcceptedRequest request, OAuthClient client, string? browserCookie, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        string? newCookie = null;
        if (BrowserHash(browserCookie) is not { } browserHash)
        {
            (newCookie, browserHash) = secrets.Create(SecretKind.Browser, scope.Tenant.Id);
        }
        else
        {
            var open = await db.PendingAuthorizations.Where(p => p.BrowserHash == browserHash).OrderBy(p => p.CreatedAt).ToListAsync(cancellationToken);
            db.PendingAuthorizations.RemoveRange(open.Take(open.Count - PendingAuthorization.MaxOpen + 1));
        }

        var (handle, hash) = secrets.Create(SecretKind.PendingAuthorization, scope.Tenant.Id);
        db.PendingAuthorizations.Add(new PendingAuthorization
        {
            TenantId = scope.Tenant.Id,
            Id = time.New(),
            HandleHash = hash,
            BrowserHash = browserHash,
            OAuthClientId = client.Id,
            Request = JsonSerializer.Serialize(request),
            CreatedAt = now,
            ExpiresAt = now + PendingAuthorization.Lifetime,
        });
        return (handle, newCookie);
    }

    private byte[]? BrowserHash(string? cookie) =>
        cookie is not null && secrets.Read(SecretKind.Browser, cookie) is var (tenantId, hash) && tenantId == scope.Tenant.Id ? hash : null;
}
