using Satcom.Domain.Shifts;

namespace Satcom.Application.Leaves;

/// <summary>Leave that has been approved, as schedules see it. Every node hears of its changes, so what is read may be kept until then.</summary>
public interface IApprovedLeave
{
    /// <summary>By person and date, from the first date to the last, both included; who has none is left out. One query.</summary>
    Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<DateOnly, TimeOff>>> OfAsync(IReadOnlyCollection<Guid> employeeIds, DateOnly first, DateOnly last, CancellationToken cancellationToken);
}
