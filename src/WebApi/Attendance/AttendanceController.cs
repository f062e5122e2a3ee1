using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Attendance;

/// <summary>Working time: taps, and the days that they make.</summary>
[Route("api/v1/attendance")]
public sealed class AttendanceController : ApiController
{
    /// <summary>Start work.</summary>
    [HttpPost("check-in")]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<AttendanceDayDto>> CheckIn(CheckInCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>End work.</summary>
    [HttpPost("check-out")]
    public Task<ActionResult<AttendanceDayDto>> CheckOut(CheckOutCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Start a break or lunch.</summary>
    [HttpPost("breaks/start")]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<AttendanceDayDto>> StartBreak(StartBreakCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>End the break or lunch that is running.</summary>
    [HttpPost("breaks/end")]
    public Task<ActionResult<AttendanceDayDto>> EndBreak(EndBreakCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>The caller's day as it stands.</summary>
    [HttpGet("today")]
    public Task<ActionResult<TodayDto>> GetToday(CancellationToken cancellationToken) => Send(new GetTodayQuery(), cancellationToken);

    /// <summary>Days that the caller may see, newest first.</summary>
    /// <param name="userId">Of one person.</param>
    /// <param name="from">From this date on.</param>
    /// <param name="to">Up to and with this date.</param>
    /// <param name="status">In this state.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cursor">From an earlier page.</param>
    [HttpGet("days")]
    public Task<ActionResult<Page<AttendanceDayDto>>> ListDays(
        Guid? userId, DateOnly? from, DateOnly? to, AttendanceStatus? status, CancellationToken cancellationToken, int limit = Paging.DefaultLimit, string? cursor = null) =>
        Send(new ListDaysQuery(userId, from, to, status, limit, cursor), cancellationToken);

    /// <summary>One day with its events.</summary>
    [HttpGet("days/{id:guid}")]
    public Task<ActionResult<AttendanceDayDetails>> GetDay(Guid id, CancellationToken cancellationToken) => Send(new GetDayQuery(id), cancellationToken);
}
