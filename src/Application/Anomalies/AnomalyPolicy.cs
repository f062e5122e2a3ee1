using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Anomalies;

/// <summary>What a company's days are judged by.</summary>
/// <param name="Settings">Of each rule, in the order of the kinds; also of those that are switched off.</param>
/// <param name="Weeks">The company's weeks by date.</param>
/// <param name="DueDays">How many days after its end a week's timesheet is due.</param>
public sealed record AnomalyPolicy(IReadOnlyList<RuleSettings> Settings, IReadOnlyList<Dated<WeekRule>> Weeks, int DueDays)
{
    /// <summary>A night's taps are of the day before, which may lie one more behind the furthest zone.</summary>
    private const int OldAfterDays = 2;

    /// <summary>One of each rule, in the order of the kinds.</summary>
    /// <param name="choices">What the company has set.</param>
    public static IReadOnlyList<RuleSettings> SettingsOf(IReadOnlyCollection<AnomalyRuleChoice> choices)
    {
        var chosen = choices.ToDictionary(c => c.Kind);
        return [.. AnomalyRules.All.Select(rule => chosen.TryGetValue(rule.Kind, out var choice) ? choice.Settings : RuleSettings.DefaultOf(rule))];
    }

    /// <summary>The rules that are switched on and look at something of this.</summary>
    public IEnumerable<RuleSettings> Of(RuleInputs inputs) => Settings.Where(s => s.IsEnabled && (s.Inputs & inputs) != RuleInputs.None);

    /// <summary>The first date of the company's week that holds a date: rules that judge weeks judge whole ones.</summary>
    public DateOnly WeekOf(DateOnly date) => Weeks.WeekOf(date)?.First ?? date;

    /// <summary>The rules that may say something else because a day changed.</summary>
    /// <param name="before">The day as it was; empty where there was none.</param>
    /// <param name="after">The day as it is.</param>
    /// <param name="latest">The last date that has begun anywhere.</param>
    /// <param name="isFollowed">True where the person may have later days, which hang on this one.</param>
    public IReadOnlyList<AnomalyKind> Minding(in AttendedDay before, in AttendedDay after, DateOnly latest, bool isFollowed)
    {
        // Of the days on which nobody taps any more every change matters: later ones hang on them.
        var isOld = isFollowed || after.Date < latest.AddDays(-OldAfterDays);
        var isDue = Weeks.WeekOf(after.Date) is { } week && latest > week.Last.AddDays(DueDays);
        List<AnomalyKind>? kinds = null;
        for (var i = 0; i < Settings.Count; i++)
        {
            var its = Settings[i];
            if (its.IsEnabled && (its.Inputs & RuleInputs.Attendance) != RuleInputs.None
                && (isOld || (isDue && (its.Inputs & RuleInputs.Timesheets) != RuleInputs.None) || AnomalyRules.Of(its.Kind).Minds(before, after, its)))
            {
                (kinds ??= []).Add(its.Kind);
            }
        }

        return kinds ?? (IReadOnlyList<AnomalyKind>)[];
    }
}

/// <summary>What the present tenant's days are judged by, from a cache that every node keeps fresh.</summary>
public interface IAnomalyPolicies
{
    ValueTask<AnomalyPolicy> GetAsync(CancellationToken cancellationToken);

    /// <summary>As it stands in the database: for what judges everybody, and does not come back soon.</summary>
    Task<AnomalyPolicy> ReadAsync(CancellationToken cancellationToken);
}
