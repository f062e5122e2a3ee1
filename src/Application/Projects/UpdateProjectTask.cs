using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Projects;

namespace Satcom.Application.Projects;

/// <summary>What is said of a task now.</summary>
/// <param name="Code">Unique in the project, whatever its case.</param>
/// <param name="Name">What it is called.</param>
/// <param name="IsArchived">True once nothing more is entered on it.</param>
public sealed record ProjectTaskChange(string Code, string Name, bool IsArchived = false);

/// <summary>Says of a task what is said now.</summary>
[Requires(Permissions.ProjectsManage, Permissions.ProjectsManageAll)]
[AuditAction("projects.updateProjectTask")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<TaskCodeTaken>]
public sealed record UpdateProjectTaskCommand(Guid Id, Guid TaskId, ProjectTaskChange Task) : ICommand<ProjectTaskDto>;

internal sealed class UpdateProjectTaskValidator : AbstractValidator<UpdateProjectTaskCommand>
{
    public UpdateProjectTaskValidator()
    {
        RuleFor(c => c.Task.Code).IsCode().OverridePropertyName("Code");
        RuleFor(c => c.Task.Name).IsName().OverridePropertyName("Name");
    }
}

internal sealed class UpdateProjectTaskHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<UpdateProjectTaskCommand, Result<ProjectTaskDto>>
{
    public async Task<Result<ProjectTaskDto>> Handle(UpdateProjectTaskCommand request, CancellationToken cancellationToken)
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

        var (code, name, isArchived) = (request.Task.Code.Trim(), request.Task.Name.Trim(), request.Task.IsArchived);
        if (string.Equals(code, task.Code, StringComparison.Ordinal) && string.Equals(name, task.Name, StringComparison.Ordinal) && isArchived == task.IsArchived)
        {
            return ProjectTaskDto.Of(task);
        }

        task.Describe(code, name, isArchived);
        return ProjectTaskDto.AfterChange(task);
    }
}
