using System.Runtime.CompilerServices;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Attendance;

/// <summary>What is planned for many people on one date. Most are planned alike, so each plan is made once for all who share it.</summary>
internal sealed class BoardPlans(Guid tenantId, DateOnly date)
{
    private static readonly Dictionary<DateOnly, TimeOff> NoLeave = [];

    private readonly Dictionary<Inputs, int> _numbers = [];
    private readonly List<PersonsPlan> _plans = [];

    /// <summary>Adds what one person's plan is made of.</summary>
    /// <param name="zone">The zone of somebody who has no history of zones.</param>
    /// <param name="assignment">The shift or pattern of the date, and on which date the pattern's first slot falls.</param>
    /// <param name="startsOn">The first date of the employment; null where it is not said.</param>
    /// <param name="endsOn">The last one; null where no end is known.</param>
    /// <param name="earlier">The employments before that one.</param>
    /// <returns>The number of the plan.</returns>
    public int Add(
        string zone, List<Dated<string>> zones, List<Dated<Weekdays?>> restDays, List<Dated<FlexibleHours?>> targets, List<Dated<Guid?>> calendars, (Guid? Shift, Guid? Pattern, DateOnly? Anchor) assignment,
        DateOnly? startsOn, DateOnly? endsOn, List<Employment> earlier, TimeOff leave)
    {
        // Of the dates of an employment only their side of the board's date counts, and of a shift only which one it is.
        (DateOnly? starts, DateOnly? ends) = earlier.Exists(e => e.Covers(date)) ? default : (startsOn <= date ? null : startsOn, endsOn >= date ? null : endsOn);
        var anchor = assignment.Pattern is null ? null : assignment.Anchor;
        var inputs = new Inputs(zone, Present(zones), Present(restDays), Present(targets), Present(calendars), assignment.Shift, assignment.Pattern, anchor, starts, ends, leave);
        if (!_numbers.TryGetValue(inputs, out var number))
        {
            // A plan is known by an id: any that tells them apart will do.
            number = _plans.Count;
            var id = new Guid(number + 1, 0, 0, new byte[8]);
            var assigned = ShiftAssignment.OnDate(tenantId, id, date, assignment.Shift, assignment.Pattern, anchor ?? date);
            _plans.Add(new PersonsPlan(
                id, Employee.OrPresent(zones, zone), restDays, targets, calendars, assigned is null ? [] : [assigned],
                leave == default ? NoLeave : new Dictionary<DateOnly, TimeOff> { [date] = leave }, starts, ends, []));
            _numbers.Add(inputs, number);
        }

        return number;
    }

    /// <summary>The plans by their numbers.</summary>
    public async Task<IReadOnlyList<ScheduledDay>> PlanAsync(IWorkSchedules schedules, CancellationToken cancellationToken)
    {
        var planned = await schedules.OfAsync(_plans, cancellationToken);
        return _plans.ConvertAll(p => planned[p.EmployeeId].On(date));
    }

    private static object? Present<T>(List<T> history) => history.Count == 0 ? null : history;

    /// <summary>Histories are the same where they are one list, as short ones are that say the same; others are merely planned once more.</summary>
    private readonly record struct Inputs(
        string Zone, object? Zones, object? RestDays, object? Targets, object? Calendars, Guid? Shift, Guid? Pattern, DateOnly? Anchor, DateOnly? StartsOn, DateOnly? EndsOn, TimeOff Leave)
    {
        public bool Equals(Inputs other) =>
            Shift == other.Shift && Pattern == other.Pattern && Anchor == other.Anchor && ReferenceEquals(Zones, other.Zones) && ReferenceEquals(RestDays, other.RestDays) && ReferenceEquals(Targets, other.Targets)
            && ReferenceEquals(Calendars, other.Calendars) && StartsOn == other.StartsOn && EndsOn == other.EndsOn && Leave == other.Leave && string.Equals(Zone, other.Zone, StringComparison.Ordinal);

        public override int GetHashCode() => HashCode.Combine(Shift, Pattern, Leave, RuntimeHelpers.GetHashCode(Zones), RuntimeHelpers.GetHashCode(RestDays), RuntimeHelpers.GetHashCode(Calendars));
    }
}
