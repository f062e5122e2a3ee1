using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Attendance.Geofence;
using Satcom.Application.Common;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Attendance.Geofence;

/// <summary>Places where people of the company work.</summary>
[Route("api/v1/offices")]
public sealed class OfficesController : ApiController
{
    /// <summary>The company's offices, oldest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<OfficeDto>>> ListOffices([FromQuery] ListOfficesQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Makes an office, which people can then be sent to.</summary>
    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<OfficeDto>> CreateOffice(CreateOfficeCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>One office, archived or not.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<OfficeDto>> GetOffice(Guid id, CancellationToken cancellationToken) => Send(new GetOfficeQuery(id), cancellationToken);

    /// <summary>Changes what is given of an office and leaves the rest.</summary>
    [HttpPatch("{id:guid}")]
    public Task<ActionResult<OfficeDto>> UpdateOffice(Guid id, OfficePatch body, CancellationToken cancellationToken) => Send(new UpdateOfficeCommand(id, body), cancellationToken);

    /// <summary>Takes an office out of use. Those who work there keep it.</summary>
    [HttpDelete("{id:guid}")]
    public Task<ActionResult> ArchiveOffice(Guid id, CancellationToken cancellationToken) => Send(new ArchiveOfficeCommand(id), cancellationToken);
}
