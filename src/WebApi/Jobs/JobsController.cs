using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Jobs;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Jobs;

/// <summary>What the service does by the clock and in the background.</summary>
[Route("api/v1/jobs")]
public sealed class JobsController : ApiController
{
    /// <summary>What the service does by the clock: for a company what concerns it, for the platform everything.</summary>
    [HttpGet]
    public Task<ActionResult<Page<JobDto>>> ListJobs(CancellationToken cancellationToken) => Send(new ListJobsQuery(), cancellationToken);

    /// <summary>One thing that the service does by the clock.</summary>
    [HttpGet("{name}")]
    public Task<ActionResult<JobDto>> GetJob(string name, CancellationToken cancellationToken) => Send(new GetJobQuery(name), cancellationToken);

    /// <summary>Have a job done now: for one's company, or as the platform's administrator for all.</summary>
    [HttpPost("{name}/trigger")]
    [ProducesResponseType<JobRunDto>(StatusCodes.Status202Accepted)]
    public Task<ActionResult<JobRunDto>> TriggerJob(string name, NewJobRun body, CancellationToken cancellationToken) => SendAccepted(new TriggerJobCommand(name, body.Id), cancellationToken);

    /// <summary>Keep every node from starting a job by the clock.</summary>
    [HttpPost("{name}/pause")]
    public Task<ActionResult<JobDto>> PauseJob(string name, JobPauseReason body, CancellationToken cancellationToken) => Send(new PauseJobCommand(name, body.Reason), cancellationToken);

    /// <summary>Let the clock start a job again.</summary>
    [HttpPost("{name}/resume")]
    public Task<ActionResult<JobDto>> ResumeJob(string name, CancellationToken cancellationToken) => Send(new ResumeJobCommand(name), cancellationToken);

    /// <summary>What was and is done in the background, newest first.</summary>
    [HttpGet("runs")]
    public Task<ActionResult<Page<JobRunDto>>> ListJobRuns([FromQuery] ListJobRunsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>How far a run has come.</summary>
    [HttpGet("runs/{id:guid}")]
    public Task<ActionResult<JobRunDto>> GetJobRun(Guid id, CancellationToken cancellationToken) => Send(new GetJobRunQuery(id), cancellationToken);

    /// <summary>End a run, on whichever node it is.</summary>
    [HttpPost("runs/{id:guid}/cancel")]
    [ProducesResponseType<JobRunDto>(StatusCodes.Status202Accepted)]
    public Task<ActionResult<JobRunDto>> CancelJobRun(Guid id, CancellationToken cancellationToken) => SendAccepted(new CancelJobRunCommand(id), cancellationToken);
}

/// <summary>A run that is asked for.</summary>
/// <param name="Id">The client's id of the run: sent again, it runs nothing more.</param>
public sealed record NewJobRun(Guid? Id = null);

/// <summary>Why a job is paused.</summary>
/// <param name="Reason">Kept with it and in the platform's audit; companies do not see it.</param>
public sealed record JobPauseReason(string? Reason = null);
