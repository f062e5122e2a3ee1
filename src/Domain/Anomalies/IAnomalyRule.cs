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

    All = Attendance | Timesheets | Fences,
}

/// <summary>
/// Why something was found, as people read it. Slots name facts of the finding, <c>{date}</c>, and <c>{breakSeconds:time}</c> shows seconds as hours and minutes. The first sentence whose facts are all there is said, so the
/// one that needs most stands first. Both languages have the same ones.
/// </summary>
public sealed record RuleSentences(IReadOnlyList<string> English, IReadOnlyList<string> Arabic);

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

    /// <summary>What is said of its findings.</summary>
    RuleSentences Sentences { get; }

    /// <summary>How many days before a subject period the rule looks at.</summary>
    int LookbackDays(RuleSettings settings);

    /// <summary>Whether a change of a day may be one of what the rule finds. Most are not, and cost no judgement; of what changes earlier days the rule is asked anyway.</summary>
    /// <param name="before">The day as it was; empty where there was none.</param>
    /// <param name="after">The day as it is.</param>
    bool Minds(in AttendedDay before, in AttendedDay after, RuleSettings settings) => true;

    /// <summary>When a day that lacks its check-out is to be judged once more although nothing of it changes, because time alone makes a finding of it; null where it does not.</summary>
    DateTimeOffset? RipensAt(in AttendedDay day, RuleSettings settings) => null;

    /// <summary>Two amounts of which the first may not be more than the second, or the rule could never find anything; null where there are none.</summary>
    (Threshold AtMost, Threshold Of)? Bound => null;

    /// <summary>Adds a finding for each subject period that begins in the judged dates and has one, in the order of the periods.</summary>
    void Evaluate(in EmployeeTimeline timeline, RuleSettings settings, ICollection<Finding> findings);
}
