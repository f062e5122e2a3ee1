using Satcom.Domain.Common;

namespace Satcom.Domain.People;

/// <summary>People who work together and see each other's presence.</summary>
[Audited("team")]
public sealed class Team : AggregateRoot
{
    public const int NameMaxLength = 120;

    public Team(Guid tenantId, Guid id, string name)
        : base(tenantId, id)
    {
        Name = name;
    }

    public string Name { get; private set; }

    /// <summary>Nobody is in an archived team, nor will be; histories still name it.</summary>
    public bool IsArchived { get; private set; }

    public void Rename(string name) => Name = name;

    public void Archive() => IsArchived = true;
}
