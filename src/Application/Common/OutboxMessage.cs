using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>A domain event on its way to its handlers; deleted once they are done.</summary>
public sealed class OutboxMessage : ITenantOwned
{
    /// <inheritdoc/>
    public required Guid TenantId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Commit order per aggregate, given by the database.</summary>
    public long Sequence { get; init; }

    public required Guid AggregateId { get; init; }

    /// <summary>The event's type name.</summary>
    public required string Type { get; init; }

    /// <summary>The event as JSON.</summary>
    public required string Payload { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>W3C trace context of the change.</summary>
    public string? TraceParent { get; init; }

    public int Attempts { get; set; }

    /// <summary>Not before this moment; moves on with each failure.</summary>
    public DateTimeOffset AvailableAt { get; set; }

    public string? LastError { get; set; }

    /// <summary>When it was given up; a person may send it again.</summary>
    public DateTimeOffset? DeadAt { get; set; }

    /// <summary>Lets an event that was given up be delivered again, with a full set of attempts.</summary>
    public void Revive(DateTimeOffset now)
    {
        DeadAt = null;
        Attempts = 0;
        AvailableAt = now;
    }
}
