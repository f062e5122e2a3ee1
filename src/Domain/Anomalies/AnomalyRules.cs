using Satcom.Domain.Common;

namespace Satcom.Domain.Anomalies;

/// <summary>What sort of finding an anomaly is. Each is one rule's. The order is kept: a new one comes last.</summary>
[OpenEnum]
public enum AnomalyKind
{
    RepeatedLateCheckIn,
    MissingCheckOut,
    ExcessiveBreak,
    OvertimeSpike,
    TimesheetMismatch,
    GeofenceFailure,
}

/// <summary>The register of the rules: a new one is a file of its own, its kind above and its line here. See docs/anomaly-rules.md.</summary>
public static class AnomalyRules
{
    /// <summary>Every rule, in the order of its kind.</summary>
    public static IReadOnlyList<IAnomalyRule> All { get; } = [.. Enum.GetValues<AnomalyKind>().Select(Make)];

    /// <summary>The rule of a kind.</summary>
    public static IAnomalyRule Of(AnomalyKind kind) => All[(int)kind];

    /// <summary>
    /// Has every rule that is switched on judge a person's days; findings come in the order of the settings, and of each rule in that of its
    /// subject periods. Nothing is allocated but what is found.
    /// </summary>
    /// <param name="settings">One for each rule that is to judge.</param>
    /// <param name="findings">What is found is added here.</param>
    public static void Evaluate(in EmployeeTimeline timeline, IReadOnlyList<RuleSettings> settings, ICollection<Finding> findings)
    {
        for (var i = 0; i < settings.Count; i++)
        {
            if (settings[i] is { IsEnabled: true } its && its.Scope.Covers(timeline.Roles))
            {
                Of(its.Kind).Evaluate(timeline, its, findings);
            }
        }
    }

    /// <summary>How many days before the judged ones these rules want to know.</summary>
    public static int LookbackDays(IEnumerable<RuleSettings> settings) =>
        settings.Where(s => s.IsEnabled).Select(s => Of(s.Kind).LookbackDays(s)).DefaultIfEmpty(0).Max();

    private static IAnomalyRule Make(AnomalyKind kind) => kind switch
    {
        AnomalyKind.RepeatedLateCheckIn => new RepeatedLateCheckInRule(),
        AnomalyKind.MissingCheckOut => new MissingCheckOutRule(),
        AnomalyKind.ExcessiveBreak => new ExcessiveBreakRule(),
        AnomalyKind.OvertimeSpike => new OvertimeSpikeRule(),
        AnomalyKind.TimesheetMismatch => new TimesheetMismatchRule(),
        AnomalyKind.GeofenceFailure => new GeofenceFailureRule(),
    };
}
