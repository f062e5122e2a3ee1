using Satcom.Application.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Tenancy;

/// <summary>The tenant above tenants.</summary>
internal static class PlatformTenant
{
    /// <summary>True when the caller is at home there. Holding a platform permission in another tenant is not enough.</summary>
    public static bool IsOfPlatform(this RequestScope scope) =>
        scope.Actor.Kind == ActorKind.User && string.Equals(scope.Tenant.Slug, Tenant.PlatformSlug, StringComparison.Ordinal);
}
