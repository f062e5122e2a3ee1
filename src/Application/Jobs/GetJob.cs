using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Jobs;

/// <summary>One thing that the service does by the clock.</summary>
[Requires(Permissions.JobsManage)]
[Fails<NotFound>]
public sealed record GetJobQuery(string Name) : IQuery<JobDto>;

internal sealed class GetJobHandler(JobDtos jobs) : IRequestHandler<GetJobQuery, Result<JobDto>>
{
    public async Task<Result<JobDto>> Handle(GetJobQuery request, CancellationToken cancellationToken) =>
        (await jobs.ListAsync(cancellationToken)).SingleOrDefault(j => string.Equals(j.Name, request.Name, StringComparison.Ordinal)) is { } job ? job : new NotFound();
}
