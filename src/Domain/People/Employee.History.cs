using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Domain.People;

/// <remarks>
/// What holds for a person by date. A history that is empty says that nothing ever changed: manager, team and zone are then the present
/// ones, and everything else is the company's. A change begins today or later; the present columns follow on its date (<see cref="Follow"/>).
/// </remarks>
public sealed partial class Employee
{
    public const int OfficesMax = 20;

    private static readonly IEqualityComparer<List<Guid>> SameOffices =
        EqualityComparer<List<Guid>>.Create((a, b) => (a ?? []).SequenceEqual(b ?? []), offices => offices.Count);

    public List<Dated<Guid?>> Managers { get; private set; } = [];

    public List<Dated<Guid?>> Teams { get; private set; } = [];

    public List<Dated<string>> Zones { get; private set; } = [];

    /// <summary>Holiday calendars; null is the company's.</summary>
    public List<Dated<Guid?>> Calendars { get; private set; } = [];

    /// <summary>Weekly rest days; null is the company's weekend.</summary>
    public List<Dated<Weekdays?>> RestDays { get; private set; } = [];

    /// <summary>How long the person is to work without a shift; null is as the company says.</summary>
    public List<Dated<FlexibleHours?>> Targets { get; private set; } = [];

    /// <summary>The offices that the person works at, none of them first.</summary>
    public List<Dated<List<Guid>>> Offices { get; private set; } = [];

    /// <summary>The present offices.</summary>
    public List<Guid> OfficeIds { get; private set; } = [];

    /// <summary>The next date on which manager, team, zone or offices change; null where none is planned.</summary>
    public DateOnly? MovesOn { get; private set; }

    /// <summary>The employments before the present one, in the order of their dates.</summary>
    public List<Employment> EarlierEmployments { get; private set; } = [];

    /// <summary>The last date of the latest of them, which queries look for; null where there is none.</summary>
    public DateOnly? PreviousEndsOn { get; private set; }

    /// <summary>The first date of the employment; null where it is not said. Before it nothing is planned for the person, but in an earlier employment.</summary>
    public DateOnly? StartsOn { get; private set; }

    /// <summary>The last date of the employment; null where no end is known. After it nothing is planned for the person. The date before the first one says that they never came.</summary>
    public DateOnly? EndsOn { get; private set; }

    /// <summary>True of an employment that was called off before its first date, so that it has no date at all.</summary>
    public bool NeverCame => EndsOn < StartsOn;

    /// <summary>The managers by date, from the beginning.</summary>
    public IReadOnlyList<Dated<Guid?>> ManagerHistory() => OrPresent(Managers, ManagerId);

    /// <summary>The teams by date, from the beginning.</summary>
    public IReadOnlyList<Dated<Guid?>> TeamHistory() => OrPresent(Teams, TeamId);

    /// <summary>The IANA zones by date, from the beginning.</summary>
    public IReadOnlyList<Dated<string>> ZoneHistory() => OrPresent(Zones, TimeZone);

    /// <summary>The history, or the present value where nothing ever changed.</summary>
    public static IReadOnlyList<Dated<T>> OrPresent<T>(IReadOnlyList<Dated<T>> history, T present) => history.Count > 0 ? history : [new(DateOnly.MinValue, present)];

    /// <summary>Another manager from a date on. What was to begin on that date or later gives way, as with everything below.</summary>
    /// <param name="today">The person's date of the present; nothing begins before it.</param>
    public void ReportTo(Guid? managerId, DateOnly from, DateOnly today)
    {
        if (ManagerHistory().Changed(from, managerId) is { } changed)
        {
            Managers = changed;
            Follow(today);
        }
    }

    /// <summary>Another team from a date on.</summary>
    public void Join(Guid? teamId, DateOnly from, DateOnly today)
    {
        if (TeamHistory().Changed(from, teamId) is { } changed)
        {
            Teams = changed;
            Follow(today);
        }
    }

    /// <summary>Another zone from a date on.</summary>
    public void Relocate(string timeZone, DateOnly from, DateOnly today)
    {
        if (ZoneHistory().Changed(from, timeZone) is { } changed)
        {
            Zones = changed;
            Raise(new ScheduleChanged(Id, from));
            Follow(today);
        }
    }

    /// <summary>Another holiday calendar from a date on; null is the company's.</summary>
    public void Observe(Guid? calendarId, DateOnly from)
    {
        if (Calendars.Changed(from, calendarId) is { } changed)
        {
            Calendars = changed;
            Raise(new ScheduleChanged(Id, from));
        }
    }

    /// <summary>Other weekly rest days from a date on; null is the company's weekend.</summary>
    public void Rest(Weekdays? days, DateOnly from)
    {
        if (RestDays.Changed(from, days) is { } changed)
        {
            RestDays = changed;
            Raise(new ScheduleChanged(Id, from));
        }
    }

    /// <summary>Another target from a date on; null is as the company says.</summary>
    public void Aim(FlexibleHours? target, DateOnly from)
    {
        if (Targets.Changed(from, target) is { } changed)
        {
            Targets = changed;
            Raise(new ScheduleChanged(Id, from));
        }
    }

    /// <summary>Other offices from a date on.</summary>
    public void WorkAt(IEnumerable<Guid> officeIds, DateOnly from, DateOnly today)
    {
        if (Offices.Changed(from, [.. officeIds.Distinct().Order()], SameOffices) is { } changed)
        {
            Offices = changed;
            Raise(new ScheduleChanged(Id, from));
            Follow(today);
        }
    }

    /// <summary>Says from when to when the person works here. Days outside are nobody's absence.</summary>
    public Error? Employ(DateOnly? startsOn, DateOnly? endsOn)
    {
        if ((StartsOn, EndsOn) == (startsOn, endsOn))
        {
            return null;
        }

        if (endsOn < startsOn)
        {
            return new EmploymentReversed();
        }

        if (PreviousEndsOn is { } previous && !(startsOn > previous))
        {
            return new EmploymentOverlaps();
        }

        Move(startsOn, endsOn);
        return null;
    }

    /// <summary>Ends the employment on a date, unless it ended before. Who was to begin later never does, so that it has no dates.</summary>
    /// <returns>False when it had ended, or was called off.</returns>
    public bool EndEmployment(DateOnly today)
    {
        if (EndsOn <= today)
        {
            return false;
        }

        var last = StartsOn is { } first && first > today ? first.AddDays(-1) : today;
        if (EndsOn == last)
        {
            return false;
        }

        Move(StartsOn, last);
        return true;
    }

    /// <summary>Begins another employment of somebody whose last one has ended, or who never came: the dates between are none of either.</summary>
    public Error? Rehire(DateOnly startsOn, DateOnly today)
    {
        if (NeverCame)
        {
            return Employ(startsOn, endsOn: null);
        }

        if (EndsOn is not { } ended)
        {
            // Who has not begun yet begins on another date.
            return StartsOn > today ? Employ(startsOn, endsOn: null) : new EmploymentOverlaps();
        }

        if (startsOn <= ended)
        {
            return new EmploymentOverlaps();
        }

        EarlierEmployments = [.. EarlierEmployments, new Employment(StartsOn, ended)];
        (PreviousEndsOn, StartsOn, EndsOn) = (ended, startsOn, null);
        Raise(new ScheduleChanged(Id, ended.AddDays(1)));
        return null;
    }

    /// <summary>Takes back that the employment has ended, or was called off.</summary>
    public void ResumeEmployment(DateOnly today)
    {
        if (EndsOn <= today || NeverCame)
        {
            Employ(StartsOn, endsOn: null);
        }
    }

    /// <summary>
    /// Brings the present manager, team, zone and offices to what holds today, and finds the next date on which they change. Doing it again
    /// changes nothing.
    /// </summary>
    /// <returns>True when something changed.</returns>
    public bool Follow(DateOnly today)
    {
        var present = (ManagerId, TeamId, TimeZone);
        (ManagerId, TeamId, TimeZone) = (ManagerHistory().On(today), TeamHistory().On(today), ZoneHistory().On(today) ?? TimeZone);
        var moved = present != (ManagerId, TeamId, TimeZone);
        if (moved)
        {
            Raise(new ReportingLineChanged(Id));
        }

        var offices = Offices.On(today) ?? [];
        var relocated = !SameOffices.Equals(offices, OfficeIds);
        if (relocated)
        {
            OfficeIds = offices;
        }

        var next = new[] { Managers.NextAfter(today), Teams.NextAfter(today), Zones.NextAfter(today), Offices.NextAfter(today) }.Min();
        var changes = moved || relocated || MovesOn != next;
        MovesOn = next;
        return changes;
    }

    private void Move(DateOnly? startsOn, DateOnly? endsOn)
    {
        // A start concerns all dates before it; an end those after the earlier of the two.
        var from = StartsOn != startsOn ? DateOnly.MinValue : new[] { EndsOn, endsOn }.Min() ?? DateOnly.MinValue;
        (StartsOn, EndsOn) = (startsOn, endsOn);
        Raise(new ScheduleChanged(Id, from));
    }
}
