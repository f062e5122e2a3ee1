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

/// <summary>Assigns many people to one shift or pattern in one range of dates: all of them, or nobody. Only the caller themselves is left out, and told so, where it would change what their own leave costs, or dates that have begun.</summary>
/// <param name="UserIds">Who works it: 1 to 500 people.</param>
/// <param name="From">The first date.</param>
/// <param name="To">The last date; null while no end is known.</param>
/// <param name="ShiftId">The shift of every day that is not a rest day. Either this or a pattern.</param>
/// <param name="PatternId">The pattern.</param>
/// <param name="Anchor">The date on which the pattern's first slot falls; the first date where it is left out.</param>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.assignShifts")]
[Fails<DatesReversed>]
[Fails<EmployeeUnknown>]
[Fails<ShiftUnknown>]
[Fails<ShiftPatternUnknown>]
[Fails<ShiftAssignmentOverlaps>]
[Fails<LeaveOwnRequest>]
[Fails<ShiftOwnAssignment>]
[Fails<DayLocked>]
public sealed record AssignShiftsCommand(IReadOnlyList<Guid> UserIds, DateOnly From, DateOnly? To = null, Guid? ShiftId = null, Guid? PatternId = null, DateOnly? Anchor = null)
    : ICommand<AssignedShifts>, IAssignmentInput
{
    public const int PeopleMax = 500;
}

/// <summary>What was assigned.</summary>
/// <param name="Items">One for each person who was assigned.</param>
/// <param name="Refused">Who was left out, and why; alone in a request they are refused with the same code.</param>
public sealed record AssignedShifts(IReadOnlyList<AssignedShift> Items, IReadOnlyList<RefusedShift> Refused);

/// <summary>One person's new assignment.</summary>
/// <param name="Id">The assignment's id.</param>
/// <param name="UserId">Who works it.</param>
public sealed record AssignedShift(Guid Id, Guid UserId);

/// <summary>Somebody who was not assigned.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Code">Why, as the refusal of an assignment of their own would say it.</param>
public sealed record RefusedShift(Guid UserId, string Code);

internal sealed class AssignShiftsValidator : AbstractValidator<AssignShiftsCommand>
{
    public AssignShiftsValidator()
    {
        RuleFor(c => c.UserIds).NotEmpty();
        RuleFor(c => c.UserIds).MaximumItems(AssignShiftsCommand.PeopleMax);
        this.AddAssignmentRules();
    }
}

internal sealed class AssignShiftsHandler(ISatcomDb db, RequestScope scope, OwnPlans own, TimeProvider time) : IRequestHandler<AssignShiftsCommand, Result<AssignedShifts>>
{
    public async Task<Result<AssignedShifts>> Handle(AssignShiftsCommand request, CancellationToken cancellationToken)
    {
        // Always in one order, so that of two such commands about the same people one waits for the other instead of each for both.
        var people = request.UserIds.Distinct().Order().ToList();
        if (scope.Attempt > 0 && await db.ShiftAssignments.AsNoTracking().Beside(people, request.From, request.To).AnyAsync(cancellationToken))
        {
            return new ShiftAssignmentOverlaps();
        }

        if (await AssignableShifts.JudgeAsync(db, request, cancellationToken) is { } unknown)
        {
            return unknown;
        }

        List<RefusedShift> refused = [];
        if (await own.JudgeShiftsAsync(people, request.From, request.To, cancellationToken) is { } ofOwn)
        {
            if (people.Count == 1)
            {
                return ofOwn;
            }

            people.Remove(scope.Actor.UserId);
            refused.Add(new RefusedShift(scope.Actor.UserId, ofOwn.Code));
        }

        var items = new List<AssignedShift>(people.Count);
        foreach (var person in people)
        {
            if (!AssignableShifts.Make(request, scope.Tenant.Id, time.New(), person).TryGet(out var assignment, out var error))
            {
                return error;
            }

            db.ShiftAssignments.Add(assignment);
            items.Add(new AssignedShift(assignment.Id, person));
        }

        return new AssignedShifts(items, refused);
    }
}
