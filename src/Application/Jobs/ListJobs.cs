using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Jobs;

/// <summary>What the service does by the clock: for a company what concerns it, for the platform everything.</summary>
[Requires(Permissions.JobsManage)]
public sealed record ListJobsQuery : IQuery<Page<JobDto>>;

internal sealed class ListJobsHandler(JobDtos jobs) : IRequestHandler<ListJobsQuery, Result<Page<JobDto>>>
{
    public async Task<Result<Page<JobDto>>> Handle(ListJobsQuery request, CancellationToken cancellationToken) => new Page<JobDto>(await jobs.ListAsync(cancellationToken), NextCursor: null);
}
