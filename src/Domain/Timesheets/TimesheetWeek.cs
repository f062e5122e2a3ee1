using System.ComponentModel;
using Satcom.Domain.Common;

namespace Satcom.Domain.Timesheets;

/// <summary>How far a week was decided: open to its person, submitted, approved, given back, or sealed because it was paid.</summary>
[Description("How far a week was decided: open to its person, submitted, approved, given back, or sealed because it was paid.")]
public enum TimesheetStatus
{
    Open,
    Submitted,
    Approved,

    /// <summary>Given back: open again, with what was said of it.</summary>
    Rejected,

    /// <summary>Paid: nobody changes it, unless it is reopened.</summary>
    Locked,
}

/// <summary>The week is submitted, approved or locked.</summary>
public sealed record TimesheetSealed() : Error("timesheet_sealed", ErrorKind.Conflict);

/// <summary>The week's present status does not allow this step.</summary>
public sealed record TimesheetStateForbids() : Error("timesheet_state_forbids", ErrorKind.Conflict);

/// <summary>Nobody decides their own week.</summary>
public sealed record TimesheetOwnWeek() : Error("timesheet_own_week", ErrorKind.Forbidden);

/// <summary>The date lies in another week.</summary>
public sealed record TimesheetWeekMismatch() : Error("timesheet_week_mismatch", ErrorKind.Unprocessable);

/// <summary>One move in a week's history. Append-only.</summary>
/// <param name="number">1 for the first.</param>
public sealed class TimesheetStep(Guid tenantId, Guid weekId, int number, TimesheetStatus fromStatus, TimesheetStatus toStatus, Guid by, DateTimeOffset at, string? note) : ITenantOwned
{
    /// <inheritdoc/>
    public Guid TenantId { get; private set; } = tenantId;

    public Guid WeekId { get; private set; } = weekId;

    public int Number { get; private set; } = number;

    public TimesheetStatus FromStatus { get; private set; } = fromStatus;

    public TimesheetStatus ToStatus { get; private set; } = toStatus;

    public Guid By { get; private set; } = by;

    public DateTimeOffset At { get; private set; } = at;

    public string? Note { get; private set; } = note;
}

/// <summary>One person's week of timesheet entries, and who said what of it. It is as long as the company's week was.</summary>
[Audited("timesheetWeek")]
public sealed class TimesheetWeek : AggregateRoot
{
    public const int NoteMaxLength = 500;

    private readonly List<TimesheetStep> _steps = [];

    public TimesheetWeek(Guid tenantId, Guid id, Guid employeeId, DateOnly start, DateOnly end)
        : base(tenantId, id)
    {
        EmployeeId = employeeId;
        Start = start;
        End = end;
    }

    public Guid EmployeeId { get; private set; }

    public DateOnly Start { get; private set; }

    /// <summary>The last date.</summary>
    public DateOnly End { get; private set; }

    public TimesheetStatus Status { get; private set; }

    /// <summary>How many moves there were: each makes a new version.</summary>
    public int StepCount { get; private set; }

    /// <summary>When it was submitted last; null while it is open or rejected.</summary>
    public DateTimeOffset? SubmittedAt { get; private set; }

    public IReadOnlyList<TimesheetStep> Steps => _steps;

    public bool Holds(DateOnly date) => Start <= date && date <= End;

    /// <summary>Judges whether entries may change.</summary>
    public Error? JudgeEditing() => Status is TimesheetStatus.Open or TimesheetStatus.Rejected ? null : new TimesheetSealed();

    /// <summary>The person, or HR in their place, says that it is complete.</summary>
    public Error? Submit(Guid by, DateTimeOffset at) => Step(Status is TimesheetStatus.Open or TimesheetStatus.Rejected, TimesheetStatus.Submitted, by, at, note: null);

    public Error? Approve(Guid by, DateTimeOffset at, string? note) => JudgeDecider(by) ?? Step(Status == TimesheetStatus.Submitted, TimesheetStatus.Approved, by, at, note);

    public Error? Reject(Guid by, DateTimeOffset at, string? note) =>
        JudgeDecider(by) ?? (string.IsNullOrWhiteSpace(note) ? new Attendance.ReasonRequired() : Step(Status == TimesheetStatus.Submitted, TimesheetStatus.Rejected, by, at, note));

    /// <summary>Seals an approved week, because it was paid.</summary>
    public Error? Lock(Guid by, DateTimeOffset at) => JudgeDecider(by) ?? Step(Status == TimesheetStatus.Approved, TimesheetStatus.Locked, by, at, note: null);

    /// <summary>Opens a sealed week again, with the reason.</summary>
    public Error? Reopen(Guid by, DateTimeOffset at, string? reason) =>
        JudgeDecider(by) ?? (string.IsNullOrWhiteSpace(reason) ? new Attendance.ReasonRequired()
            : Step(Status is TimesheetStatus.Submitted or TimesheetStatus.Approved or TimesheetStatus.Locked, TimesheetStatus.Open, by, at, reason));

    /// <summary>Its entries change, which matters to whoever judges weeks once they are due.</summary>
    /// <param name="latest">The last date that has begun anywhere.</param>
    /// <param name="dueDays">How many days after its end it is due.</param>
    public void EntriesChange(DateOnly latest, int dueDays)
    {
        if (latest > End.AddDays(dueDays))
        {
            Raise(new DueWeekEntered(Id, EmployeeId, Start));
        }
    }

    private Error? JudgeDecider(Guid by) => by == EmployeeId ? new TimesheetOwnWeek() : null;

    private Error? Step(bool isAllowed, TimesheetStatus to, Guid by, DateTimeOffset at, string? note)
    {
        if (!isAllowed)
        {
            return new TimesheetStateForbids();
        }

        _steps.Add(new TimesheetStep(TenantId, Id, ++StepCount, Status, to, by, at, string.IsNullOrWhiteSpace(note) ? null : note.Trim()));
        Status = to;
        SubmittedAt = to switch
        {
            TimesheetStatus.Submitted => at,
            TimesheetStatus.Open or TimesheetStatus.Rejected => null,
            _ => SubmittedAt,
        };
        Raise(new TimesheetWeekChanged(Id, EmployeeId, to));
        return null;
    }
}

/// <summary>The entries of a week that is due were changed.</summary>
public sealed record DueWeekEntered(Guid WeekId, Guid EmployeeId, DateOnly Start) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => WeekId;
}

/// <summary>A week of timesheets got another status.</summary>
public sealed record TimesheetWeekChanged(Guid WeekId, Guid EmployeeId, TimesheetStatus Status) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => WeekId;
}
