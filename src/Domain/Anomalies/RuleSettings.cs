using System.Globalization;

namespace Satcom.Domain.Anomalies;

/// <summary>In which direction a threshold lets a rule find more.</summary>
public enum Looser
{
    /// <summary>In neither: it changes what is compared.</summary>
    Neither,
    Lower,
    Higher,
}

/// <summary>An amount that a company may set on a rule. Its name says the unit: seconds, minutes, days, weeks, percent or a count.</summary>
/// <param name="Name">In camelCase, as in the API and among the facts.</param>
/// <param name="Default">What holds where the company has said nothing.</param>
public sealed record Threshold(string Name, int Default, int Min, int Max, Looser Looser = Looser.Lower);

/// <summary>On whom a rule looks. What is empty lets everybody through; what is not must hold too.</summary>
/// <param name="TeamIds">The teams: of each date that which the person was in on it.</param>
/// <param name="ShiftIds">The shifts: of each date on which the person attended that which was planned on it.</param>
/// <param name="Roles">The roles: the person has one of them.</param>
public sealed record RuleScope(IReadOnlyList<Guid> TeamIds, IReadOnlyList<Guid> ShiftIds, IReadOnlyList<string> Roles)
{
    public const int MaxEntries = 50;

    public static readonly RuleScope Everybody = new([], [], []);

    public bool Covers(IReadOnlyList<string> roles)
    {
        if (Roles.Count == 0)
        {
            return true;
        }

        for (var i = 0; i < roles.Count; i++)
        {
            if (Roles.Contains(roles[i], StringComparer.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public bool Covers(in TimelineDay day) =>
        (TeamIds.Count == 0 || (day.TeamId is { } team && TeamIds.Contains(team)))
        && (ShiftIds.Count == 0 || (day.Attended.ShiftId is { } shift && ShiftIds.Contains(shift)));
}

/// <summary>What a company has set on a rule.</summary>
/// <param name="Thresholds">By name; what is not among them has its default.</param>
public sealed record RuleSettings(AnomalyKind Kind, bool IsEnabled, AnomalySeverity Severity, IReadOnlyDictionary<string, int> Thresholds, RuleScope Scope)
{
    /// <summary>What holds while the company has set nothing.</summary>
    public static RuleSettings DefaultOf(IAnomalyRule rule) => new(rule.Kind, IsEnabled: true, rule.Severity, new Dictionary<string, int>(StringComparer.Ordinal), RuleScope.Everybody);

    /// <summary>The amount that is in force.</summary>
    public int this[Threshold threshold] => Thresholds.TryGetValue(threshold.Name, out var value) ? value : threshold.Default;

    /// <summary>What it looks at. Which shift was planned, the day says.</summary>
    public RuleInputs Inputs => AnomalyRules.Of(Kind).Inputs | (Scope.ShiftIds.Count > 0 ? RuleInputs.Attendance : RuleInputs.None);

    /// <summary>True when both have a rule judge alike.</summary>
    public bool IsSame(RuleSettings other) =>
        (Kind, IsEnabled, Severity) == (other.Kind, other.IsEnabled, other.Severity)
        && AnomalyRules.Of(Kind).Thresholds.All(t => this[t] == other[t])
        && Scope.TeamIds.ToHashSet().SetEquals(other.Scope.TeamIds) && Scope.ShiftIds.ToHashSet().SetEquals(other.Scope.ShiftIds)
        && Scope.Roles.ToHashSet(StringComparer.Ordinal).SetEquals(other.Scope.Roles);

    /// <summary>False where its amounts contradict each other, so that it could never find anything.</summary>
    public bool CanFind => AnomalyRules.Of(Kind).Bound is not var (atMost, of) || this[atMost] <= this[of];

    /// <summary>The settings with another amount.</summary>
    public RuleSettings With(Threshold threshold, int value) =>
        this with { Thresholds = new Dictionary<string, int>(Thresholds, StringComparer.Ordinal) { [threshold.Name] = value } };

    /// <summary>A finding of this rule: its own facts, and the thresholds that were in force.</summary>
    internal Finding Find(Guid employeeId, DateOnly from, DateOnly to, params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var sheet = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in facts)
        {
            sheet[name] = value;
        }

        foreach (var threshold in AnomalyRules.Of(Kind).Thresholds)
        {
            sheet.Add(threshold.Name, this[threshold].ToString(CultureInfo.InvariantCulture));
        }

        return new Finding(Kind, Severity, employeeId, from, to, sheet);
    }
}
