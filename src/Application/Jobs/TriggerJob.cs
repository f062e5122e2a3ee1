using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Tenancy;
using Satcom.Domain.Common;
using Satcom.Domain.Jobs;

namespace Satcom.Application.Jobs;

/// <summary>
/// Has a job done now: by a company's administrator for their company alone, by the platform's for all companies. A node takes it within seconds; the answer says where to look. While the caller's
/// run of the job waits or goes on there is no second one. The platform's administrator may try a job that is paused; a company may not.
/// </summary>
/// <param name="Name">The job.</param>
/// <param name="Id">The client's id of the run: sent again, it runs nothing more.</param>
[Requires(Permissions.JobsManage)]
[AuditAction("jobs.trigger")]
[Fails<NotFound>]
[Fails<IdConflict>]
[Fails<JobActive>]
[Fails<JobPaused>]
public sealed record TriggerJobCommand(string Name, Guid? Id) : ICommand<JobRunDto>;

internal sealed class TriggerJobValidator : AbstractValidator<TriggerJobCommand>
{
    public TriggerJobValidator() => RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
}

internal sealed class TriggerJobHandler(ISatcomDb db, JobDtos jobs, RequestScope scope, TimeProvider time) : IRequestHandler<TriggerJobCommand, Result<JobRunDto>>
{
    public async Task<Result<JobRunDto>> Handle(TriggerJobCommand request, CancellationToken cancellationToken)
    {
        if (jobs.Find(request.Name) is not { } job)
        {
            return new NotFound();
        }

        var now = time.GetStoredNow();
        var isOfPlatform = scope.IsOfPlatform();
        var run = JobRun.Ask(scope.Tenant.Id, request.Id ?? time.New(), job.Name, isOfPlatform ? JobRunScope.Installation : JobRunScope.Company, scope.Actor.CountedAs, now);
        if (request.Id is { } id && await db.FindRunAsync(id, cancellationToken) is { } known)
        {
            return string.Equals(known.Job, run.Job, StringComparison.Ordinal) && known.Scope == run.Scope && known.AskedBy == run.AskedBy ? JobRunDto.Of(known, isOfPlatform, now) : new IdConflict();
        }

        if (!isOfPlatform && await db.Jobs.AnyAsync(j => j.Name == job.Name && j.PausedAt != null, cancellationToken))
        {
            return new JobPaused();
        }

        if (await db.JobRuns.AnyAsync(r => r.Job == run.Job && r.Scope == run.Scope && r.FinishedAt == null, cancellationToken))
        {
            return new JobActive();
        }

        db.JobRuns.Add(run);
        return JobRunDto.AfterChange(run, isOfPlatform, now);
    }
}

internal sealed class JobConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors => [new("ux_job_runs_active", new JobActive()), new("pk_job_runs", new IdConflict())];
}
