using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance.Geofence;

/// <summary>One office, archived or not.</summary>
[Requires(Permissions.EmployeesReadOwn, Permissions.EmployeesReadReports, Permissions.EmployeesReadAll)]
[Fails<NotFound>]
public sealed record GetOfficeQuery(Guid Id) : IQuery<OfficeDto>;

internal sealed class GetOfficeHandler(ISatcomDb db) : IRequestHandler<GetOfficeQuery, Result<OfficeDto>>
{
    public async Task<Result<OfficeDto>> Handle(GetOfficeQuery request, CancellationToken cancellationToken) =>
        await db.Offices.AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Id, cancellationToken) is { } office ? OfficeDto.Of(office) : new NotFound();
}
