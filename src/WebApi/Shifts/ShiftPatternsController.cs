using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Shifts;

/// <summary>Weekly patterns and rotations.</summary>
[Route("api/v1/shift-patterns")]
public sealed class ShiftPatternsController : ApiController
{
    /// <summary>The company's patterns, oldest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<ShiftPatternDto>>> ListShiftPatterns([FromQuery] ListShiftPatternsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Makes a pattern: a cycle of days, each with a shift or rest.</summary>
    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<ShiftPatternDto>> CreateShiftPattern(CreateShiftPatternCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>One pattern, archived or not.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<ShiftPatternDto>> GetShiftPattern(Guid id, CancellationToken cancellationToken) => Send(new GetShiftPatternQuery(id), cancellationToken);

    /// <summary>Renames a pattern.</summary>
    [HttpPatch("{id:guid}")]
    public Task<ActionResult<ShiftPatternDto>> UpdateShiftPattern(Guid id, ShiftPatternPatch body, CancellationToken cancellationToken) =>
        Send(new UpdateShiftPatternCommand(id, body.Name), cancellationToken);

    /// <summary>Takes a pattern out of use. Those who are assigned to it keep it.</summary>
    [HttpDelete("{id:guid}")]
    public Task<ActionResult> ArchiveShiftPattern(Guid id, CancellationToken cancellationToken) => Send(new ArchiveShiftPatternCommand(id), cancellationToken);
}

/// <summary>What to change of a pattern; what is left out stays. Its days never change.</summary>
/// <param name="Name">Unique among the company's patterns, whatever its case.</param>
public sealed record ShiftPatternPatch(string? Name = null);
