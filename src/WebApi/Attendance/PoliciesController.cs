using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Attendance;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Attendance;

/// <summary>How a company counts working time, and what it asks of places.</summary>
[Route("api/v1/policies")]
public sealed class PoliciesController : ApiController
{
    /// <summary>How working time is counted on a date.</summary>
    /// <param name="on">On this date; today in the company's zone if left out.</param>
    [HttpGet("attendance")]
    public Task<ActionResult<AttendancePolicyDto>> GetAttendancePolicy(DateOnly? on, CancellationToken cancellationToken) => Send(new GetAttendancePolicyQuery(on), cancellationToken);

    /// <summary>Set how working time is counted from a date on.</summary>
    [HttpPut("attendance")]
    public Task<ActionResult<AttendancePolicyDto>> PutAttendancePolicy(PutAttendancePolicyCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>What is asked of places on a date.</summary>
    /// <param name="on">On this date; today in the company's zone if left out.</param>
    [HttpGet("geofence")]
    public Task<ActionResult<GeofencePolicyDto>> GetGeofencePolicy(DateOnly? on, CancellationToken cancellationToken) => Send(new GetGeofencePolicyQuery(on), cancellationToken);

    /// <summary>Set what is asked of places from a date on.</summary>
    [HttpPut("geofence")]
    public Task<ActionResult<GeofencePolicyDto>> PutGeofencePolicy(PutGeofencePolicyCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);
}
