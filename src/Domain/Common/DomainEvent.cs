namespace Satcom.Domain.Common;

/// <summary>
/// Something that happened to an aggregate. It is written to the outbox in the transaction of the change and delivered
/// after the commit at least once, in order per aggregate; its handlers are idempotent.
/// </summary>
public abstract record DomainEvent
{
    /// <summary>The aggregate whose events keep their order.</summary>
    public abstract Guid AggregateId { get; }
}
