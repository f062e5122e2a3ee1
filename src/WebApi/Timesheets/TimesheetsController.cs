using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Timesheets;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Timesheets;

/// <summary>Time that people enter on projects, and the weeks in which it is decided.</summary>
[Route("api/v1/timesheets")]
public sealed class TimesheetsController : ApiController
{
    /// <summary>Entries that the caller may see, newest date first.</summary>
    [HttpGet("entries")]
    public Task<ActionResult<Page<TimesheetEntryDto>>> ListEntries([FromQuery] ListEntriesQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Enters time of the caller's.</summary>
    [HttpPost("entries")]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<TimesheetEntryDto>> CreateEntry(CreateEntryCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>One entry.</summary>
    [HttpGet("entries/{id:guid}")]
    public Task<ActionResult<TimesheetEntryDto>> GetEntry(Guid id, CancellationToken cancellationToken) => Send(new GetEntryQuery(id), cancellationToken);

    /// <summary>Says of an entry of the caller's what it says now. It stays in its week.</summary>
    [HttpPut("entries/{id:guid}")]
    public Task<ActionResult<TimesheetEntryDto>> UpdateEntry(Guid id, EntryChange body, CancellationToken cancellationToken) => Send(new UpdateEntryCommand(id, body), cancellationToken);

    /// <summary>Takes an entry of the caller's away.</summary>
    [HttpDelete("entries/{id:guid}")]
    public Task<ActionResult> DeleteEntry(Guid id, CancellationToken cancellationToken) => Send(new DeleteEntryCommand(id), cancellationToken);

    /// <summary>What one person entered date by date, beside what they attended.</summary>
    [HttpGet("days")]
    public Task<ActionResult<TimesheetDaysDto>> ListTimesheetDays([FromQuery] ListTimesheetDaysQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Sums of the entries that the caller may see: by date, by week and by project.</summary>
    [HttpGet("summary")]
    public Task<ActionResult<TimesheetSummaryDto>> GetTimesheetSummary([FromQuery] GetTimesheetSummaryQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Proposes entries for a week of the caller's, and writes none.</summary>
    [HttpPost("prefill")]
    public Task<ActionResult<PrefillDto>> PrefillWeek(PrefillWeekQuery body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Weeks in which something was entered or moved and that the caller may see, newest first.</summary>
    [HttpGet("periods")]
    public Task<ActionResult<Page<PeriodDto>>> ListPeriods([FromQuery] ListPeriodsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Who has not submitted their week, week by week, oldest first.</summary>
    [HttpGet("periods/missing")]
    public Task<ActionResult<Page<MissingPeriodDto>>> ListMissingPeriods([FromQuery] ListMissingPeriodsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Agrees to submitted weeks of many people.</summary>
    [HttpPost("periods/approve")]
    public Task<ActionResult<PeriodOutcomes>> ApprovePeriods(ApprovePeriodsCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Seals approved weeks of many people, because they were paid.</summary>
    [HttpPost("periods/lock")]
    public Task<ActionResult<PeriodOutcomes>> LockPeriods(LockPeriodsCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>One week of a person, with its history.</summary>
    /// <param name="weekStart">Its first date.</param>
    /// <param name="userId">Whose; left out, the caller's.</param>
    [HttpGet("periods/{weekStart}")]
    public Task<ActionResult<PeriodDto>> GetPeriod(DateOnly weekStart, Guid? userId, CancellationToken cancellationToken) => Send(new GetPeriodQuery(weekStart, userId), cancellationToken);

    /// <summary>Says that a week is complete.</summary>
    [HttpPost("periods/{weekStart}/submit")]
    public Task<ActionResult<PeriodDto>> SubmitPeriod(DateOnly weekStart, PeriodPerson body, CancellationToken cancellationToken) => Send(new SubmitPeriodCommand(weekStart, body.UserId), cancellationToken);

    /// <summary>Agrees to a submitted week.</summary>
    [HttpPost("periods/{weekStart}/approve")]
    public Task<ActionResult<PeriodDto>> ApprovePeriod(DateOnly weekStart, PeriodDecision body, CancellationToken cancellationToken) =>
        Send(new ApprovePeriodCommand(weekStart, body.UserId, body.Note), cancellationToken);

    /// <summary>Gives a submitted week back, with the reason.</summary>
    [HttpPost("periods/{weekStart}/reject")]
    public Task<ActionResult<PeriodDto>> RejectPeriod(DateOnly weekStart, PeriodDecision body, CancellationToken cancellationToken) =>
        Send(new RejectPeriodCommand(weekStart, body.UserId, body.Note), cancellationToken);

    /// <summary>Opens a week again, with the reason.</summary>
    [HttpPost("periods/{weekStart}/reopen")]
    public Task<ActionResult<PeriodDto>> ReopenPeriod(DateOnly weekStart, PeriodDecision body, CancellationToken cancellationToken) =>
        Send(new ReopenPeriodCommand(weekStart, body.UserId, body.Note), cancellationToken);

    /// <summary>Seals an approved week, because it was paid.</summary>
    [HttpPost("periods/{weekStart}/lock")]
    public Task<ActionResult<PeriodDto>> LockPeriod(DateOnly weekStart, PeriodDecision body, CancellationToken cancellationToken) =>
        Send(new LockPeriodCommand(weekStart, body.UserId, body.Note), cancellationToken);

    /// <summary>What the company asks of timesheets.</summary>
    [HttpGet("/api/v1/policies/timesheets")]
    public Task<ActionResult<TimesheetPolicyDto>> GetTimesheetPolicy(CancellationToken cancellationToken) => Send(new GetTimesheetPolicyQuery(), cancellationToken);

    /// <summary>Says what the company asks of timesheets.</summary>
    [HttpPut("/api/v1/policies/timesheets")]
    public Task<ActionResult<TimesheetPolicyDto>> SetTimesheetPolicy(SetTimesheetPolicyCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Entries as a table: person by person and week by week, with totals.</summary>
    [HttpGet("/api/v1/exports/timesheets")]
    [CsvAnswer("row,employeeCode,employee,weekStart,weekEnd,status,date,projectCode,project,client,taskCode,task,minutes,time,notes\r\nentry,E-1,Eman Yousef,2026-03-02,2026-03-08,open,2026-03-02,NORTH-7,North mall,,,,95,1:35,\r\n")]
    public Task<ActionResult> ExportTimesheets([FromQuery] ExportTimesheetsQuery query, CancellationToken cancellationToken) => SendCsv(query, cancellationToken);
}

/// <summary>Whose week it is.</summary>
/// <param name="UserId">Left out, the caller's own.</param>
public sealed record PeriodPerson(Guid? UserId = null);

/// <summary>What is decided of a week.</summary>
/// <param name="UserId">Whose week it is.</param>
/// <param name="Note">Kept in the week's history; the reason, where one is needed.</param>
public sealed record PeriodDecision(Guid? UserId = null, string? Note = null);
