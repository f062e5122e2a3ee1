using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;

namespace Satcom.Application.Anomalies;

/// <summary>Finds by what settings the company's rules judge.</summary>
internal static class AnomalyRuleSettings
{
    /// <summary>One of each rule, in the order of the kinds; one statement.</summary>
    public static async Task<IReadOnlyList<RuleSettings>> RuleSettingsAsync(this ISatcomDb db, CancellationToken cancellationToken)
    {
        var chosen = await db.AnomalyRuleChoices.AsNoTracking().ToDictionaryAsync(c => c.Kind, cancellationToken);
        return [.. AnomalyRules.All.Select(rule => chosen.TryGetValue(rule.Kind, out var choice) ? choice.Settings : RuleSettings.DefaultOf(rule))];
    }
}
