using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Tenancy;

/// <summary>Shuts a tenant: nobody of it can sign in or use a token until it is resumed. Its data stays, and so do its sessions.</summary>
/// <param name="Reason">Kept in both audits.</param>
[Requires(Permissions.TenantsManage)]
[AuditAction("tenancy.suspend")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<ReauthenticationRequired>]
[Fails<PlatformStays>]
public sealed record SuspendTenantCommand(Guid Id, string? Reason) : ICommand<TenantDto>;

internal sealed class SuspendTenantValidator : AbstractValidator<SuspendTenantCommand>
{
    public SuspendTenantValidator() => RuleFor(c => c.Reason).MaximumLength(Tenant.SuspensionReasonMaxLength);
}

internal sealed class SuspendTenantHandler(PlatformChanges changes) : IRequestHandler<SuspendTenantCommand, Result<TenantDto>>
{
    public Task<Result<TenantDto>> Handle(SuspendTenantCommand request, CancellationToken cancellationToken) =>
        changes.MakeAsync(request.Id, new TenantChange(Status: TenantStatus.Suspended, Reason: request.Reason), cancellationToken);
}
