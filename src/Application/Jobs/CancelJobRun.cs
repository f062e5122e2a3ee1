using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Application.Tenancy;
using Satcom.Domain.Common;
using Satcom.Domain.Jobs;

namespace Satcom.Application.Jobs;

/// <summary>
/// Ends a run: at once where it waits, and else by asking the node that runs it, which ends it within seconds, between two steps. The run says when it is over. What was done until then stays done.
/// An import or an evaluation of anomalies ends with the batch that it is at; other work of companies goes on until it is done. Asked twice it is as if asked once.
/// </summary>
/// <param name="Id">The run's id.</param>
[Requires(Permissions.JobsManage)]
[AuditAction("jobs.cancel")]
[Fails<NotFound>]
[Fails<JobRunEnded>]
[Fails<JobRunUnstoppable>]
public sealed record CancelJobRunCommand(Guid Id) : ICommand<JobRunDto>;

internal sealed class CancelJobRunHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CancelJobRunCommand, Result<JobRunDto>>
{
    public async Task<Result<JobRunDto>> Handle(CancelJobRunCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetStoredNow();
        var isOfPlatform = scope.IsOfPlatform();
        if (await db.JobRuns.SingleOrDefaultAsync(r => r.Id == request.Id, cancellationToken) is { } run)
        {
            var isAsked = run.CancelAskedAt is not null;
            if (run.Cancel(scope.Actor.CountedAs, now) is { } error)
            {
                return error;
            }

            var dto = JobRunDto.AfterChange(run, isOfPlatform, now);
            return isAsked ? dto with { Version = run.Version } : dto;
        }

        if (await db.FindRunAsync(request.Id, cancellationToken) is not { } other)
        {
            return new NotFound();
        }

        if (other.FinishedAt is not null)
        {
            return new JobRunEnded();
        }

        var cancelled = JobRunDto.Of(other, isOfPlatform, now) with { State = JobRunState.Cancelled, FinishedAt = now, CancelAskedAt = now, Version = 0 };
        if (await db.AnomalyEvaluations.SingleOrDefaultAsync(e => e.Id == request.Id, cancellationToken) is { } evaluation)
        {
            if (!evaluation.Cancel(now))
            {
                return new JobRunEnded();
            }

            db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "anomalyEvaluation", evaluation.Id));
            return cancelled;
        }

        if (await db.ImportProgress.SingleOrDefaultAsync(p => p.Id == request.Id, cancellationToken) is not { IsOver: false } import)
        {
            return new JobRunUnstoppable();
        }

        db.ImportBatches.RemoveRange(await db.ImportBatches.Where(b => b.ImportId == import.Id).ToListAsync(cancellationToken));
        import.Cancel(now);
        db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "import", import.Id));
        return cancelled;
    }
}
