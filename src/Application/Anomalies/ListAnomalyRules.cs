using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Every rule as the company has set it.</summary>
[Requires(Permissions.AnomaliesRead)]
public sealed record ListAnomalyRulesQuery : IQuery<AnomalyRulesDto>;

/// <summary>Every rule, in the order of their kinds.</summary>
/// <param name="Items">One for each kind.</param>
public sealed record AnomalyRulesDto(IReadOnlyList<AnomalyRuleDto> Items);

internal sealed class ListAnomalyRulesHandler(ISatcomDb db) : IRequestHandler<ListAnomalyRulesQuery, Result<AnomalyRulesDto>>
{
    public async Task<Result<AnomalyRulesDto>> Handle(ListAnomalyRulesQuery request, CancellationToken cancellationToken)
    {
        var chosen = await db.AnomalyRuleChoices.AsNoTracking().ToDictionaryAsync(c => c.Kind, cancellationToken);
        return new AnomalyRulesDto([.. AnomalyRules.All.Select(rule => chosen.TryGetValue(rule.Kind, out var choice)
            ? AnomalyRuleDto.Of(choice.Settings, choice.Version)
            : AnomalyRuleDto.Of(RuleSettings.DefaultOf(rule), version: 0))]);
    }
}
