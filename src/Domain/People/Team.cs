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
}
