using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>What people are to work, with approved leave in it. The number of queries does not depend on how many people or days are asked for.</summary>
public interface IWorkSchedules
{
    /// <summary>The schedule of one person, exact for the dates from the first to the last, both included; null where the tenant has no such employee.</summary>
    Task<WorkSchedule?> FindAsync(Guid employeeId, DateOnly first, DateOnly last, CancellationToken cancellationToken);

    /// <inheritdoc cref="FindAsync"/>
    /// <exception cref="KeyNotFoundException">There is no such employee in the tenant.</exception>
    async Task<WorkSchedule> OfAsync(Guid employeeId, DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
        await FindAsync(employeeId, first, last, cancellationToken) ?? throw new KeyNotFoundException($"The tenant has no employee {employeeId}.");

    /// <summary>The schedules of several people by their id; who is no employee of the tenant is left out.</summary>
    Task<IReadOnlyDictionary<Guid, WorkSchedule>> OfAsync(IReadOnlyCollection<Guid> employeeIds, DateOnly first, DateOnly last, CancellationToken cancellationToken);

    /// <summary>The schedules of people whose plans were read with something else already, by their id: nothing more is read than what all schedules have in common, and that is kept.</summary>
    Task<IReadOnlyDictionary<Guid, WorkSchedule>> OfAsync(IReadOnlyCollection<PersonsPlan> people, CancellationToken cancellationToken);

    /// <summary>Has this node read anew what the tenant's schedules have in common: an event may come before the news that it brings has reached the node's cache.</summary>
    void Forget();
}

/// <summary>What is one person's own of their schedule.</summary>
/// <param name="Zones">The histories are those of the employee.</param>
/// <param name="Assignments">All that touch the dates that the schedule is asked about.</param>
/// <param name="Leave">Approved leave of these dates.</param>
/// <param name="StartsOn">The first date of the employment; null where it is not said.</param>
/// <param name="EndsOn">The last one; null where no end is known.</param>
/// <param name="EarlierEmployments">Those before that one.</param>
public sealed record PersonsPlan(
    Guid EmployeeId, IReadOnlyList<Dated<string>> Zones, IReadOnlyList<Dated<Weekdays?>> RestDays, IReadOnlyList<Dated<FlexibleHours?>> Targets, IReadOnlyList<Dated<Guid?>> Calendars,
    IReadOnlyList<ShiftAssignment> Assignments, IReadOnlyDictionary<DateOnly, TimeOff> Leave, DateOnly? StartsOn, DateOnly? EndsOn, IReadOnlyList<Employment> EarlierEmployments);
