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

    /// <summary>Has this node read anew what the tenant's schedules have in common: an event may come before the news that it brings has reached the node's cache.</summary>
    void Forget();
}
