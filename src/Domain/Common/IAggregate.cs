namespace Satcom.Domain.Common;

/// <summary>A thing that is saved as one, has a version, and tells what happened to it.</summary>
public interface IAggregate
{
    /// <summary>PostgreSQL's xmin: changes with every write.</summary>
    uint Version { get; }

    /// <summary>What happened since the last save, in order; emptied by the read.</summary>
    IReadOnlyList<DomainEvent> DequeueEvents();
}
