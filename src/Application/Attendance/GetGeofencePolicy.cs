using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>What the company asks of places.</summary>
/// <param name="On">On this date; today in the company's zone if left out.</param>
[Requires(Permissions.AttendanceReadOwn, Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
public sealed record GetGeofencePolicyQuery(DateOnly? On) : IQuery<GeofencePolicyDto>;

internal sealed class GetGeofencePolicyHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<GetGeofencePolicyQuery, Result<GeofencePolicyDto>>
{
    public async Task<Result<GeofencePolicyDto>> Handle(GetGeofencePolicyQuery request, CancellationToken cancellationToken)
    {
        var kept = await db.GeofencePolicies.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var on = request.On ?? TimeZones.LocalDate(time.GetUtcNow(), scope.Tenant.TimeZone);
        return GeofencePolicyDto.Of(kept?.History ?? [], on, kept?.Version ?? 0);
    }
}
