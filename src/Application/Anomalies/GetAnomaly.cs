using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>One anomaly, with the facts that raised it and its history.</summary>
[Requires(Permissions.AnomaliesRead)]
[Fails<NotFound>]
public sealed record GetAnomalyQuery(Guid Id) : IQuery<AnomalyDto>;

internal sealed class GetAnomalyHandler(ISatcomDb db, IFindingTexts texts) : IRequestHandler<GetAnomalyQuery, Result<AnomalyDto>>
{
    public async Task<Result<AnomalyDto>> Handle(GetAnomalyQuery request, CancellationToken cancellationToken)
    {
        var anomaly = await AnomalyDto.Named(db.Anomalies.AsNoTracking().Where(a => a.Id == request.Id), db).SingleOrDefaultAsync(cancellationToken);
        return anomaly is null ? new NotFound() : anomaly.Say(texts);
    }
}
