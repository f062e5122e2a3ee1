using Satcom.Domain.Common;

namespace Satcom.Domain.Projects;

/// <summary>What a member may do in a project.</summary>
public enum ProjectRole
{
    /// <summary>Sees it and enters time.</summary>
    Member,

    /// <summary>Also manages it, where they may manage projects at all.</summary>
    Manager,
}

/// <summary>Somebody who works in a project.</summary>
[Audited("projectMember")]
public sealed class ProjectMember : AggregateRoot
{
    public ProjectMember(Guid tenantId, Guid id, Guid projectId, Guid employeeId, ProjectRole role)
        : base(tenantId, id)
    {
        (ProjectId, EmployeeId, Role) = (projectId, employeeId, role);
    }

    public Guid ProjectId { get; private set; }

    public Guid EmployeeId { get; private set; }

    public ProjectRole Role { get; private set; }

    public void Become(ProjectRole role) => Role = role;
}
