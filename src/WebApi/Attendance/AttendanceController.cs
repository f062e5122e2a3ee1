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
    [HttpGet("days")]
    public Task<ActionResult<Page<AttendanceDayDto>>> ListDays([FromQuery] ListDaysQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>One day with its events.</summary>
    [HttpGet("days/{id:guid}")]
    public Task<ActionResult<AttendanceDayDetails>> GetDay(Guid id, CancellationToken cancellationToken) => Send(new GetDayQuery(id), cancellationToken);

    /// <summary>Say what a day was, in the place of its punches.</summary>
    [HttpPost("days/{id:guid}/override")]
    public Task<ActionResult<AttendanceDayDetails>> OverrideDay(Guid id, DayOverrideRequest body, CancellationToken cancellationToken) =>
        Send(new OverrideDayCommand(id, body.Reason, body.Events), cancellationToken);

    /// <summary>Say what somebody's date was, also where they did not tap.</summary>
    [HttpPost("days/override")]
    public Task<ActionResult<AttendanceDayDetails>> EnterDay(EnterDayCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Approve a day's overtime, all of it or a part.</summary>
    [HttpPost("days/{id:guid}/approve-overtime")]
    public Task<ActionResult<AttendanceDayDto>> ApproveOvertime(Guid id, OvertimeApprovalRequest body, CancellationToken cancellationToken) =>
        Send(new ApproveOvertimeCommand(id, body.Seconds, body.Note), cancellationToken);

    /// <summary>Approve the overtime of many days that nobody has decided yet.</summary>
    [HttpPost("days/approve-overtime")]
    public Task<ActionResult<OvertimeOutcomes>> ApproveOvertimeOfDays(ApproveOvertimeOfDaysCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Who is in, late, absent, on leave or off on a date.</summary>
    /// <param name="date">Each person's local date; today in the caller's zone if left out.</param>
    /// <param name="teamId">Of the people who are in this team now.</param>
    /// <param name="standing">Only those who stand so.</param>
    [HttpGet("board")]
    public Task<ActionResult<BoardDto>> GetBoard(DateOnly? date, Guid? teamId, Standing? standing, CancellationToken cancellationToken) =>
        Send(new GetBoardQuery(date, teamId, standing), cancellationToken);

    /// <summary>Who was to come and never did, latest date first.</summary>
    [HttpGet("absences")]
    public Task<ActionResult<Page<AbsenceDto>>> ListAbsences([FromQuery] ListAbsencesQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Check-ins that did not prove to be inside where they should have, newest first.</summary>
    [HttpGet("geofence-failures")]
    public Task<ActionResult<Page<GeofenceFailureDto>>> ListGeofenceFailures([FromQuery] ListGeofenceFailuresQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Have days computed anew from their punches. It is done afterwards; the answer says where to look.</summary>
    [HttpPost("rebuild")]
    [ProducesResponseType<DayRebuildDto>(StatusCodes.Status202Accepted)]
    public Task<ActionResult<DayRebuildDto>> RebuildDays(RebuildDaysCommand body, CancellationToken cancellationToken) => SendAccepted(body, cancellationToken);

    /// <summary>How far a rebuild has come.</summary>
    [HttpGet("rebuilds/{id:guid}")]
    public Task<ActionResult<DayRebuildDto>> GetRebuild(Guid id, CancellationToken cancellationToken) => Send(new GetRebuildQuery(id), cancellationToken);

    /// <summary>Up to which date attendance is locked.</summary>
    [HttpGet("lock")]
    public Task<ActionResult<LockDto>> GetLock(CancellationToken cancellationToken) => Send(new GetLockQuery(), cancellationToken);

    /// <summary>What is still to be seen to before attendance is locked up to a date.</summary>
    /// <param name="through">The date; yesterday in the company's zone if left out.</param>
    [HttpGet("lock/pending")]
    public Task<ActionResult<LockPendingDto>> GetLockPending(DateOnly? through, CancellationToken cancellationToken) => Send(new GetLockPendingQuery(through), cancellationToken);

    /// <summary>Lock attendance up to a date, or open it.</summary>
    [HttpPut("lock")]
    public Task<ActionResult<LockDto>> PutLock(PutLockCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);
}
