using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Remembers what people allow programs, so that they can see it and take it back.</summary>
internal sealed class Consents(ISatcomDb db, RequestScope scope, TimeProvider time)
{
    public async Task RememberAsync(Guid userId, Guid oAuthClientId, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await db.Consents.SingleOrDefaultAsync(c => c.UserId == userId && c.OAuthClientId == oAuthClientId, cancellationToken) is { } consent)
        {
            consent.Extend(scopes, now);
        }
        else
        {
            db.Consents.Add(new Consent(scope.Tenant.Id, time.New(), userId, oAuthClientId, scopes, now));
        }
    }
}
