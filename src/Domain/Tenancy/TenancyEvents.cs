using Satcom.Domain.Common;

namespace Satcom.Domain.Tenancy;

/// <summary>What every node keeps of the tenant is out of date.</summary>
public sealed record TenantChanged(Guid TenantId) : DomainEvent, IForgetsCached
{
    /// <inheritdoc/>
    public override Guid AggregateId => TenantId;

    /// <inheritdoc/>
    (string Kind, Guid Id) IForgetsCached.Forgotten => ("tenant", TenantId);
}
