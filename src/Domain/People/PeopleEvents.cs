using Satcom.Domain.Common;

namespace Satcom.Domain.People;

/// <summary>Somebody's manager, team or zone changed: every node judges them, and all who report to them, anew.</summary>
public sealed record ReportingLineChanged(Guid EmployeeId) : DomainEvent, IForgetsCached
{
    /// <inheritdoc/>
    public override Guid AggregateId => EmployeeId;

    /// <inheritdoc/>
    (string Kind, Guid Id) IForgetsCached.Forgotten => ("line", EmployeeId);
}
