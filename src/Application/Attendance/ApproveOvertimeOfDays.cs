using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Approves all of the overtime of days on which nobody has decided it yet. Each day is judged by itself; those that can be approved are approved together.</summary>
/// <param name="Days">At most 200.</param>
/// <param name="Note">Why, for the audit.</param>
[Requires(Permissions.AttendanceManage, Permissions.AttendanceDecideReports)]
[AuditAction("attendance.approveOvertimeOfDays")]
public sealed record ApproveOvertimeOfDaysCommand(IReadOnlyList<OvertimeDayRef> Days, string? Note) : ICommand<OvertimeOutcomes>;

/// <summary>A day whose overtime is approved.</summary>
/// <param name="Id">The day's id.</param>
/// <param name="Version">The day as it was seen: one that changed since is refused. Left out, it is approved as it is.</param>
public sealed record OvertimeDayRef(Guid Id, uint? Version = null);

/// <summary>What became of the days.</summary>
/// <param name="Decided">How many were approved now.</param>
/// <param name="Unchanged">How many had nothing to decide any more.</param>
/// <param name="Refused">How many were refused.</param>
/// <param name="Items">Each of them, in the order of the request.</param>
public sealed record OvertimeOutcomes(int Decided, int Unchanged, int Refused, IReadOnlyList<OvertimeOutcome> Items);

/// <summary>What became of one day.</summary>
/// <param name="Id">The day's id; null where the caller sees no such day.</param>
/// <param name="Outcome">decided, unchanged or refused.</param>
/// <param name="Code">Why it was refused, as a single decision would be; else null.</param>
public sealed record OvertimeOutcome(Guid? Id, DecisionOutcome Outcome, string? Code);

internal sealed class ApproveOvertimeOfDaysValidator : AbstractValidator<ApproveOvertimeOfDaysCommand>
{
    private const int DaysMax = 200;

    public ApproveOvertimeOfDaysValidator()
    {
        RuleFor(c => c.Days).NotEmpty().MaximumItems(DaysMax);
        RuleFor(c => c.Note).MaximumLength(DayAmendment.ReasonMaxLength);
    }
}

internal sealed class ApproveOvertimeOfDaysHandler(ISatcomDb db, RequestScope scope, IAttendanceRules rules, TimeProvider time)
    : IRequestHandler<ApproveOvertimeOfDaysCommand, Result<OvertimeOutcomes>>
{
    public async Task<Result<OvertimeOutcomes>> Handle(ApproveOvertimeOfDaysCommand request, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. request.Days.Select(d => d.Id).Distinct()];
        var days = await db.AttendanceDays.Within(db, scope.Actor).Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancellationToken);
        var of = await rules.GetAsync(cancellationToken);
        scope.AuditReason = request.Note;
        var (items, now) = (new List<OvertimeOutcome>(request.Days.Count), time.GetUtcNow());
        foreach (var asked in request.Days)
        {
            items.Add(OvertimeApprovals.Approve(asked, days.GetValueOrDefault(asked.Id), of, scope, now));
        }

        int Count(DecisionOutcome outcome) => items.Count(i => i.Outcome == outcome);
        return new OvertimeOutcomes(Count(DecisionOutcome.Decided), Count(DecisionOutcome.Unchanged), Count(DecisionOutcome.Refused), items);
    }
}
