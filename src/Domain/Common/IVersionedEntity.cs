namespace Satcom.Domain.Common;

/// <summary>A row whose version changes with every write.</summary>
public interface IVersionedEntity
{
    /// <summary>PostgreSQL's xmin.</summary>
    uint Version { get; }
}
