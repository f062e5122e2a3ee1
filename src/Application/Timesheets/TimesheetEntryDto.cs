using Satcom.Application.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>How long somebody worked on something on one date.</summary>
public sealed record TimesheetEntryDto : IVersioned
{
    /// <summary>The entry's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose time it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The date, local to the person.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>What they worked on.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>Which part of it.</summary>
    public Guid? TaskId { get; init; }

    /// <summary>Whole minutes.</summary>
    public required int Minutes { get; init; }

    /// <summary>What they wrote of it.</summary>
    public string? Notes { get; init; }

    /// <summary>Files that belong to the entry. Empty until files can be stored.</summary>
    public required IReadOnlyList<Guid> AttachmentIds { get; init; }

    /// <summary>Changes with every change of the entry; as ETag too.</summary>
    public uint Version { get; set; }

    /// <summary>Entries as they are read.</summary>
    internal static IQueryable<TimesheetEntryDto> Of(IQueryable<TimesheetEntry> entries) => entries.Select(e => new TimesheetEntryDto
    {
        Id = e.Id,
        UserId = e.EmployeeId,
        Date = e.Date,
        ProjectId = e.ProjectId,
        TaskId = e.TaskId,
        Minutes = e.Minutes,
        Notes = e.Notes,
        AttachmentIds = e.AttachmentIds,
        Version = e.Version,
    });

    /// <summary>The entry after a command changed it; its version comes with the commit.</summary>
    internal static TimesheetEntryDto AfterChange(TimesheetEntry entry) => Of(entry, version: 0);

    /// <summary>The entry as it was read.</summary>
    internal static TimesheetEntryDto Of(TimesheetEntry entry) => Of(entry, entry.Version);

    private static TimesheetEntryDto Of(TimesheetEntry entry, uint version) => new()
    {
        Id = entry.Id,
        UserId = entry.EmployeeId,
        Date = entry.Date,
        ProjectId = entry.ProjectId,
        TaskId = entry.TaskId,
        Minutes = entry.Minutes,
        Notes = entry.Notes,
        AttachmentIds = entry.AttachmentIds,
        Version = version,
    };
}
