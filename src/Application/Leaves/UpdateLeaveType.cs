using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Leaves;

/// <summary>Describes a type of leave anew, and takes it out of use or back into it.</summary>
[Requires(Permissions.LeavesManage)]
[AuditAction("leaves.updateType")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<LeaveTypeInUse>]
[Fails<LeaveTypeNameTaken>]
public sealed record UpdateLeaveTypeCommand(Guid Id, LeaveTypeFields Fields) : ICommand<LeaveTypeDto>;

/// <summary>What a type of leave is from now on. Its unit never changes.</summary>
/// <param name="Name">Unique in the company.</param>
/// <param name="IsPaid">Whether it is paid; it does not change once leave of the type was taken on a date that is locked.</param>
/// <param name="NeedsAttachment">Whether a request needs a document beside it.</param>
/// <param name="HasBalance">False where it is taken without a balance; it does not change once the type is used.</param>
/// <param name="Color">How calendars show it: #rrggbb.</param>
/// <param name="IsArchived">True takes it out of use.</param>
public sealed record LeaveTypeFields(string Name, bool IsPaid, bool NeedsAttachment, bool HasBalance, string Color, bool IsArchived = false);

internal sealed class UpdateLeaveTypeValidator : AbstractValidator<UpdateLeaveTypeCommand>
{
    public UpdateLeaveTypeValidator()
    {
        RuleFor(c => c.Fields.Name).NotEmpty().IsLine(LeaveType.NameMaxLength).OverridePropertyName("Name");
        RuleFor(c => c.Fields.Color).NotNull().OfFormat("color", TenantBranding.IsColor).OverridePropertyName("Color");
    }
}

internal sealed class UpdateLeaveTypeHandler(ISatcomDb db, RequestScope scope, LeaveAccounts accounts) : IRequestHandler<UpdateLeaveTypeCommand, Result<LeaveTypeDto>>
{
    public async Task<Result<LeaveTypeDto>> Handle(UpdateLeaveTypeCommand request, CancellationToken cancellationToken)
    {
        if (await db.LeaveTypes.SingleOrDefaultAsync(t => t.Id == request.Id, cancellationToken) is not { } type)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != type.Version)
        {
            return new VersionMismatch();
        }

        var (before, fields) = (LeaveTypeDto.Of(type), request.Fields);
        if (fields.HasBalance != type.HasBalance && await db.LeaveAccounts.AnyAsync(a => a.LeaveTypeId == type.Id, cancellationToken))
        {
            return new LeaveTypeInUse();
        }

        // Whether it is paid says what was paid.
        if (fields.IsPaid != type.IsPaid && await accounts.LockedThroughAsync(cancellationToken) is var locked
            && await db.LeaveRequests.AnyAsync(r => r.LeaveTypeId == type.Id && r.Status == LeaveStatus.Approved && r.From <= locked, cancellationToken))
        {
            return new LeaveTypeInUse();
        }

        type.Describe(fields.Name.Trim(), fields.IsPaid, fields.NeedsAttachment, fields.HasBalance, fields.Color);
        type.Archive(fields.IsArchived);
        var after = LeaveTypeDto.Of(type);
        return after == before ? before : after with { Version = 0 };
    }
}
