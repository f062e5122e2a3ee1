using Satcom.Application.Common;
using Satcom.Application.Projects;
using Satcom.Domain.Projects;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Projects;

internal sealed class ProjectExample : IExample<ProjectDto>
{
    public ProjectDto Value => new()
    {
        Id = ExampleValues.Thing,
        Code = "NORTH-7",
        Name = "North mall, seventh floor",
        Client = "North Malls",
        Status = ProjectStatus.Active,
        StartsOn = ExampleValues.Date,
        OwnerId = ExampleValues.Manager,
        Version = 912,
    };
}

internal sealed class ProjectsExample : IExample<Page<ProjectDto>>
{
    public Page<ProjectDto> Value => new([new ProjectExample().Value], ExampleValues.Cursor);
}

internal sealed class CreateProjectExample : IExample<CreateProjectCommand>
{
    public CreateProjectCommand Value => new(ExampleValues.Thing, "NORTH-7", "North mall, seventh floor", "North Malls", StartsOn: ExampleValues.Date);
}

internal sealed class ProjectInputExample : IExample<ProjectInput>
{
    public ProjectInput Value => new("NORTH-7", "North mall, seventh floor", "North Malls", ProjectStatus.Archived, ExampleValues.Date, ExampleValues.Date.AddDays(90));
}

internal sealed class ProjectMemberExample : IExample<ProjectMemberDto>
{
    public ProjectMemberDto Value => new() { UserId = ExampleValues.Employee, DisplayName = ExampleValues.EmployeeName, Role = ProjectRole.Member, Version = 915 };
}

internal sealed class ProjectMembersExample : IExample<Page<ProjectMemberDto>>
{
    public Page<ProjectMemberDto> Value => new([new ProjectMemberExample().Value], ExampleValues.Cursor);
}

internal sealed class NewProjectMemberExample : IExample<NewProjectMember>
{
    public NewProjectMember Value => new(ExampleValues.Employee, ProjectRole.Member);
}

internal sealed class ProjectMemberRoleExample : IExample<ProjectMemberRole>
{
    public ProjectMemberRole Value => new(ProjectRole.Manager);
}

internal sealed class ProjectTaskExample : IExample<ProjectTaskDto>
{
    public ProjectTaskDto Value => new() { Id = ExampleValues.Tap, Code = "WIRING", Name = "Wiring", IsArchived = false, Version = 918 };
}

internal sealed class ProjectTasksExample : IExample<Page<ProjectTaskDto>>
{
    public Page<ProjectTaskDto> Value => new([new ProjectTaskExample().Value], ExampleValues.Cursor);
}

internal sealed class ProjectTaskInputExample : IExample<ProjectTaskInput>
{
    public ProjectTaskInput Value => new("WIRING", "Wiring");
}

internal sealed class ProjectTaskChangeExample : IExample<ProjectTaskChange>
{
    public ProjectTaskChange Value => new("WIRING", "Wiring and sockets", IsArchived: true);
}
