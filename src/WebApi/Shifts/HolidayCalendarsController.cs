using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Shifts;

/// <summary>Public holidays.</summary>
[Route("api/v1/holiday-calendars")]
public sealed class HolidayCalendarsController : ApiController
{
    /// <summary>The company's calendars, oldest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<HolidayCalendarDto>>> ListHolidayCalendars([FromQuery] ListHolidayCalendarsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Makes a holiday calendar, without holidays as yet.</summary>
    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<HolidayCalendarDto>> CreateHolidayCalendar(CreateHolidayCalendarCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>One calendar with its holidays, archived or not.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<HolidayCalendarDto>> GetHolidayCalendar(Guid id, CancellationToken cancellationToken) => Send(new GetHolidayCalendarQuery(id), cancellationToken);

    /// <summary>Renames a calendar.</summary>
    [HttpPatch("{id:guid}")]
    public Task<ActionResult<HolidayCalendarDto>> UpdateHolidayCalendar(Guid id, HolidayCalendarPatch body, CancellationToken cancellationToken) =>
        Send(new UpdateHolidayCalendarCommand(id, body.Name), cancellationToken);

    /// <summary>Takes a calendar out of use. Those who have it keep it.</summary>
    [HttpDelete("{id:guid}")]
    public Task<ActionResult> ArchiveHolidayCalendar(Guid id, CancellationToken cancellationToken) => Send(new ArchiveHolidayCalendarCommand(id), cancellationToken);

    /// <summary>Adds a holiday to a calendar, or changes that of the date.</summary>
    /// <param name="id">The calendar's id.</param>
    /// <param name="date">The holiday's date.</param>
    /// <param name="body">The holiday.</param>
    [HttpPut("{id:guid}/holidays/{date}")]
    public Task<ActionResult<HolidayCalendarDto>> PutHoliday(Guid id, DateOnly date, HolidayRequest body, CancellationToken cancellationToken) =>
        Send(new PutHolidayCommand(id, date, body.Name, body.Halves), cancellationToken);

    /// <summary>Takes the holiday of a date out of a calendar.</summary>
    /// <param name="id">The calendar's id.</param>
    /// <param name="date">The holiday's date.</param>
    [HttpDelete("{id:guid}/holidays/{date}")]
    public Task<ActionResult> RemoveHoliday(Guid id, DateOnly date, CancellationToken cancellationToken) => Send(new RemoveHolidayCommand(id, date), cancellationToken);
}

/// <summary>What to change of a calendar; what is left out stays.</summary>
/// <param name="Name">Unique among the company's calendars, whatever its case.</param>
public sealed record HolidayCalendarPatch(string? Name = null);

/// <summary>A holiday, whose date stands in the address.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Halves">Whether it is a whole one, which it is when this is left out, or which half of the day.</param>
public sealed record HolidayRequest(string Name, HolidayHalves? Halves = null);
