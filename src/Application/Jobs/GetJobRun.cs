using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Tenancy;
using Satcom.Domain.Common;

namespace Satcom.Application.Jobs;

/// <summary>How far a run has come.</summary>
[Requires(Permissions.JobsManage)]
[Fails<NotFound>]
public sealed record GetJobRunQuery(Guid Id) : IQuery<JobRunDto>;

internal sealed class GetJobRunHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<GetJobRunQuery, Result<JobRunDto>>
{
    public async Task<Result<JobRunDto>> Handle(GetJobRunQuery request, CancellationToken cancellationToken) =>
        await db.FindRunAsync(request.Id, cancellationToken) is { } run ? JobRunDto.Of(run, scope.IsOfPlatform(), time.GetUtcNow()) : new NotFound();
}
