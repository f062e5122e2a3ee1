using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>One correction request.</summary>
[Requires(Permissions.AttendanceReadOwn, Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
[Fails<NotFound>]
public sealed record GetCorrectionQuery(Guid Id) : IQuery<CorrectionDto>;

internal sealed class GetCorrectionHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<GetCorrectionQuery, Result<CorrectionDto>>
{
    public async Task<Result<CorrectionDto>> Handle(GetCorrectionQuery request, CancellationToken cancellationToken) =>
        await CorrectionDto.Named(CorrectionDto.Within(db.CorrectionRequests.AsNoTracking(), db, scope.Actor).Where(r => r.Id == request.Id), db).SingleOrDefaultAsync(cancellationToken)
            is { } found ? found : new NotFound();
}
