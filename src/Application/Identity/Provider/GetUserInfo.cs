using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>What the scopes of the caller's token tell of its person (OpenID Connect Core, section 5.3).</summary>
[Anonymous]
public sealed record GetUserInfoQuery : IQuery<UserInfo>;

/// <summary>Claims of a person; null where the scopes do not tell.</summary>
public sealed record UserInfo(Guid Subject, string? Name, string? Email, string? Locale, string? ZoneInfo);

internal sealed class GetUserInfoHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<GetUserInfoQuery, Result<UserInfo>>
{
    public async Task<Result<UserInfo>> Handle(GetUserInfoQuery request, CancellationToken cancellationToken)
    {
        var actor = scope.Actor;
        if (!actor.IsSignedIn)
        {
            return actor.Kind == ActorKind.Client ? new Forbidden() : new Unauthenticated();
        }

        if (!actor.Scopes.Contains(ProviderScopes.OpenId))
        {
            return new Forbidden();
        }

        var (hasProfile, hasEmail) = (actor.Scopes.Contains(ProviderScopes.Profile), actor.Scopes.Contains(ProviderScopes.Email));
        var email = hasEmail ? await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.Email).SingleAsync(cancellationToken) : null;
        return new UserInfo(actor.UserId, hasProfile ? actor.DisplayName : null, email, hasProfile ? scope.Tenant.Locale : null, hasProfile ? actor.TimeZone : null);
    }
}
