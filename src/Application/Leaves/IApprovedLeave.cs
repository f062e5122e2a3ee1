using Satcom.Domain.Shifts;

namespace Satcom.Application.Leaves;

/// <summary>Leave that has been approved, as schedules see it.</summary>
public interface IApprovedLeave
{
    /// <summary>True when every change of somebody's approved leave raises <see cref="ScheduleChanged"/>, so that it may be kept in memory until then.</summary>
    bool TellsChanges => false;

    /// <summary>By person and date, from the first date to the last, both included; who has none is left out. One query.</summary>
    Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<DateOnly, TimeOff>>> OfAsync(IReadOnlyCollection<Guid> employeeIds, DateOnly first, DateOnly last, CancellationToken cancellationToken);
}
