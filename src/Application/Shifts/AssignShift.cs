using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>Assigns a person to a shift or a pattern in a range of dates. No two assignments of a person overlap.</summary>
/// <param name="Id">The client's id of the assignment: sent again with the same content, it creates nothing.</param>
/// <param name="UserId">Who works it.</param>
/// <param name="From">The first date.</param>
/// <param name="To">The last date; null while no end is known.</param>
/// <param name="ShiftId">The shift of every day that is not a rest day. Either this or a pattern.</param>
/// <param name="PatternId">The pattern.</param>
/// <param name="Anchor">The date on which the pattern's first slot falls; the first date where it is left out.</param>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.assignShift")]
[Fails<DatesReversed>]
[Fails<EmployeeUnknown>]
[Fails<ShiftUnknown>]
[Fails<ShiftPatternUnknown>]
[Fails<ShiftAssignmentOverlaps>]
[Fails<IdConflict>]
[Fails<LeaveOwnRequest>]
[Fails<ShiftOwnAssignment>]
[Fails<DayLocked>]
public sealed record AssignShiftCommand(Guid? Id, Guid UserId, DateOnly From, DateOnly? To = null, Guid? ShiftId = null, Guid? PatternId = null, DateOnly? Anchor = null)
    : ICommand<ShiftAssignmentDto>, IAssignmentInput;

internal sealed class AssignShiftValidator : AbstractValidator<AssignShiftCommand>
{
    public AssignShiftValidator()
    {
        RuleFor(c => c.Id).IsClientId();
        this.AddAssignmentRules();
    }
}

internal sealed class AssignShiftHandler(ISatcomDb db, RequestScope scope, OwnPlans own, TimeProvider time) : IRequestHandler<AssignShiftCommand, Result<ShiftAssignmentDto>>
{
    public async Task<Result<ShiftAssignmentDto>> Handle(AssignShiftCommand request, CancellationToken cancellationToken)
    {
        if (!AssignableShifts.Make(request, scope.Tenant.Id, request.Id ?? time.New(), request.UserId).TryGet(out var assignment, out var error))
        {
            return error;
        }

        // The exclusion constraint keeps a person's assignments apart; once it has spoken, it is seen what is there already.
        if (scope.Attempt > 0)
        {
            var beside = await db.ShiftAssignments.AsNoTracking().Where(a => a.Id == assignment.Id).Concat(db.ShiftAssignments.AsNoTracking().Beside([request.UserId], request.From, request.To)).ToListAsync(cancellationToken);
            if (beside.Find(a => a.Id == assignment.Id) is { } known)
            {
                return ShiftAssignmentDto.Of(known) with { Version = 0 } == ShiftAssignmentDto.AfterChange(assignment) ? ShiftAssignmentDto.Of(known) : new IdConflict();
            }

            if (assignment.JudgeBeside(beside) is { } overlap)
            {
                return overlap;
            }
        }

        if (await AssignableShifts.JudgeAsync(db, request, cancellationToken) is { } unknown)
        {
            return unknown;
        }

        if (await own.JudgeShiftsAsync([request.UserId], request.From, request.To, cancellationToken) is { } ofOwn)
        {
            return ofOwn;
        }

        db.ShiftAssignments.Add(assignment);
        return ShiftAssignmentDto.AfterChange(assignment);
    }
}
