using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Agrees to submitted weeks of many people. Each is judged by itself; those that can be approved are approved together.</summary>
/// <param name="Periods">At most 200.</param>
/// <param name="Note">Kept in the history of each, and told to its person.</param>
[Requires(Permissions.TimesheetsDecideReports, Permissions.TimesheetsDecideAll)]
[AuditAction("timesheets.approvePeriods")]
public sealed record ApprovePeriodsCommand(IReadOnlyList<PeriodRef> Periods, string? Note) : ICommand<PeriodOutcomes>, IDecidesPeriods;

/// <summary>One week of a person.</summary>
/// <param name="UserId">Whose week it is.</param>
/// <param name="WeekStart">Its first date.</param>
/// <param name="Version">The week as it was seen: one that was moved since is refused. Left out, it is decided as it is.</param>
public sealed record PeriodRef(Guid UserId, DateOnly WeekStart, uint? Version = null);

/// <summary>What became of the weeks.</summary>
/// <param name="Decided">How many were decided now.</param>
/// <param name="Unchanged">How many were there already, or further.</param>
/// <param name="Refused">How many were refused.</param>
/// <param name="Items">Each of them, in the order of the request.</param>
public sealed record PeriodOutcomes(int Decided, int Unchanged, int Refused, IReadOnlyList<PeriodOutcome> Items);

/// <summary>What became of one week.</summary>
/// <param name="UserId">Whose week it is; null where the caller decides for no such person.</param>
/// <param name="WeekStart">Its first date.</param>
/// <param name="Outcome">decided, unchanged or refused.</param>
/// <param name="Code">Why it was refused, as a single decision would be; else null.</param>
public sealed record PeriodOutcome(Guid? UserId, DateOnly WeekStart, DecisionOutcome Outcome, string? Code);

/// <summary>What decides many weeks.</summary>
public interface IDecidesPeriods
{
    /// <summary>At most 200.</summary>
    IReadOnlyList<PeriodRef> Periods { get; }

    /// <summary>Kept in the history of each.</summary>
    string? Note { get; }
}

internal static class PeriodsRules
{
    private const int PeriodsMax = 200;

    public static void AddPeriodsRules<T>(this AbstractValidator<T> validator)
        where T : IDecidesPeriods
    {
        validator.RuleFor(c => c.Periods).NotEmpty().MaximumItems(PeriodsMax);
        validator.RuleForEach(c => c.Periods).ChildRules(p => p.RuleFor(i => i.WeekStart).IsPlannable());
        validator.RuleFor(c => c.Note).MaximumLength(TimesheetWeek.NoteMaxLength);
    }
}

internal sealed class ApprovePeriodsValidator : AbstractValidator<ApprovePeriodsCommand>
{
    public ApprovePeriodsValidator() => this.AddPeriodsRules();
}

internal sealed class ApprovePeriodsHandler(PeriodMoves moves) : IRequestHandler<ApprovePeriodsCommand, Result<PeriodOutcomes>>
{
    public async Task<Result<PeriodOutcomes>> Handle(ApprovePeriodsCommand request, CancellationToken cancellationToken) => await moves.DecideManyAsync(
        request.Periods, request.Note, status => status is TimesheetStatus.Approved or TimesheetStatus.Locked, (week, by, at) => week.Approve(by, at, request.Note), cancellationToken);
}
