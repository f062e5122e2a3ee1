using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;

namespace Satcom.Application.Anomalies;

/// <summary>Finds by what settings the company's rules judge.</summary>
internal static class AnomalyRuleSettings
{
    /// <summary>One of each rule, in the order of the kinds; one statement.</summary>
    public static async Task<IReadOnlyList<RuleSettings>> RuleSettingsAsync(this ISatcomDb db, CancellationToken cancellationToken) =>
        Of(await db.AnomalyRuleChoices.AsNoTracking().ToListAsync(cancellationToken));

    /// <summary>One of each rule, in the order of the kinds.</summary>
    /// <param name="choices">What the company has set.</param>
    public static IReadOnlyList<RuleSettings> Of(IReadOnlyCollection<AnomalyRuleChoice> choices)
    {
        var chosen = choices.ToDictionary(c => c.Kind);
        return [.. AnomalyRules.All.Select(rule => chosen.TryGetValue(rule.Kind, out var choice) ? choice.Settings : RuleSettings.DefaultOf(rule))];
    }
}
