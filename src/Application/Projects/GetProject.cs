using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Projects;

/// <summary>One project.</summary>
[Requires(Permissions.ProjectsRead, Permissions.ProjectsReadAll)]
[Fails<NotFound>]
public sealed record GetProjectQuery(Guid Id) : IQuery<ProjectDto>;

internal sealed class GetProjectHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<GetProjectQuery, Result<ProjectDto>>
{
    public async Task<Result<ProjectDto>> Handle(GetProjectQuery request, CancellationToken cancellationToken) =>
        await ProjectDto.Of(db.Projects.AsNoTracking().Within(db, scope.Actor).Where(p => p.Id == request.Id)).SingleOrDefaultAsync(cancellationToken) is { } project ? project : new NotFound();
}
