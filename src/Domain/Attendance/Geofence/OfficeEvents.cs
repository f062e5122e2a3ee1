using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance.Geofence;

/// <summary>An office moved, or its fence did: every node reads anew where the company's people may be. Taps keep what they were judged by.</summary>
public sealed record OfficeChanged(Guid TenantId, Guid OfficeId) : DomainEvent, IForgetsCached
{
    /// <inheritdoc/>
    public override Guid AggregateId => OfficeId;

    /// <inheritdoc/>
    (string Kind, Guid Id) IForgetsCached.Forgotten => ("attendanceRules", TenantId);
}
