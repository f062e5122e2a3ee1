using Satcom.Application.Common;
using Satcom.Application.Identity;

namespace Satcom.Application.Tenancy;

/// <summary>Issues the access token of a platform scope.</summary>
public interface IPlatformScopeTokens
{
    /// <summary>A token for the actor inside the target tenant; it lives and dies with their session at home, and cannot be refreshed.</summary>
    Task<IssuedAccessToken> IssueAsync(Actor actor, Guid homeTenantId, TenantInfo target, CancellationToken cancellationToken);
}
