using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>Makes a shift, which people can then be assigned to.</summary>
/// <param name="Id">The client's id of the shift: sent again with the same content, it creates nothing.</param>
/// <param name="Name">Unique among the company's shifts, whatever its case.</param>
/// <param name="Hours">When it is worked.</param>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.createShift")]
[Fails<ShiftHoursInvalid>]
[Fails<IdConflict>]
[Fails<NameTaken>]
public sealed record CreateShiftCommand(Guid? Id, string Name, ShiftHoursInput Hours) : ICommand<ShiftDto>;

internal sealed class CreateShiftValidator : AbstractValidator<CreateShiftCommand>
{
    public CreateShiftValidator()
    {
        RuleFor(c => c.Id).IsClientId();
        RuleFor(c => c.Name).NotEmpty().IsLine(Shift.NameMaxLength);
        this.AddHoursRules(c => c.Hours);
    }
}

internal sealed class CreateShiftHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CreateShiftCommand, Result<ShiftDto>>
{
    public async Task<Result<ShiftDto>> Handle(CreateShiftCommand request, CancellationToken cancellationToken)
    {
        if (!Shift.Create(scope.Tenant.Id, request.Id ?? time.New(), request.Name.Trim(), request.Hours.ToHours()).TryGet(out var shift, out var error))
        {
            return error;
        }

        if (scope.Attempt > 0 && request.Id is { } id && await db.Shifts.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is { } known)
        {
            return string.Equals(known.Name, shift.Name, StringComparison.Ordinal) && known.Hours.SequenceEqual(shift.Hours) ? ShiftDto.Of(known) : new IdConflict();
        }

        db.Shifts.Add(shift);
        return ShiftDto.AfterChange(shift);
    }
}

internal sealed class ShiftConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors =>
    [
        new("pk_shifts", new IdConflict()),
        new("ux_shifts_name", new NameTaken()),
        new("pk_shift_patterns", new IdConflict()),
        new("ux_shift_patterns_name", new NameTaken()),
        new("pk_holiday_calendars", new IdConflict()),
        new("ux_holiday_calendars_name", new NameTaken()),
        new("ck_holiday_calendars_size", new HolidayCalendarFull()),
        new("pk_shift_assignments", new IdConflict()),
        new("ck_holiday_calendars_locked", new Domain.Attendance.DayLocked()),
        new("ck_shift_assignments_locked", new Domain.Attendance.DayLocked()),
        new("ex_shift_assignments_dates", new ShiftAssignmentOverlaps()),
        new("fk_shift_assignments_employees_tenant_id_employee_id", new EmployeeUnknown()),
        new("fk_shift_assignments_shifts_tenant_id_shift_id", new ShiftUnknown()),
        new("fk_shift_assignments_shift_patterns_tenant_id_pattern_id", new ShiftPatternUnknown()),
    ];
}
