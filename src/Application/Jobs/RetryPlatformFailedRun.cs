using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Application.Tenancy;
using Satcom.Domain.Common;
using Satcom.Domain.Jobs;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Jobs;

/// <summary>Has the job of a run that failed or was lost done again for its company alone. It stands in both audits. While a run of the company's waits or goes on there is no second one.</summary>
/// <param name="TenantId">The company.</param>
/// <param name="Id">The run that failed.</param>
/// <param name="Reason">Kept in both audits.</param>
[Requires(Permissions.PlatformFailures)]
[AuditAction("platform.retry")]
[Fails<NotFound>]
[Fails<JobActive>]
[Fails<JobPaused>]
public sealed record RetryPlatformFailedRunCommand(Guid TenantId, Guid Id, string? Reason) : ICommand<JobRunDto>;

internal sealed class RetryPlatformFailedRunValidator : AbstractValidator<RetryPlatformFailedRunCommand>
{
    public RetryPlatformFailedRunValidator() => RuleFor(c => c.Reason).MaximumLength(Tenant.SuspensionReasonMaxLength);
}

/// <remarks>The company's run and line are committed first: should the second commit fail, it is told of where it matters.</remarks>
internal sealed class RetryPlatformFailedRunHandler(ISatcomDb db, RequestScope scope, ITenantDirectory directory, ITenantRunner runner, TimeProvider time)
    : IRequestHandler<RetryPlatformFailedRunCommand, Result<JobRunDto>>
{
    public async Task<Result<JobRunDto>> Handle(RetryPlatformFailedRunCommand request, CancellationToken cancellationToken)
    {
        if (!scope.IsOfPlatform())
        {
            return new Forbidden();
        }

        if (await directory.FindAsync(request.TenantId, cancellationToken) is not { } tenant)
        {
            return new NotFound();
        }

        scope.AuditReason = request.Reason;
        var asked = await runner.SendAsync(tenant, new RetryRunForPlatformCommand(scope.Actor, scope.RemoteAddress, request.Reason, request.Id), cancellationToken);
        if (asked.Error is null)
        {
            db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "tenant", tenant.Id));
        }

        return asked;
    }
}

/// <summary>Asks for another run of the scope's company in the place of one that failed.</summary>
[SystemOnly]
[AuditAction("platform.retry")]
internal sealed record RetryRunForPlatformCommand(Actor Actor, string? RemoteAddress, string? Reason, Guid Id) : ICommand<JobRunDto>;

internal sealed class RetryRunForPlatformHandler(ISatcomDb db, IJobCatalogue catalogue, RequestScope scope, TimeProvider time) : IRequestHandler<RetryRunForPlatformCommand, Result<JobRunDto>>
{
    public async Task<Result<JobRunDto>> Handle(RetryRunForPlatformCommand request, CancellationToken cancellationToken)
    {
        var failed = await db.JobRuns.AsNoTracking()
            .SingleOrDefaultAsync(r => r.Id == request.Id && r.Scope == JobRunScope.Company && (r.State == JobRunState.Failed || r.State == JobRunState.Lost), cancellationToken);
        if (failed is null || !catalogue.All.Any(j => j.IsPerTenant && string.Equals(j.Name, failed.Job, StringComparison.Ordinal)))
        {
            return new NotFound();
        }

        if (await db.Jobs.AnyAsync(j => j.Name == failed.Job && j.PausedAt != null, cancellationToken))
        {
            return new JobPaused();
        }

        if (await db.JobRuns.AnyAsync(r => r.Job == failed.Job && r.Scope == JobRunScope.Company && r.FinishedAt == null, cancellationToken))
        {
            return new JobActive();
        }

        scope.Actor = request.Actor with { Kind = ActorKind.PlatformScope };
        (scope.RemoteAddress, scope.AuditReason) = (request.RemoteAddress, request.Reason);
        var now = time.GetStoredNow();
        var run = JobRun.Ask(scope.Tenant.Id, time.New(), failed.Job, JobRunScope.Company, scope.Actor.CountedAs, now);
        db.JobRuns.Add(run);
        return JobRunDto.AfterChange(run, isOfPlatform: true, now);
    }
}
