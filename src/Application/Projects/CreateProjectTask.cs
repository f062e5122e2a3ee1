using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Projects;

namespace Satcom.Application.Projects;

/// <summary>What a client says of a task.</summary>
/// <param name="Code">Unique in the project, whatever its case.</param>
/// <param name="Name">What it is called.</param>
/// <param name="IsArchived">True once nothing more is entered on it.</param>
/// <param name="Id">The client's id of a new task: sent again with the same content, it creates nothing.</param>
public sealed record ProjectTaskInput(string Code, string Name, bool IsArchived = false, Guid? Id = null);

/// <summary>Makes a task of a project.</summary>
[Requires(Permissions.ProjectsManage, Permissions.ProjectsManageAll)]
[AuditAction("projects.createProjectTask")]
[Fails<NotFound>]
[Fails<IdConflict>]
[Fails<TaskCodeTaken>]
public sealed record CreateProjectTaskCommand(Guid Id, ProjectTaskInput Task) : ICommand<ProjectTaskDto>;

internal sealed class CreateProjectTaskValidator : AbstractValidator<CreateProjectTaskCommand>
{
    public CreateProjectTaskValidator()
    {
        RuleFor(c => c.Task.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid").OverridePropertyName("Id");
        RuleFor(c => c.Task.Code).IsCode().OverridePropertyName("Code");
        RuleFor(c => c.Task.Name).IsName().OverridePropertyName("Name");
    }
}

internal sealed class CreateProjectTaskHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CreateProjectTaskCommand, Result<ProjectTaskDto>>
{
    public async Task<Result<ProjectTaskDto>> Handle(CreateProjectTaskCommand request, CancellationToken cancellationToken)
    {
        if (!await db.ManagesAsync(scope, request.Id, cancellationToken))
        {
            return new NotFound();
        }

        var given = request.Task;
        var task = new ProjectTask(scope.Tenant.Id, given.Id ?? time.New(), request.Id, given.Code.Trim(), given.Name.Trim(), given.IsArchived);
        if (scope.Attempt > 0 && await db.ProjectTasks.AsNoTracking().SingleOrDefaultAsync(t => t.Id == task.Id, cancellationToken) is { } known)
        {
            return known.ProjectId == task.ProjectId && ProjectTaskDto.AfterChange(known) == ProjectTaskDto.AfterChange(task) ? ProjectTaskDto.Of(known) : new IdConflict();
        }

        db.ProjectTasks.Add(task);
        return ProjectTaskDto.AfterChange(task);
    }
}
