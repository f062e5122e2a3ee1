using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Attendance;

/// <summary>What a tap needs to know of its person's plan, from a cache that every node keeps fresh.</summary>
public interface IDayPlans
{
    /// <summary>The person's schedule, exact for the week before and after a date at least; null where they are no employee.</summary>
    ValueTask<WorkSchedule?> OfAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken);

    /// <summary>The offices that the person may be at on a date.</summary>
    ValueTask<IReadOnlyList<Office>> OfficesAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken);
}

internal static class DayPlans
{
    /// <summary>A tap with the zone that its person had then: an offline one may have been made before they moved.</summary>
    public static async ValueTask<PunchFacts> InZoneOfThenAsync(this IDayPlans plans, Guid employeeId, PunchFacts facts, CancellationToken cancellationToken) =>
        facts.IsOffline && await plans.OfAsync(employeeId, TimeZones.LocalDate(facts.OccurredAt, facts.TimeZone), cancellationToken) is { } schedule
            ? facts with { TimeZone = schedule.ZoneAt(facts.OccurredAt) }
            : facts;
}
