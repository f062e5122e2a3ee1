using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Projects;

namespace Satcom.Application.Projects;

/// <summary>Takes a project away with its members and tasks, as long as no time was entered on it.</summary>
[Requires(Permissions.ProjectsManage, Permissions.ProjectsManageAll)]
[AuditAction("projects.deleteProject")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<ProjectInUse>]
public sealed record DeleteProjectCommand(Guid Id) : IPlainCommand;

internal sealed class DeleteProjectHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<DeleteProjectCommand, Result>
{
    public async Task<Result> Handle(DeleteProjectCommand request, CancellationToken cancellationToken)
    {
        if (await db.FindManagedAsync(scope, request.Id, cancellationToken) is not { } project)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != project.Version)
        {
            return new VersionMismatch();
        }

        // The foreign key says it too, of an entry that comes meanwhile.
        if (await db.TimesheetEntries.AnyAsync(e => e.ProjectId == project.Id, cancellationToken))
        {
            return new ProjectInUse();
        }

        db.ProjectMembers.RemoveRange(await db.ProjectMembers.Where(m => m.ProjectId == project.Id).ToListAsync(cancellationToken));
        db.ProjectTasks.RemoveRange(await db.ProjectTasks.Where(t => t.ProjectId == project.Id).ToListAsync(cancellationToken));
        db.Projects.Remove(project);
        return Result.Success;
    }
}
