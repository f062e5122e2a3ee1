using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Tenancy;

/// <summary>Changes what is given of a tenant and leaves the rest. Its settings and branding are its own administrators'.</summary>
[Requires(Permissions.TenantsManage)]
[AuditAction("tenancy.update")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
public sealed record UpdateTenantCommand(Guid Id, string? Name, string? Locale, string? TimeZone) : ICommand<TenantDto>;

internal sealed class UpdateTenantValidator : AbstractValidator<UpdateTenantCommand>
{
    public UpdateTenantValidator()
    {
        RuleFor(c => c.Name).NotEmpty().IsLine(Tenant.NameMaxLength).When(c => c.Name is not null);
        RuleFor(c => c.Locale).OneOf(TenantRules.Locales);
        RuleFor(c => c.TimeZone).IsTimeZone();
    }
}

internal sealed class UpdateTenantHandler(PlatformChanges changes) : IRequestHandler<UpdateTenantCommand, Result<TenantDto>>
{
    public Task<Result<TenantDto>> Handle(UpdateTenantCommand request, CancellationToken cancellationToken) =>
        changes.MakeAsync(request.Id, new TenantChange(request.Name?.Trim(), request.Locale, request.TimeZone), cancellationToken);
}
