using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Jobs;

/// <summary>Lets the clock start a job again, with its next time: what was missed is not made up for, because that finds the same work.</summary>
/// <param name="Name">The job.</param>
[Requires(Permissions.JobsSchedule)]
[AuditAction("jobs.resume")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
public sealed record ResumeJobCommand(string Name) : ICommand<JobDto>;

internal sealed class ResumeJobHandler(JobPauses pauses) : IRequestHandler<ResumeJobCommand, Result<JobDto>>
{
    public Task<Result<JobDto>> Handle(ResumeJobCommand request, CancellationToken cancellationToken) => pauses.ChangeAsync(request.Name, reason: null, job => job.Resume(), cancellationToken);
}
