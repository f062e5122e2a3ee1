using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Projects;

namespace Satcom.Application.Projects;

/// <summary>Something that people work on and enter time on.</summary>
public sealed record ProjectDto : IVersioned
{
    /// <summary>The project's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique in the company, whatever its case.</summary>
    public required string Code { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>Whom the work is for.</summary>
    public string? Client { get; init; }

    /// <summary>Whether work goes on in it.</summary>
    public required ProjectStatus Status { get; init; }

    /// <summary>The first date on which time may be entered; null for any.</summary>
    public DateOnly? StartsOn { get; init; }

    /// <summary>The last date on which time may be entered; null for any.</summary>
    public DateOnly? EndsOn { get; init; }

    /// <summary>Who answers for it.</summary>
    public required Guid OwnerId { get; init; }

    /// <summary>Changes with every change of the project; as ETag too.</summary>
    public uint Version { get; set; }

    /// <summary>Projects as they are read.</summary>
    internal static IQueryable<ProjectDto> Of(IQueryable<Project> projects) => projects.Select(p => new ProjectDto
    {
        Id = p.Id,
        Code = p.Code,
        Name = p.Name,
        Client = p.Client,
        Status = p.Status,
        StartsOn = p.StartsOn,
        EndsOn = p.EndsOn,
        OwnerId = p.OwnerId,
        Version = p.Version,
    });

    /// <summary>The project after a command changed it; its version comes with the commit.</summary>
    internal static ProjectDto AfterChange(Project project) => Of(project, version: 0);

    /// <summary>The project as it was read.</summary>
    internal static ProjectDto Of(Project project) => Of(project, project.Version);

    private static ProjectDto Of(Project project, uint version) => new()
    {
        Id = project.Id,
        Code = project.Code,
        Name = project.Name,
        Client = project.Client,
        Status = project.Status,
        StartsOn = project.StartsOn,
        EndsOn = project.EndsOn,
        OwnerId = project.OwnerId,
        Version = version,
    };
}

/// <summary>Finds the project that a command is about.</summary>
internal static class ManagedProjects
{
    /// <summary>The project, tracked, if the caller may change it.</summary>
    public static Task<Project?> FindManagedAsync(this ISatcomDb db, RequestScope scope, Guid id, CancellationToken cancellationToken) =>
        db.Projects.ManagedBy(db, scope.Actor).SingleOrDefaultAsync(p => p.Id == id, cancellationToken);

    /// <summary>Whether the caller may change the project.</summary>
    public static Task<bool> ManagesAsync(this ISatcomDb db, RequestScope scope, Guid id, CancellationToken cancellationToken) =>
        db.Projects.ManagedBy(db, scope.Actor).AnyAsync(p => p.Id == id, cancellationToken);

    /// <summary>Whether the caller may see the project.</summary>
    public static Task<bool> SeesProjectAsync(this ISatcomDb db, RequestScope scope, Guid id, CancellationToken cancellationToken) =>
        db.Projects.Within(db, scope.Actor).AnyAsync(p => p.Id == id, cancellationToken);
}
