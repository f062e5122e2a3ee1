using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Projects;
using Satcom.Domain.Projects;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Projects;

/// <summary>Projects, their members and their tasks.</summary>
[Route("api/v1/projects")]
public sealed class ProjectsController : ApiController
{
    /// <summary>The projects that the caller may see, oldest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<ProjectDto>>> ListProjects([FromQuery] ListProjectsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Makes a project, which people can then be put into.</summary>
    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<ProjectDto>> CreateProject(CreateProjectCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>One project.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<ProjectDto>> GetProject(Guid id, CancellationToken cancellationToken) => Send(new GetProjectQuery(id), cancellationToken);

    /// <summary>Says of a project what is said now: what is left out is taken away, only its owner stays.</summary>
    [HttpPut("{id:guid}")]
    public Task<ActionResult<ProjectDto>> UpdateProject(Guid id, ProjectInput body, CancellationToken cancellationToken) => Send(new UpdateProjectCommand(id, body), cancellationToken);

    /// <summary>Takes a project away with its members and tasks, as long as no time was entered on it.</summary>
    [HttpDelete("{id:guid}")]
    public Task<ActionResult> DeleteProject(Guid id, CancellationToken cancellationToken) => Send(new DeleteProjectCommand(id), cancellationToken);

    /// <summary>The members of a project, by their ids.</summary>
    [HttpGet("{id:guid}/members")]
    public Task<ActionResult<Page<ProjectMemberDto>>> ListProjectMembers(Guid id, [FromQuery] ProjectPage page, CancellationToken cancellationToken) =>
        Send(new ListProjectMembersQuery(id, page.Limit, page.Cursor), cancellationToken);

    /// <summary>Puts a person into a project. Sent again with the same role, it changes nothing.</summary>
    [HttpPost("{id:guid}/members")]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<ProjectMemberDto>> AddProjectMember(Guid id, NewProjectMember body, CancellationToken cancellationToken) =>
        SendCreated(new AddProjectMemberCommand(id, body.UserId, body.Role), cancellationToken);

    /// <summary>Gives a member another role.</summary>
    [HttpPut("{id:guid}/members/{userId:guid}")]
    public Task<ActionResult<ProjectMemberDto>> ChangeProjectMember(Guid id, Guid userId, ProjectMemberRole body, CancellationToken cancellationToken) =>
        Send(new ChangeProjectMemberCommand(id, userId, body.Role), cancellationToken);

    /// <summary>Takes a person out of a project. What they entered stays.</summary>
    [HttpDelete("{id:guid}/members/{userId:guid}")]
    public Task<ActionResult> RemoveProjectMember(Guid id, Guid userId, CancellationToken cancellationToken) => Send(new RemoveProjectMemberCommand(id, userId), cancellationToken);

    /// <summary>The tasks of a project, oldest first.</summary>
    [HttpGet("{id:guid}/tasks")]
    public Task<ActionResult<Page<ProjectTaskDto>>> ListProjectTasks(Guid id, [FromQuery] ProjectTaskPage page, CancellationToken cancellationToken) =>
        Send(new ListProjectTasksQuery(id, page.IsArchived, page.Limit, page.Cursor), cancellationToken);

    /// <summary>Makes a task of a project.</summary>
    [HttpPost("{id:guid}/tasks")]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<ProjectTaskDto>> CreateProjectTask(Guid id, ProjectTaskInput body, CancellationToken cancellationToken) => SendCreated(new CreateProjectTaskCommand(id, body), cancellationToken);

    /// <summary>Says of a task what is said now.</summary>
    [HttpPut("{id:guid}/tasks/{taskId:guid}")]
    public Task<ActionResult<ProjectTaskDto>> UpdateProjectTask(Guid id, Guid taskId, ProjectTaskChange body, CancellationToken cancellationToken) =>
        Send(new UpdateProjectTaskCommand(id, taskId, body), cancellationToken);

    /// <summary>Takes a task away, as long as no time was entered on it.</summary>
    [HttpDelete("{id:guid}/tasks/{taskId:guid}")]
    public Task<ActionResult> DeleteProjectTask(Guid id, Guid taskId, CancellationToken cancellationToken) => Send(new DeleteProjectTaskCommand(id, taskId), cancellationToken);
}

/// <summary>Who comes into a project.</summary>
/// <param name="UserId">An employee of the company.</param>
/// <param name="Role">What they may do in it.</param>
public sealed record NewProjectMember(Guid UserId, ProjectRole Role = ProjectRole.Member);

/// <summary>A member's role.</summary>
/// <param name="Role">What they may do in the project.</param>
public sealed record ProjectMemberRole(ProjectRole Role);

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Limit">1 to 200.</param>
/// <param name="Cursor">From an earlier page.</param>
public sealed record ProjectPage(int Limit = Paging.DefaultLimit, string? Cursor = null);

/// <summary>Which tasks are asked for.</summary>
/// <param name="IsArchived">Only archived ones, or only others.</param>
/// <param name="Limit">1 to 200.</param>
/// <param name="Cursor">From an earlier page.</param>
public sealed record ProjectTaskPage(bool? IsArchived = null, int Limit = Paging.DefaultLimit, string? Cursor = null);
