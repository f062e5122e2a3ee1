using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Projects;

namespace Satcom.Application.Projects;

/// <summary>Takes a task away, as long as no time was entered on it.</summary>
[Requires(Permissions.ProjectsManage, Permissions.ProjectsManageAll)]
[AuditAction("projects.deleteProjectTask")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<ProjectInUse>]
public sealed record DeleteProjectTaskCommand(Guid Id, Guid TaskId) : IPlainCommand;

internal sealed class DeleteProjectTaskHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<DeleteProjectTaskCommand, Result>
{
    public async Task<Result> Handle(DeleteProjectTaskCommand request, CancellationToken cancellationToken)
    {
        if (!await db.ManagesAsync(scope, request.Id, cancellationToken)
            || await db.ProjectTasks.SingleOrDefaultAsync(t => t.Id == request.TaskId && t.ProjectId == request.Id, cancellationToken) is not { } task)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != task.Version)
        {
            return new VersionMismatch();
        }

        if (await db.TimesheetEntries.AnyAsync(e => e.ProjectId == request.Id && e.TaskId == task.Id, cancellationToken))
        {
            return new ProjectInUse();
        }

        db.ProjectTasks.Remove(task);
        return Result.Success;
    }
}
