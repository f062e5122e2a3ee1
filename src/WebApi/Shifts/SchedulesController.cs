using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Shifts;

/// <summary>What people are to work.</summary>
[Route("api/v1")]
public sealed class SchedulesController : ApiController
{
    /// <summary>What one employee is to work, date by date.</summary>
    /// <param name="id">The employee's id.</param>
    /// <param name="from">The first date; today in the caller's zone where both are left out.</param>
    /// <param name="to">The last date, at most 62 dates in all; a week where it is left out.</param>
    [HttpGet("employees/{id:guid}/schedule")]
    public Task<ActionResult<UserScheduleDto>> GetSchedule(Guid id, [FromQuery] DateOnly? from, [FromQuery] DateOnly? to, CancellationToken cancellationToken) =>
        Send(new GetScheduleQuery(id, from, to), cancellationToken);

    /// <summary>The rota of many people, date by date.</summary>
    [HttpGet("schedule")]
    public Task<ActionResult<Page<RotaRowDto>>> ListSchedules([FromQuery] ListSchedulesQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);
}
