using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.WebApi.Identity;

/// <summary>
/// Writes down that a request named no tenant, or several: in the tenant that its caller or its one name belongs to, else in the
/// platform's own. Of strangers so many an address are written and no more, and as many of a person; who is refused is refused all the same.
/// </summary>
internal sealed class TenantRefusals(RequestScope scope, ITenantDirectory tenants, IAttemptLimits limits, IAuditTrail audit)
{
    private static readonly Quota Written = new("tenantRefusals", 30, TimeSpan.FromMinutes(5));

    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        var isStranger = scope.Actor.Kind == ActorKind.Anonymous;
        var whose = isStranger ? SourceNetwork.Of(scope.RemoteAddress) : $"{scope.Tenant.Id:N}\n{scope.Actor.CountedAs:N}";
        if (await limits.TakeAsync(Written, whose, cancellationToken) is not null)
        {
            return;
        }

        if (isStranger && !scope.HasTenant && await tenants.FindAsync(Tenant.PlatformSlug, cancellationToken) is { } platform)
        {
            scope.HidesTenant = true;
            scope.Enter(platform);
        }

        await audit.RecordAsync("tenancy.mismatch", "tenant", entityId: null, cancellationToken);
    }
}
