using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>What one person entered date by date, beside what they attended.</summary>
[Requires(Permissions.TimesheetsReadOwn, Permissions.TimesheetsReadReports, Permissions.TimesheetsReadAll)]
[Fails<NotFound>]
public sealed record ListTimesheetDaysQuery : IQuery<TimesheetDaysDto>
{
    public const int MaxDays = 100;

    /// <summary>Whose; left out, the caller's.</summary>
    public Guid? UserId { get; init; }

    /// <summary>From this date on.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Up to and with this date, at most 100 dates in all.</summary>
    public DateOnly? To { get; init; }
}

/// <summary>Entries beside the attendance, with their totals. Dates without either are left out.</summary>
public sealed record TimesheetDaysDto
{
    /// <summary>Whose time it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What was entered, in minutes.</summary>
    public required int Minutes { get; init; }

    /// <summary>What was worked by the attendance.</summary>
    public required int AttendedSeconds { get; init; }

    /// <summary>Attended and not entered; negative where more was entered.</summary>
    public required int GapSeconds { get; init; }

    /// <summary>The dates, oldest first.</summary>
    public required IReadOnlyList<TimesheetDayDto> Items { get; init; }
}

/// <summary>One date of a timesheet.</summary>
/// <param name="Date">The date, local to the person.</param>
/// <param name="Minutes">What was entered, in minutes.</param>
/// <param name="AttendedSeconds">What was worked by the attendance.</param>
/// <param name="GapSeconds">Attended and not entered; negative where more was entered.</param>
/// <param name="IsWithinTolerance">True when the gap is no larger than the company passes over.</param>
public sealed record TimesheetDayDto(DateOnly Date, int Minutes, int AttendedSeconds, int GapSeconds, bool IsWithinTolerance);

internal sealed class ListTimesheetDaysValidator : AbstractValidator<ListTimesheetDaysQuery>
{
    public ListTimesheetDaysValidator()
    {
        RuleFor(q => q.From).NotNull().IsPlannable();
        RuleFor(q => q.To).NotNull().GreaterThanOrEqualTo(q => q.From).IsPlannable();
        RuleFor(q => q.To).Must((q, to) => to is null || q.From is null || to.Value.DayNumber - q.From.Value.DayNumber < ListTimesheetDaysQuery.MaxDays).WithErrorCode("too_many").WithState(_ => ListTimesheetDaysQuery.MaxDays);
    }
}

internal sealed class ListTimesheetDaysHandler(ISatcomDb db, RequestScope scope, TimesheetWeeks weeks) : IRequestHandler<ListTimesheetDaysQuery, Result<TimesheetDaysDto>>
{
    public async Task<Result<TimesheetDaysDto>> Handle(ListTimesheetDaysQuery request, CancellationToken cancellationToken)
    {
        var userId = request.UserId ?? scope.Actor.UserId;
        if (!await db.SeesTimeOfAsync(scope.Actor, userId, cancellationToken))
        {
            return new NotFound();
        }

        var (totals, policy) = (await db.TotalsOfAsync(userId, request.From!.Value, request.To!.Value, cancellationToken), await weeks.PolicyAsync(cancellationToken));
        return new TimesheetDaysDto
        {
            UserId = userId,
            Minutes = totals.Minutes,
            AttendedSeconds = totals.Days.Sum(d => d.AttendedSeconds),
            GapSeconds = totals.Days.Sum(d => d.GapSeconds),
            Items = [.. totals.Days.Select(d => new TimesheetDayDto(d.Date, d.Minutes, d.AttendedSeconds, d.GapSeconds, Math.Abs(d.GapSeconds) <= policy.ToleranceMinutes * 60))],
        };
    }
}

/// <summary>Adds up what one person entered.</summary>
internal static class PersonTotals
{
    /// <summary>The sums of some dates, beside the attendance; two statements.</summary>
    public static async Task<TimesheetTotals> TotalsOfAsync(this ISatcomDb db, Guid employeeId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var entries = await db.TimesheetEntries.AsNoTracking().Where(e => e.EmployeeId == employeeId && e.Date >= from && e.Date <= to)
            .GroupBy(e => new { e.Date, e.ProjectId }).Select(g => new { g.Key.Date, g.Key.ProjectId, Minutes = g.Sum(e => e.Minutes) }).ToListAsync(cancellationToken);
        var attended = await db.WorkedByDateAsync(employeeId, from, to, cancellationToken);
        return TimesheetTotals.Of(entries.Select(e => new TimesheetLine(e.Date, e.ProjectId, TaskId: null, e.Minutes, Notes: null)), attended);
    }
}
