using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.People;
using Satcom.Domain.Projects;

namespace Satcom.Application.Projects;

/// <summary>Says of a project what is said now: what is left out is taken away, only its owner stays.</summary>
[Requires(Permissions.ProjectsManage, Permissions.ProjectsManageAll)]
[AuditAction("projects.updateProject")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<ProjectCodeTaken>]
[Fails<ProjectDatesReversed>]
[Fails<EmployeeUnknown>]
public sealed record UpdateProjectCommand(Guid Id, ProjectInput Project) : ICommand<ProjectDto>;

internal sealed class UpdateProjectValidator : AbstractValidator<UpdateProjectCommand>
{
    public UpdateProjectValidator()
    {
        RuleFor(c => c.Project.Code).IsCode().OverridePropertyName("Code");
        RuleFor(c => c.Project.Name).IsName().OverridePropertyName("Name");
        RuleFor(c => c.Project.Client).IsClient().OverridePropertyName("Client");
        RuleFor(c => c.Project.Status).IsInEnum().OverridePropertyName("Status");
    }
}

internal sealed class UpdateProjectHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<UpdateProjectCommand, Result<ProjectDto>>
{
    public async Task<Result<ProjectDto>> Handle(UpdateProjectCommand request, CancellationToken cancellationToken)
    {
        if (await db.FindManagedAsync(scope, request.Id, cancellationToken) is not { } project)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != project.Version)
        {
            return new VersionMismatch();
        }

        var facts = request.Project.ToFacts(project.OwnerId);
        if (facts == project.Facts)
        {
            return ProjectDto.Of(project);
        }

        return project.Describe(facts) is { } refusal ? refusal : ProjectDto.AfterChange(project);
    }
}
