using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.People;
using Satcom.Domain.Projects;

namespace Satcom.Application.Projects;

/// <summary>Makes a project, which people can then be put into.</summary>
/// <param name="Id">The client's id of the project: sent again with the same content, it creates nothing.</param>
/// <param name="Code">Unique in the company, whatever its case.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Client">Whom the work is for.</param>
/// <param name="Status">Whether work goes on in it.</param>
/// <param name="StartsOn">The first date on which time may be entered; left out for any.</param>
/// <param name="EndsOn">The last date on which time may be entered; left out for any.</param>
/// <param name="OwnerId">The account that answers for it; left out, the caller.</param>
[Requires(Permissions.ProjectsManage, Permissions.ProjectsManageAll)]
[AuditAction("projects.createProject")]
[Fails<IdConflict>]
[Fails<ProjectCodeTaken>]
[Fails<ProjectDatesReversed>]
[Fails<EmployeeUnknown>]
public sealed record CreateProjectCommand(
    Guid? Id, string Code, string Name, string? Client = null, ProjectStatus Status = ProjectStatus.Active, DateOnly? StartsOn = null, DateOnly? EndsOn = null, Guid? OwnerId = null) : ICommand<ProjectDto>;

internal sealed class CreateProjectValidator : AbstractValidator<CreateProjectCommand>
{
    public CreateProjectValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.Code).IsCode();
        RuleFor(c => c.Name).IsName();
        RuleFor(c => c.Client).IsClient();
        RuleFor(c => c.Status).IsInEnum();
    }
}

internal sealed class CreateProjectHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CreateProjectCommand, Result<ProjectDto>>
{
    public async Task<Result<ProjectDto>> Handle(CreateProjectCommand request, CancellationToken cancellationToken)
    {
        var facts = new ProjectInput(request.Code, request.Name, request.Client, request.Status, request.StartsOn, request.EndsOn, request.OwnerId).ToFacts(scope.Actor.UserId);

        // Nothing is read at first: constraints refuse what is taken, and then it is seen whether this very project is there already.
        if (scope.Attempt > 0 && request.Id is { } id && await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is { } known)
        {
            return known.Facts == facts ? ProjectDto.Of(known) : new IdConflict();
        }

        if (!Project.Create(scope.Tenant.Id, request.Id ?? time.New(), facts).TryGet(out var project, out var refusal))
        {
            return refusal;
        }

        db.Projects.Add(project);
        return ProjectDto.AfterChange(project);
    }
}

internal sealed class ProjectConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors =>
    [
        new("pk_projects", new IdConflict()),
        new("ux_projects_code", new ProjectCodeTaken()),
        new("fk_projects_owner", new EmployeeUnknown()),
        new("ux_project_members_employee", new AlreadyMember()),
        new("fk_project_members_project", new NotFound()),
        new("fk_project_members_employee", new EmployeeUnknown()),
        new("pk_project_tasks", new IdConflict()),
        new("ux_project_tasks_code", new TaskCodeTaken()),
        new("fk_project_tasks_project", new NotFound()),
    ];
}
