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
}
