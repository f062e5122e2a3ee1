using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.People;

[Route("api/v1/teams")]
public sealed class TeamsController : ApiController
{
    /// <summary>The company's teams, oldest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<TeamDto>>> ListTeams([FromQuery] ListTeamsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Makes a team, which people can then be put into.</summary>
    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<TeamDto>> CreateTeam(CreateTeamCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>One team, archived or not.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<TeamDto>> GetTeam(Guid id, CancellationToken cancellationToken) => Send(new GetTeamQuery(id), cancellationToken);

    /// <summary>Renames a team.</summary>
    [HttpPatch("{id:guid}")]
    public Task<ActionResult<TeamDto>> UpdateTeam(Guid id, TeamPatch body, CancellationToken cancellationToken) => Send(new UpdateTeamCommand(id, body.Name), cancellationToken);

    /// <summary>Takes a team out of use, while nobody is in it or is to join it.</summary>
    [HttpDelete("{id:guid}")]
    public Task<ActionResult> DeleteTeam(Guid id, CancellationToken cancellationToken) => Send(new DeleteTeamCommand(id), cancellationToken);
}

/// <summary>What to change of a team; what is left out stays.</summary>
/// <param name="Name">Unique among the company's teams, whatever its case.</param>
public sealed record TeamPatch(string? Name = null);
