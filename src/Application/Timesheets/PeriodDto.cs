using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>A person's week of entries, and how far it was decided.</summary>
public sealed record PeriodDto : IVersioned
{
    /// <summary>Whose week it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>That person's name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Its first date.</summary>
    public required DateOnly WeekStart { get; init; }

    /// <summary>Its last date.</summary>
    public required DateOnly WeekEnd { get; init; }

    /// <summary>How far it was decided.</summary>
    public required TimesheetStatus Status { get; init; }

    /// <summary>What was entered, in minutes.</summary>
    public required int Minutes { get; init; }

    /// <summary>The date by which it is to be submitted.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>When it was submitted; null while it is open or rejected.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The moves so far, oldest first.</summary>
    public required IReadOnlyList<PeriodStepDto> History { get; init; }

    /// <summary>Changes with every move; as ETag too. Zero for a week in which nothing happened yet.</summary>
    public uint Version { get; set; }

    /// <summary>Weeks with totals, history and everybody's names, in one statement.</summary>
    internal static IQueryable<PeriodDto> Named(IQueryable<TimesheetWeek> weeks, ISatcomDb db, int dueDays) => weeks.Select(w => new PeriodDto
    {
        UserId = w.EmployeeId,
        DisplayName = db.Users.Where(u => u.Id == w.EmployeeId).Select(u => u.DisplayName).First(),
        WeekStart = w.Start,
        WeekEnd = w.End,
        Status = w.Status,
        Minutes = db.TimesheetDays.Where(d => d.WeekId == w.Id).Sum(d => d.Minutes),
        DueOn = w.End.AddDays(dueDays),
        SubmittedAt = w.SubmittedAt,
        History = w.Steps.OrderBy(s => s.Number)
            .Select(s => new PeriodStepDto(s.FromStatus, s.ToStatus, s.By, db.Users.Where(u => u.Id == s.By).Select(u => u.DisplayName).FirstOrDefault(), s.At, s.Note)).ToList(),
        Version = w.Version,
    });

    /// <summary>The week after a command moved it, or one that is not kept yet; its version comes with the commit.</summary>
    internal static async Task<PeriodDto> OfAsync(TimesheetWeek week, ISatcomDb db, int dueDays, CancellationToken cancellationToken)
    {
        Guid[] people = [.. week.Steps.Select(s => s.By).Append(week.EmployeeId).Distinct()];
        var names = await db.Users.AsNoTracking().Where(u => people.Contains(u.Id)).Select(u => new { u.Id, u.DisplayName }).ToDictionaryAsync(u => u.Id, u => u.DisplayName, cancellationToken);
        return new PeriodDto
        {
            UserId = week.EmployeeId,
            DisplayName = names[week.EmployeeId],
            WeekStart = week.Start,
            WeekEnd = week.End,
            Status = week.Status,
            Minutes = await db.TimesheetDays.Where(d => d.WeekId == week.Id).SumAsync(d => d.Minutes, cancellationToken),
            DueOn = week.End.AddDays(dueDays),
            SubmittedAt = week.SubmittedAt,
            History = [.. week.Steps.OrderBy(s => s.Number).Select(s => new PeriodStepDto(s.FromStatus, s.ToStatus, s.By, names.GetValueOrDefault(s.By), s.At, s.Note))],
        };
    }
}

/// <summary>One move of a week.</summary>
/// <param name="From">The status before.</param>
/// <param name="To">The status after.</param>
/// <param name="ActorId">Who moved it.</param>
/// <param name="DisplayName">That person's name.</param>
/// <param name="At">When.</param>
/// <param name="Note">What they wrote, or why.</param>
public sealed record PeriodStepDto(TimesheetStatus From, TimesheetStatus To, Guid ActorId, string? DisplayName, DateTimeOffset At, string? Note);
