using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>How the company counts working time.</summary>
/// <param name="On">On this date; today in the company's zone if left out.</param>
[Requires(Permissions.AttendanceReadOwn, Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
public sealed record GetAttendancePolicyQuery(DateOnly? On) : IQuery<AttendancePolicyDto>;

internal sealed class GetAttendancePolicyHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<GetAttendancePolicyQuery, Result<AttendancePolicyDto>>
{
    public async Task<Result<AttendancePolicyDto>> Handle(GetAttendancePolicyQuery request, CancellationToken cancellationToken)
    {
        var kept = await db.AttendancePolicies.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var on = request.On ?? TimeZones.LocalDate(time.GetUtcNow(), scope.Tenant.TimeZone);
        return AttendancePolicyDto.Of(kept?.History ?? [], on, AttendancePolicy.Of(scope.Tenant.Settings), kept?.Version ?? 0);
    }
}
