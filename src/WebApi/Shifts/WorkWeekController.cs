using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Shifts;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Shifts;

/// <summary>The company's week.</summary>
[Route("api/v1/policies/work-week")]
public sealed class WorkWeekController : ApiController
{
    /// <summary>The company's weeks by date: first day, weekend, target and holidays.</summary>
    [HttpGet]
    public Task<ActionResult<WorkWeekPolicyDto>> GetWorkWeek(CancellationToken cancellationToken) => Send(new GetWorkWeekQuery(), cancellationToken);

    /// <summary>Gives the company another week from a date on.</summary>
    [HttpPut]
    public Task<ActionResult<WorkWeekPolicyDto>> SetWorkWeek(SetWorkWeekCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);
}
