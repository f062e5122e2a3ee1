using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Projects;

namespace Satcom.Application.Projects;

/// <summary>Somebody who works in a project.</summary>
public sealed record ProjectMemberDto : IVersioned
{
    /// <summary>The person.</summary>
    public required Guid UserId { get; init; }

    /// <summary>That person's name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What they may do in the project.</summary>
    public required ProjectRole Role { get; init; }

    /// <summary>Changes with every change of the member's role; as ETag too.</summary>
    public uint Version { get; set; }

    /// <summary>Members with their names, in one statement.</summary>
    internal static IQueryable<ProjectMemberDto> Named(IQueryable<ProjectMember> members, ISatcomDb db) => members.Select(m => new ProjectMemberDto
    {
        UserId = m.EmployeeId,
        DisplayName = db.Users.Where(u => u.Id == m.EmployeeId).Select(u => u.DisplayName).First(),
        Role = m.Role,
        Version = m.Version,
    });

    /// <summary>The member after a command changed it; its version comes with the commit.</summary>
    internal static async Task<ProjectMemberDto> AfterChangeAsync(ProjectMember member, ISatcomDb db, CancellationToken cancellationToken) => new()
    {
        UserId = member.EmployeeId,
        DisplayName = await db.Users.Where(u => u.Id == member.EmployeeId).Select(u => u.DisplayName).FirstOrDefaultAsync(cancellationToken) ?? string.Empty,
        Role = member.Role,
    };
}
