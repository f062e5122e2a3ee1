using Satcom.Application.Common;
using Satcom.Domain.Projects;

namespace Satcom.Application.Projects;

/// <summary>Narrows projects to those that the caller may see, or may change.</summary>
internal static class ProjectReach
{
    /// <summary>Everybody's projects are those that they own or are a member of.</summary>
    public static IQueryable<Project> Within(this IQueryable<Project> projects, ISatcomDb db, Actor actor)
    {
        var me = actor.UserId;
        return actor.May(Permissions.ProjectsReadAll) ? projects : projects.Where(p => p.OwnerId == me || db.ProjectMembers.Any(m => m.ProjectId == p.Id && m.EmployeeId == me));
    }

    /// <summary>A manager manages the projects that they own, or whose members they are with the role of manager.</summary>
    public static IQueryable<Project> ManagedBy(this IQueryable<Project> projects, ISatcomDb db, Actor actor)
    {
        var me = actor.UserId;
        return actor.May(Permissions.ProjectsManageAll) ? projects
            : projects.Where(p => p.OwnerId == me || db.ProjectMembers.Any(m => m.ProjectId == p.Id && m.EmployeeId == me && m.Role == ProjectRole.Manager));
    }
}
