namespace Satcom.Domain.Anomalies;

/// <summary>What a rule looks at: a change of it makes the rule judge anew.</summary>
[Flags]
public enum RuleInputs
{
    None = 0,

    /// <summary>Days with their breaks, lateness and overtime.</summary>
    Attendance = 1,

    /// <summary>What was entered on timesheets.</summary>
    Timesheets = 2,

    /// <summary>Check-ins that did not prove to be where they should have been.</summary>
    Fences = 4,
}

/// <summary>
/// A pure function from a person's days to what is wrong with them: no clock, no I/O, no state. What it says of a subject period depends on the
/// days before and in that period alone, so that a window judged in two halves comes out as the whole.
/// </summary>
public interface IAnomalyRule
{
    AnomalyKind Kind { get; }

    /// <summary>How much a finding matters where the company has said nothing.</summary>
    AnomalySeverity Severity { get; }

    RuleInputs Inputs { get; }

    /// <summary>The amounts that a company may set.</summary>
    IReadOnlyList<Threshold> Thresholds { get; }

    /// <summary>How many days before a subject period the rule looks at.</summary>
    int LookbackDays(RuleSettings settings);

    /// <summary>Adds a finding for each subject period that begins in the judged dates and has one, in the order of the periods.</summary>
    void Evaluate(in EmployeeTimeline timeline, RuleSettings settings, ICollection<Finding> findings);
}
