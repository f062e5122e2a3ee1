using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Tenancy;

/// <summary>Founds a company and mails its first administrator a link to set their password. There is no account before.</summary>
/// <param name="Id">The client's id of the company: sent again with the same content, it creates nothing.</param>
/// <param name="Slug">Its short name, in host names and paths: 2 to 40 lower-case letters, digits and single hyphens. It stays.</param>
/// <param name="Name">What the company is called.</param>
/// <param name="Locale">en or ar.</param>
/// <param name="TimeZone">IANA.</param>
/// <param name="Administrator">Who can sign in first.</param>
[Requires(Permissions.TenantsManage)]
[AuditAction(Action)]
[Fails<ReauthenticationRequired>]
[Fails<IdConflict>]
[Fails<SlugTaken>]
public sealed record CreateTenantCommand(Guid? Id, string Slug, string Name, string Locale, string TimeZone, FirstAdministrator Administrator) : ICommand<TenantDto>
{
    public const string Action = "tenancy.create";
}

/// <summary>Who administers a new company first.</summary>
/// <param name="Email">What the person signs in with.</param>
/// <param name="DisplayName">What the person is called.</param>
/// <param name="Phone">E.164.</param>
public sealed record FirstAdministrator(string Email, string DisplayName, string? Phone = null);

internal sealed class CreateTenantValidator : AbstractValidator<CreateTenantCommand>
{
    public CreateTenantValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format");
        RuleFor(c => c.Slug).NotEmpty();
        RuleFor(c => c.Slug).Must(slug => slug is null || TenantSlug.IsWellFormed(slug));
        RuleFor(c => c.Slug).Must(slug => slug is null || !TenantSlug.IsReserved(slug)).WithErrorCode("reserved");
        RuleFor(c => c.Name).NotEmpty().IsLine(Tenant.NameMaxLength);
        RuleFor(c => c.Locale).NotEmpty().OneOf(TenantRules.Locales);
        RuleFor(c => c.TimeZone).NotEmpty().IsTimeZone();
        RuleFor(c => c.Administrator).NotNull();
        When(c => c.Administrator is not null, () =>
        {
            RuleFor(c => c.Administrator.Email).NotEmpty().IsEmail();
            RuleFor(c => c.Administrator.DisplayName).NotEmpty().IsLine(User.DisplayNameMaxLength);
            RuleFor(c => c.Administrator.Phone).IsPhone();
        });
    }
}

/// <remarks>The company is committed first and on its own, in its own scope, the platform's audit line with this command: a line that tells of no company could not be.</remarks>
internal sealed class CreateTenantHandler(ISatcomDb db, RequestScope scope, ITenantRunner runner, PeopleGuard guard, TimeProvider time) : IRequestHandler<CreateTenantCommand, Result<TenantDto>>
{
    public async Task<Result<TenantDto>> Handle(CreateTenantCommand request, CancellationToken cancellationToken)
    {
        if (!scope.IsOfPlatform())
        {
            return new Forbidden();
        }

        if (guard.JudgeProof() is { } stale)
        {
            return stale;
        }

        var tenant = new TenantInfo(request.Id ?? time.New(), request.Slug, request.Name.Trim(), request.Locale, request.TimeZone, TenantStatus.Active, new TenantSettings());
        var founded = await runner.SendAsync(tenant, new FoundTenantCommand(scope.Actor, scope.RemoteAddress, request.Administrator), cancellationToken);
        if (founded.Error is null)
        {
            db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "tenant", tenant.Id));
        }

        return founded;
    }
}

/// <summary>Makes the scope's tenant and its first administrator.</summary>
/// <param name="Actor">Who founds it; the service itself where nobody can yet.</param>
[SystemOnly]
[AuditAction(CreateTenantCommand.Action)]
internal sealed record FoundTenantCommand(Actor Actor, string? RemoteAddress, FirstAdministrator Administrator) : ICommand<TenantDto>;

internal sealed class FoundTenantHandler(ISatcomDb db, RequestScope scope, ISignInTenants signIn, IPasswordLinks links, TimeProvider time) : IRequestHandler<FoundTenantCommand, Result<TenantDto>>
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
        db.SignInDirectory.Add(new SignInDirectoryEntry { EmailHash = signIn.KeyOf(user.NormalizedEmail), TenantId = tenant.Id });
        links.Invite(user, now);
        return TenantDto.Of(tenant);
    }

    private async Task<bool> IsSameAsync(TenantDto known, TenantInfo wanted, string administrator, CancellationToken cancellationToken) =>
        (known.Slug, known.Name, known.Locale, known.TimeZone) == (wanted.Slug, wanted.Name, wanted.Locale, wanted.TimeZone)
        && await db.Users.AnyAsync(u => u.NormalizedEmail == administrator, cancellationToken);
}

internal sealed class TenancyConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors => [new("pk_tenants", new IdConflict()), new("ix_tenants_slug", new SlugTaken())];
}
