using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Jobs;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Jobs;

/// <summary>What failed, of whichever company.</summary>
[Route("api/v1/platform")]
public sealed class PlatformFailuresController : ApiController
{
    /// <summary>Events, mails and text messages of all companies that could not be delivered, latest first.</summary>
    [HttpGet("dead-letters")]
    public Task<ActionResult<Page<PlatformDeadLetterDto>>> ListPlatformDeadLetters([FromQuery] ListPlatformDeadLettersQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Sends again what was given up, of whichever company.</summary>
    [HttpPost("dead-letters/retry")]
    public Task<ActionResult<RetriedMany>> RetryPlatformDeadLetters(RetryPlatformDeadLettersCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Runs of all companies that failed or were lost, newest first.</summary>
    [HttpGet("failed-runs")]
    public Task<ActionResult<Page<PlatformFailedRunDto>>> ListPlatformFailedRuns([FromQuery] ListPlatformFailedRunsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Has the job of a run that failed done again, for its company alone.</summary>
    [HttpPost("tenants/{tenantId:guid}/failed-runs/{id:guid}/retry")]
    [ProducesResponseType<JobRunDto>(StatusCodes.Status202Accepted)]
    public Task<ActionResult<JobRunDto>> RetryPlatformFailedRun(Guid tenantId, Guid id, FailedRunReason body, CancellationToken cancellationToken) =>
        SendAccepted(new RetryPlatformFailedRunCommand(tenantId, id, body.Reason), cancellationToken);
}

/// <summary>Why a job is done again.</summary>
/// <param name="Reason">Kept in both audits.</param>
public sealed record FailedRunReason(string? Reason = null);
