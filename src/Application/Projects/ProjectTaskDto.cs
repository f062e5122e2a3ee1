using Satcom.Application.Common;
using Satcom.Domain.Projects;

namespace Satcom.Application.Projects;

/// <summary>A part of a project that time is entered on.</summary>
public sealed record ProjectTaskDto : IVersioned
{
    /// <summary>The task's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique in the project, whatever its case.</summary>
    public required string Code { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>True once nothing more is entered on it.</summary>
    public required bool IsArchived { get; init; }

    /// <summary>Changes with every change of the task; as ETag too.</summary>
    public uint Version { get; set; }

    /// <summary>Tasks as they are read.</summary>
    internal static IQueryable<ProjectTaskDto> Of(IQueryable<ProjectTask> tasks) =>
        tasks.Select(t => new ProjectTaskDto { Id = t.Id, Code = t.Code, Name = t.Name, IsArchived = t.IsArchived, Version = t.Version });

    /// <summary>The task after a command changed it; its version comes with the commit.</summary>
    internal static ProjectTaskDto AfterChange(ProjectTask task) => new() { Id = task.Id, Code = task.Code, Name = task.Name, IsArchived = task.IsArchived };

    /// <summary>The task as it was read.</summary>
    internal static ProjectTaskDto Of(ProjectTask task)
    {
        var dto = AfterChange(task);
        dto.Version = task.Version;
        return dto;
    }
}
