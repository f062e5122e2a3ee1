using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>How many anomalies wait to be settled.</summary>
[Requires(Permissions.AnomaliesRead)]
public sealed record CountAnomaliesQuery : IQuery<AnomalyCountsDto>;

/// <summary>How many anomalies wait to be settled.</summary>
/// <param name="Open">Nobody has said that they look into them.</param>
/// <param name="Acknowledged">Somebody looks into them.</param>
/// <param name="AssignedToMe">The caller is to settle them.</param>
/// <param name="HighOpen">Of the open ones those of high severity.</param>
public sealed record AnomalyCountsDto(int Open, int Acknowledged, int AssignedToMe, int HighOpen);

internal sealed class CountAnomaliesHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<CountAnomaliesQuery, Result<AnomalyCountsDto>>
{
    public async Task<Result<AnomalyCountsDto>> Handle(CountAnomaliesQuery request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;

        // By name, as the index has them: what is settled is most of what there is.
        var counts = await db.Anomalies.Where(a => a.Status == AnomalyStatus.Open || a.Status == AnomalyStatus.Acknowledged)
            .GroupBy(a => new { a.Status, IsHigh = a.Severity == AnomalySeverity.High, IsMine = a.AssigneeId == me })
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        return new AnomalyCountsDto(
            counts.Where(c => c.Key.Status == AnomalyStatus.Open).Sum(c => c.Count),
            counts.Where(c => c.Key.Status == AnomalyStatus.Acknowledged).Sum(c => c.Count),
            counts.Where(c => c.Key.IsMine).Sum(c => c.Count),
            counts.Where(c => c.Key.Status == AnomalyStatus.Open && c.Key.IsHigh).Sum(c => c.Count));
    }
}
