using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Tenancy;

/// <summary>Makes a platform administrator's change in the scope of the tenant that it is about, and tells of it in both audits.</summary>
/// <remarks>The tenant's own change and line are committed first: should the second commit fail, the change is told of where it matters.</remarks>
internal sealed class PlatformChanges(ISatcomDb db, RequestScope scope, FreshProof proof, ITenantDirectory directory, ITenantRunner runner, TimeProvider time)
{
    public async Task<Result<TenantDto>> MakeAsync(Guid tenantId, TenantChange change, CancellationToken cancellationToken)
    {
        if (!scope.IsOfPlatform())
        {
            return new Forbidden();
        }

        if (change.Status is not null && await proof.JudgeAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        if (await directory.FindAsync(tenantId, cancellationToken) is not { } target)
        {
            return new NotFound();
        }

        scope.AuditReason = change.Reason;
        var changed = await runner.SendAsync(target, new ChangeTenantCommand(scope.Actor, scope.RemoteAddress, scope.AuditAction, scope.IfMatch, change), cancellationToken);
        if (changed.Error is null)
        {
            db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "tenant", target.Id));
        }

        return changed;
    }
}

/// <summary>What to change of a tenant; null stays.</summary>
internal sealed record TenantChange(string? Name = null, string? Locale = null, string? TimeZone = null, TenantStatus? Status = null, string? Reason = null);

/// <summary>Changes the scope's tenant.</summary>
[SystemOnly]
[AuditAction("tenancy.change")]
internal sealed record ChangeTenantCommand(Actor Actor, string? RemoteAddress, string Action, uint? IfMatch, TenantChange Change) : ICommand<TenantDto>;

internal sealed class ChangeTenantHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<ChangeTenantCommand, Result<TenantDto>>
{
    public async Task<Result<TenantDto>> Handle(ChangeTenantCommand request, CancellationToken cancellationToken)
    {
        var id = scope.Tenant.Id;
        var (change, tenant) = (request.Change, await db.Tenants.AsTracking().SingleAsync(t => t.Id == id, cancellationToken));
        if (request.IfMatch is { } version && version != tenant.Version)
        {
            return new VersionMismatch();
        }

        if (change.Status == TenantStatus.Suspended && string.Equals(tenant.Slug, Tenant.PlatformSlug, StringComparison.Ordinal))
        {
            return new PlatformStays();
        }

        scope.Actor = request.Actor with { Kind = ActorKind.PlatformScope };
        scope.RemoteAddress = request.RemoteAddress;
        scope.AuditAction = request.Action;
        scope.AuditReason = change.Reason;
        var before = TenantDto.Of(tenant);
        Apply(change, tenant, time.GetStoredNow());
        var after = TenantDto.Of(tenant);
        after.Version = after == before ? before.Version : 0;
        return after;
    }

    private static void Apply(TenantChange change, Tenant tenant, DateTimeOffset now)
    {
        if (change.Name is { } name)
        {
            tenant.Rename(name);
        }

        if (change.Locale is not null || change.TimeZone is not null)
        {
            tenant.Localize(change.Locale ?? tenant.Locale, change.TimeZone ?? tenant.TimeZone);
        }

        if (change.Status == TenantStatus.Suspended)
        {
            tenant.Suspend(change.Reason, now);
        }
        else if (change.Status == TenantStatus.Active)
        {
            tenant.Resume();
        }
    }
}
