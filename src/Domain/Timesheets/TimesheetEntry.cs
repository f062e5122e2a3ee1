using Satcom.Domain.Common;

namespace Satcom.Domain.Timesheets;

/// <summary>The entries of the date would come to more than 24 hours.</summary>
public sealed record TimesheetDayFull() : Error("timesheet_day_full", ErrorKind.Unprocessable);

/// <summary>The entries of the date would come to more than the person attended.</summary>
public sealed record TimesheetExceedsAttendance() : Error("timesheet_exceeds_attendance", ErrorKind.Unprocessable);

/// <summary>The company wants a note with each entry.</summary>
public sealed record TimesheetNoteRequired() : Error("timesheet_note_required", ErrorKind.Unprocessable);

/// <summary>The entry's minutes are not between one and those of a day.</summary>
public sealed record TimesheetMinutesInvalid() : Error("timesheet_minutes_invalid", ErrorKind.Unprocessable);

/// <summary>The other entries of a date, and what was attended on it.</summary>
/// <param name="OtherMinutes">The sum of the date's other entries.</param>
/// <param name="AttendedSeconds">Worked time of the date.</param>
public readonly record struct TimesheetDate(int OtherMinutes, int AttendedSeconds);

/// <summary>How long somebody worked on something on one date.</summary>
[Audited("timesheetEntry")]
public sealed class TimesheetEntry : AggregateRoot
{
    public const int MinutesOfADay = 24 * 60;
    public const int NotesMaxLength = 1000;

    private TimesheetEntry(Guid tenantId, Guid id, Guid weekId, Guid employeeId, DateOnly date, Guid projectId, Guid? taskId, int minutes, string? notes)
        : base(tenantId, id)
    {
        WeekId = weekId;
        EmployeeId = employeeId;
        Date = date;
        ProjectId = projectId;
        TaskId = taskId;
        Minutes = minutes;
        Notes = notes;
    }

    public Guid WeekId { get; private set; }

    public Guid EmployeeId { get; private set; }

    public DateOnly Date { get; private set; }

    public Guid ProjectId { get; private set; }

    public Guid? TaskId { get; private set; }

    public int Minutes { get; private set; }

    public string? Notes { get; private set; }

    /// <summary>Files that belong to the entry. Always empty until files can be stored.</summary>
    public List<Guid> AttachmentIds { get; private set; } = [];

    public TimesheetLine Line => new(Date, ProjectId, TaskId, Minutes, Notes);

    /// <summary>Enters time into a week that is not sealed.</summary>
    public static Result<TimesheetEntry> Create(TimesheetWeek week, Guid id, TimesheetLine line, TimesheetDate date, TimesheetPolicy policy) =>
        Judge(week, line, date, policy) is { } error ? error : new TimesheetEntry(week.TenantId, id, week.Id, week.EmployeeId, line.Date, line.ProjectId, line.TaskId, line.Minutes, Trimmed(line.Notes));

    /// <summary>Changes the entry, within its week.</summary>
    public Error? Change(TimesheetWeek week, TimesheetLine line, TimesheetDate date, TimesheetPolicy policy)
    {
        if (Judge(week, line, date, policy) is { } error)
        {
            return error;
        }

        (Date, ProjectId, TaskId, Minutes, Notes) = (line.Date, line.ProjectId, line.TaskId, line.Minutes, Trimmed(line.Notes));
        return null;
    }

    private static Error? Judge(TimesheetWeek week, TimesheetLine line, TimesheetDate date, TimesheetPolicy policy) =>
        week.JudgeEditing() is { } error ? error
        : !week.Holds(line.Date) ? new TimesheetWeekMismatch()
        : line.Minutes is < 1 or > MinutesOfADay ? new TimesheetMinutesInvalid()
        : policy.NeedsNotes && string.IsNullOrWhiteSpace(line.Notes) ? new TimesheetNoteRequired()
        : date.OtherMinutes + line.Minutes > MinutesOfADay ? new TimesheetDayFull()
        : policy.IsBoundByAttendance && (date.OtherMinutes + line.Minutes - policy.ToleranceMinutes) * 60 > date.AttendedSeconds ? new TimesheetExceedsAttendance()
        : null;

    private static string? Trimmed(string? notes) => string.IsNullOrWhiteSpace(notes) ? null : notes.Trim();
}

/// <summary>What an entry says.</summary>
public sealed record TimesheetLine(DateOnly Date, Guid ProjectId, Guid? TaskId, int Minutes, string? Notes);

/// <summary>What a person has entered on one date. Every change of an entry changes this row, so of two at once one waits or runs again; the table holds no more than a day.</summary>
public sealed class TimesheetDayTotal(Guid tenantId, Guid employeeId, DateOnly date, Guid weekId) : ITenantOwned
{
    /// <inheritdoc/>
    public Guid TenantId { get; private set; } = tenantId;

    public Guid EmployeeId { get; private set; } = employeeId;

    public DateOnly Date { get; private set; } = date;

    public Guid WeekId { get; private set; } = weekId;

    public int Minutes { get; private set; }

    /// <summary>PostgreSQL's xmin.</summary>
    public uint Version { get; private set; }

    /// <summary>Takes minutes in, or gives them back where they are negative.</summary>
    public void Add(int minutes) => Minutes += minutes;
}
