using Satcom.Domain.Common;

namespace Satcom.Domain.Anomalies;

/// <summary>That a company was told one morning what is new: at most once a date, and each anomaly in one digest alone.</summary>
public sealed class AnomalyDigest(Guid tenantId, Guid id, DateOnly date, DateTimeOffset through) : AggregateRoot(tenantId, id)
{
    /// <summary>The company's date.</summary>
    public DateOnly Date { get; private set; } = date;

    /// <summary>Anomalies that were raised up to then were told by this digest or an earlier one.</summary>
    public DateTimeOffset Through { get; private set; } = through;
}
