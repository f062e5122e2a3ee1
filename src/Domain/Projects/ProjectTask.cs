using Satcom.Domain.Common;

namespace Satcom.Domain.Projects;

/// <summary>A part of a project that time is entered on.</summary>
[Audited("projectTask")]
public sealed class ProjectTask : AggregateRoot
{
    public const int CodeMaxLength = 40;
    public const int NameMaxLength = 160;

    public ProjectTask(Guid tenantId, Guid id, Guid projectId, string code, string name, bool isArchived)
        : base(tenantId, id)
    {
        (ProjectId, Code, CodeKey, Name, IsArchived) = (projectId, code, Project.KeyOf(code), name, isArchived);
    }

    public Guid ProjectId { get; private set; }

    public string Code { get; private set; }

    /// <summary>The code without its case.</summary>
    [Secret]
    public string CodeKey { get; private set; }

    public string Name { get; private set; }

    public bool IsArchived { get; private set; }

    public void Describe(string code, string name, bool isArchived) => (Code, CodeKey, Name, IsArchived) = (code, Project.KeyOf(code), name, isArchived);
}
