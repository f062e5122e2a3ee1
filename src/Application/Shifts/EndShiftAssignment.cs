using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>Ends an assignment on a date, or lets it go on for as long as no end is known.</summary>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.endShiftAssignment")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<DatesReversed>]
[Fails<ShiftAssignmentOverlaps>]
[Fails<LeaveOwnRequest>]
[Fails<ShiftOwnAssignment>]
[Fails<DayLocked>]
public sealed record EndShiftAssignmentCommand(Guid Id, ShiftAssignmentPatch Changes) : ICommand<ShiftAssignmentDto>;

/// <summary>What to change of an assignment; what is left out stays.</summary>
public sealed record ShiftAssignmentPatch
{
    /// <summary>Its last date; null while no end is known.</summary>
    public DateOnly? To
    {
        get;
        init
        {
            field = value;
            GivesTo = true;
        }
    }

    internal bool GivesTo { get; private init; }
}

internal sealed class EndShiftAssignmentValidator : AbstractValidator<EndShiftAssignmentCommand>
{
    public EndShiftAssignmentValidator() => RuleFor(c => c.Changes.To).IsPlannable().OverridePropertyName("To");
}

internal sealed class EndShiftAssignmentHandler(ISatcomDb db, RequestScope scope, OwnPlans own) : IRequestHandler<EndShiftAssignmentCommand, Result<ShiftAssignmentDto>>
{
    public async Task<Result<ShiftAssignmentDto>> Handle(EndShiftAssignmentCommand request, CancellationToken cancellationToken)
    {
        if (await db.ShiftAssignments.SingleOrDefaultAsync(a => a.Id == request.Id, cancellationToken) is not { } assignment)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != assignment.Version)
        {
            return new VersionMismatch();
        }

        var before = assignment.To;
        var to = request.Changes.GivesTo ? request.Changes.To : before;
        if (before != to && await own.JudgeShiftsAsync([assignment.EmployeeId], EarlierOf(before, to).AddDays(1), to: null, cancellationToken) is { } ofOwn)
        {
            return ofOwn;
        }

        if (assignment.EndOn(to) is { } error)
        {
            return error;
        }

        if (scope.Attempt > 0 && assignment.JudgeBeside(await db.ShiftAssignments.AsNoTracking().Beside([assignment.EmployeeId], assignment.From, to).ToListAsync(cancellationToken)) is { } overlap)
        {
            return overlap;
        }

        return before == assignment.To ? ShiftAssignmentDto.Of(assignment) : ShiftAssignmentDto.AfterChange(assignment);
    }

    private static DateOnly EarlierOf(DateOnly? one, DateOnly? other) => one is { } a && (other is not { } b || a < b) ? a : other!.Value;
}
