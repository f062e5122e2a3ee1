using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Leaves;

/// <summary>Makes a type of leave.</summary>
/// <param name="Id">The client's id of the type: sent again with the same content, it creates nothing.</param>
/// <param name="Name">Unique in the company.</param>
/// <param name="Unit">The smallest piece that it is taken in; it does not change once the type is used.</param>
/// <param name="IsPaid">Whether it is paid.</param>
/// <param name="NeedsAttachment">Whether a request needs a document beside it.</param>
/// <param name="HasBalance">False where it is taken without a balance, such as sick leave.</param>
/// <param name="Color">How calendars show it: #rrggbb.</param>
[Requires(Permissions.LeavesManage)]
[AuditAction("leaves.createType")]
[Fails<IdConflict>]
[Fails<LeaveTypeNameTaken>]
public sealed record CreateLeaveTypeCommand(
    Guid? Id, string Name, LeaveUnit Unit = LeaveUnit.Day, bool IsPaid = true, bool NeedsAttachment = false, bool HasBalance = true, string? Color = null) : ICommand<LeaveTypeDto>;

internal sealed class CreateLeaveTypeValidator : AbstractValidator<CreateLeaveTypeCommand>
{
    public CreateLeaveTypeValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.Name).NotEmpty().IsLine(LeaveType.NameMaxLength);
        RuleFor(c => c.Unit).IsInEnum();
        RuleFor(c => c.Color).OfFormat("color", TenantBranding.IsColor);
    }
}

internal sealed class CreateLeaveTypeHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CreateLeaveTypeCommand, Result<LeaveTypeDto>>
{
    public async Task<Result<LeaveTypeDto>> Handle(CreateLeaveTypeCommand request, CancellationToken cancellationToken)
    {
        var type = new LeaveType(scope.Tenant.Id, request.Id ?? time.New(), request.Name.Trim(), request.Unit);
        type.Describe(type.Name, request.IsPaid, request.NeedsAttachment, request.HasBalance, request.Color ?? type.Color);
        if (scope.Attempt > 0 && request.Id is { } id && await db.LeaveTypes.AsNoTracking().Where(t => t.Id == id).Select(LeaveTypeDto.Projection).SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return known with { Version = 0 } == LeaveTypeDto.Of(type) ? known : new IdConflict();
        }

        db.LeaveTypes.Add(type);
        return LeaveTypeDto.Of(type);
    }
}

internal sealed class LeaveConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors =>
    [
        new("pk_leave_types", new IdConflict()),
        new("ux_leave_types_name", new LeaveTypeNameTaken()),
        new("ck_leave_requests_locked", new Domain.Attendance.DayLocked()),
        new("pk_leave_policies", new IdConflict()),
        new("ux_leave_policies_name", new LeavePolicyNameTaken()),
        new("fk_leave_policies_leave_types_tenant_id_leave_type_id", new LeaveTypeUnknown()),
        new("pk_leave_assignments", new IdConflict()),
        new("ex_leave_assignments_dates", new LeaveAssignmentOverlaps()),
        new("fk_leave_assignments_leave_policies", new LeavePolicyInUse()),
        new("fk_leave_assignments_employees_tenant_id_employee_id", new EmployeeUnknown()),
        new("pk_leave_delegations", new IdConflict()),
        new("fk_leave_delegations_approver", new EmployeeUnknown()),
        new("fk_leave_delegations_delegate", new EmployeeUnknown()),
        new("pk_leave_entries", new IdConflict()),
        new("ck_leave_entries_locked", new Domain.Attendance.DayLocked()),
        new("pk_leave_requests", new IdConflict()),
        new("ex_leave_requests_slots", new LeaveOverlaps()),
    ];
}
