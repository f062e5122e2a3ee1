namespace Satcom.Domain.Common;

/// <summary>A row that belongs to one tenant; the database refuses it to every other.</summary>
public interface ITenantOwned
{
    /// <summary>The owning tenant.</summary>
    Guid TenantId { get; }
}

/// <summary>The root of a consistency boundary: it is loaded, changed and saved as one.</summary>
public abstract class AggregateRoot : ITenantOwned, IAggregate
{
    private List<DomainEvent>? _events;

    protected AggregateRoot(Guid tenantId, Guid id)
    {
        TenantId = tenantId;
        Id = id;
    }

    /// <inheritdoc/>
    public Guid TenantId { get; private set; }

    /// <summary>UUIDv7.</summary>
    public Guid Id { get; private set; }

    /// <inheritdoc/>
    public uint Version { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<DomainEvent> DequeueEvents()
    {
        var events = _events;
        _events = null;
        return events ?? (IReadOnlyList<DomainEvent>)[];
    }

    /// <summary>Records that something happened; it reaches its handlers after the commit.</summary>
    protected void Raise(DomainEvent domainEvent) => (_events ??= []).Add(domainEvent);
}
