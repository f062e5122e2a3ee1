using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Tenancy;

/// <summary>Opens a suspended tenant again; sessions that have not expired work on.</summary>
/// <param name="Reason">Kept in both audits.</param>
[Requires(Permissions.TenantsManage)]
[AuditAction("tenancy.resume")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<ReauthenticationRequired>]
public sealed record ResumeTenantCommand(Guid Id, string? Reason) : ICommand<TenantDto>;

internal sealed class ResumeTenantValidator : AbstractValidator<ResumeTenantCommand>
{
    public ResumeTenantValidator() => RuleFor(c => c.Reason).MaximumLength(EnterPlatformScopeCommand.ReasonMaxLength);
}

internal sealed class ResumeTenantHandler(PlatformChanges changes) : IRequestHandler<ResumeTenantCommand, Result<TenantDto>>
{
    public Task<Result<TenantDto>> Handle(ResumeTenantCommand request, CancellationToken cancellationToken) =>
        changes.MakeAsync(request.Id, new TenantChange(Status: TenantStatus.Active, Reason: request.Reason), cancellationToken);
}
