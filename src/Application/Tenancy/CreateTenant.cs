using FluentValidation;
using MediatR;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
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
        RuleFor(c => c.Slug).OfFormat("slug", TenantSlug.IsWellFormed);
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
internal sealed class CreateTenantHandler(ISatcomDb db, RequestScope scope, ITenantRunner runner, ITenantDirectory directory, FreshProof proof, MadeIds ids, TimeProvider time)
    : IRequestHandler<CreateTenantCommand, Result<TenantDto>>
{
    public async Task<Result<TenantDto>> Handle(CreateTenantCommand request, CancellationToken cancellationToken)
    {
        if (!scope.IsOfPlatform())
        {
            return new Forbidden();
        }

        if (await proof.JudgeAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        // Should this command's own commit lose a race, or never come, the company is there already; under another id its own name would be taken.
        var tenant = new TenantInfo(ids.For(request.Id, request.Slug), request.Slug, request.Name.Trim(), request.Locale, request.TimeZone, TenantStatus.Active, new TenantSettings());
        var founded = await runner.SendAsync(tenant, new FoundTenantCommand(scope.Actor, scope.RemoteAddress, request.Administrator), cancellationToken);
        if (founded.Error is null)
        {
            directory.Forget(tenant.Id);
            db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "tenant", tenant.Id));
        }

        return founded;
    }
}

internal sealed class TenancyConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors => [new("pk_tenants", new IdConflict()), new("ix_tenants_slug", new SlugTaken())];
}
