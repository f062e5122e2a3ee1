using Satcom.Domain.Shifts;

namespace Satcom.Domain.UnitTests.Shifts;

/// <summary>Makes shifts and schedules for tests. 2026-03-02 is a Monday.</summary>
internal static class Plans
{
    public static readonly Guid Tenant = new(1, 0, 0, new byte[8]);
    public static readonly Guid Person = new(2, 0, 0, new byte[8]);
    public static readonly DateOnly Monday = new(2026, 3, 2);

    /// <summary>08:00 to 17:00 with an hour of lunch.</summary>
    public static readonly ShiftHours Office = new(new TimeOnly(8, 0), new TimeOnly(17, 0)) { LunchSeconds = 3600, LateGraceSeconds = 300, EarlyLeaveGraceSeconds = 300 };

    public static readonly ShiftHours Night = new(new TimeOnly(22, 0), new TimeOnly(6, 0));

    public static readonly Guid OfficeId = new(11, 0, 0, new byte[8]);
    public static readonly Guid NightId = new(12, 0, 0, new byte[8]);

    /// <summary>Monday to Friday weeks, without shifts: flexible with a target of eight hours.</summary>
    public static WorkSchedule Flexible(string zone = "UTC", Weekdays weekend = Weekdays.Saturday | Weekdays.Sunday) => new()
    {
        Zones = [new(DateOnly.MinValue, zone)],
        Weeks = [new(DateOnly.MinValue, new WeekRule(DayOfWeek.Monday, weekend))],
        Targets = [new(DateOnly.MinValue, new FlexibleHours(8 * 3600, 40 * 3600))],
        Shifts = new Dictionary<Guid, Shift> { [OfficeId] = Shift(OfficeId, Office), [NightId] = Shift(NightId, Night) },
    };

    /// <summary>One shift on every working day.</summary>
    public static WorkSchedule Of(Guid shiftId, string zone = "UTC") =>
        Flexible(zone) with { Assignments = [ShiftAssignment.OfShift(Tenant, Guid.Empty, Person, shiftId, new DateOnly(2026, 1, 1), to: null).Value] };

    public static WorkSchedule WithHoliday(this WorkSchedule schedule, DateOnly date, DayHalves halves = DayHalves.Both)
    {
        var calendar = new HolidayCalendar(Tenant, Guid.Empty, "National");
        calendar.Put(new Holiday(date, "Holiday", halves));
        return schedule with { Calendars = [new(DateOnly.MinValue, calendar)] };
    }

    public static WorkSchedule WithLeave(this WorkSchedule schedule, DateOnly date, TimeOff off) => schedule with { Leave = new Dictionary<DateOnly, TimeOff> { [date] = off } };

    public static Shift Shift(Guid id, ShiftHours hours) => Domain.Shifts.Shift.Create(Tenant, id, "Shift", hours).Value;
}
