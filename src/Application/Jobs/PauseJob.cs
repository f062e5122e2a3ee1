using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Application.Tenancy;
using Satcom.Domain.Common;
using Satcom.Domain.Jobs;

namespace Satcom.Application.Jobs;

/// <summary>Keeps every node of the installation from starting a job by the clock, until it is resumed. What runs already goes on; what companies asked for waits. Paused twice it is as if paused once.</summary>
/// <param name="Name">The job.</param>
/// <param name="Reason">Kept with it and in the platform's audit; companies do not see it.</param>
[Requires(Permissions.JobsSchedule)]
[AuditAction("jobs.pause")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
public sealed record PauseJobCommand(string Name, string? Reason) : ICommand<JobDto>;

internal sealed class PauseJobValidator : AbstractValidator<PauseJobCommand>
{
    public PauseJobValidator() => RuleFor(c => c.Reason).MaximumLength(Job.ReasonMaxLength);
}

/// <summary>Changes what the installation remembers of a job. The row is of no company, so its line of the audit is written here.</summary>
internal sealed class JobPauses(ISatcomDb db, JobDtos jobs, RequestScope scope, TimeProvider time)
{
    public async Task<Result<JobDto>> ChangeAsync(string name, string? reason, Func<Job, bool> change, CancellationToken cancellationToken)
    {
        // The permission alone is not enough: it may be held elsewhere one day.
        if (!scope.IsOfPlatform())
        {
            return new Forbidden();
        }

        if (jobs.Find(name) is not { } info)
        {
            return new NotFound();
        }

        var job = await db.Jobs.SingleOrDefaultAsync(j => j.Name == info.Name, cancellationToken);
        var isNew = job is null;
        job ??= new Job(info.Name);
        if (scope.IfMatch is { } version && version != job.Revision)
        {
            return new VersionMismatch();
        }

        if (!change(job))
        {
            return await jobs.AfterChangeAsync(info, job, cancellationToken);
        }

        if (isNew)
        {
            db.Jobs.Add(job);
        }

        db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "job", entityId: null, JsonSerializer.Serialize(new { job = info.Name, reason }, JsonSerializerOptions.Web)));
        return await jobs.AfterChangeAsync(info, job, cancellationToken);
    }
}

internal sealed class PauseJobHandler(JobPauses pauses, RequestScope scope, TimeProvider time) : IRequestHandler<PauseJobCommand, Result<JobDto>>
{
    public Task<Result<JobDto>> Handle(PauseJobCommand request, CancellationToken cancellationToken) =>
        pauses.ChangeAsync(request.Name, request.Reason, job => job.Pause(scope.Actor.UserId, request.Reason, time.GetStoredNow()), cancellationToken);
}
