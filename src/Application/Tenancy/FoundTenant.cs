using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Tenancy;

/// <summary>Makes the scope's tenant and its first administrator.</summary>
/// <param name="Actor">Who founds it; the service itself where nobody can yet.</param>
/// <param name="RemoteAddress">Where they do it from.</param>
/// <param name="Administrator">Who can sign in first; they are invited.</param>
[SystemOnly]
[AuditAction(CreateTenantCommand.Action)]
[Fails<IdConflict>]
[Fails<SlugTaken>]
public sealed record FoundTenantCommand(Actor Actor, string? RemoteAddress, FirstAdministrator Administrator) : ICommand<TenantDto>;

internal sealed class FoundTenantHandler(ISatcomDb db, RequestScope scope, IPasswordLinks links, TimeProvider time) : IRequestHandler<FoundTenantCommand, Result<TenantDto>>
{
    public async Task<Result<TenantDto>> Handle(FoundTenantCommand request, CancellationToken cancellationToken)
    {
        var (info, now) = (scope.Tenant, time.GetStoredNow());
        var email = request.Administrator.Email.Trim();
        if (scope.Attempt > 0 && await db.Tenants.AsNoTracking().Where(t => t.Id == info.Id).Select(TenantDto.Projection).SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return await IsSameAsync(known, info, User.Normalize(email), cancellationToken) ? known : new IdConflict();
        }

        scope.Actor = request.Actor.Kind == ActorKind.System ? request.Actor : request.Actor with { Kind = ActorKind.PlatformScope };
        scope.RemoteAddress = request.RemoteAddress;
        var tenant = new Tenant(info.Id, info.Slug, info.Name, info.Locale, info.TimeZone, now);
        var role = string.Equals(info.Slug, Tenant.PlatformSlug, StringComparison.Ordinal) ? Roles.PlatformAdmin : Roles.SuperAdmin;
        var user = new User(tenant.Id, time.New(), email, request.Administrator.DisplayName.Trim(), [role], now);
        user.SetPhone(request.Administrator.Phone);
        db.Tenants.Add(tenant);
        db.Users.Add(user);
        links.Invite(user, now);
        return TenantDto.Of(tenant);
    }

    private async Task<bool> IsSameAsync(TenantDto known, TenantInfo wanted, string administrator, CancellationToken cancellationToken) =>
        (known.Slug, known.Name, known.Locale, known.TimeZone) == (wanted.Slug, wanted.Name, wanted.Locale, wanted.TimeZone)
        && await db.Users.AnyAsync(u => u.NormalizedEmail == administrator, cancellationToken);
}
