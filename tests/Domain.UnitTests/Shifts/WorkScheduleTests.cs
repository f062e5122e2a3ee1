using FsCheck;
using FsCheck.Fluent;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Domain.UnitTests.Shifts;

public sealed class WorkScheduleTests
{
    [Theory]
    [InlineData(2026, 3, 28, 7)]
    [InlineData(2026, 10, 24, 9)]
    [InlineData(2026, 6, 10, 8)]
    public void R04_On_ABerlinNight_SchedulesRealHours(int year, int month, int day, int hours)
    {
        var schedule = Plans.Of(Plans.NightId, "Europe/Berlin") with { RestDays = [new(DateOnly.MinValue, Weekdays.None)] };

        var planned = schedule.On(new DateOnly(year, month, day));

        planned.Kind.ShouldBe(DayKind.Working);
        planned.ScheduledSeconds.ShouldBe(hours * 3600);
        planned.Shift!.StartsAt.ShouldBe(LocalTimes.Plan(new DateOnly(year, month, day), new TimeOnly(22, 0), "Europe/Berlin"));
    }

    [Fact]
    public void On_AWorkingDay_IsTheShiftLessLunch()
    {
        var planned = Plans.Of(Plans.OfficeId, "Asia/Dubai").On(Plans.Monday);

        planned.ScheduledSeconds.ShouldBe(8 * 3600);
        planned.Shift!.StartsAt.ShouldBe(new DateTimeOffset(2026, 3, 2, 4, 0, 0, TimeSpan.Zero));
        planned.Shift.ClosesAt.ShouldBe(new DateTimeOffset(2026, 3, 2, 17, 0, 0, TimeSpan.Zero));
        (planned.Kind, planned.IsExpected, planned.CreditedSeconds).ShouldBe((DayKind.Working, true, 0));
    }

    [Theory]
    [InlineData(5, DayKind.RestDay, 0)] // Saturday
    [InlineData(4, DayKind.Flexible, 8)] // Friday
    public void On_WithoutAShift_IsFlexibleOrARestDay(int dayOfWeek, DayKind kind, int hours)
    {
        var planned = Plans.Flexible().On(Plans.Monday.AddDays(dayOfWeek));
        (planned.Kind, planned.ScheduledSeconds, planned.Shift).ShouldBe((kind, hours * 3600, null));
    }

    [Fact]
    public void R08_On_BothSidesOfAChangeOfTheWeekend_KnowsEachOnes()
    {
        var change = new DateOnly(2026, 6, 1);
        var schedule = Plans.Of(Plans.OfficeId) with
        {
            Weeks = [new(DateOnly.MinValue, new WeekRule(DayOfWeek.Sunday, Weekdays.Friday | Weekdays.Saturday)), new(change, new WeekRule(DayOfWeek.Monday, Weekdays.Saturday | Weekdays.Sunday))],
        };

        schedule.On(new DateOnly(2026, 5, 29)).Kind.ShouldBe(DayKind.RestDay); // a Friday
        schedule.On(new DateOnly(2026, 5, 31)).Kind.ShouldBe(DayKind.Working); // a Sunday
        schedule.On(new DateOnly(2026, 6, 5)).Kind.ShouldBe(DayKind.Working);
        schedule.On(new DateOnly(2026, 6, 7)).Kind.ShouldBe(DayKind.RestDay);
    }

    [Fact]
    public void R08_Weeks_OfAnyRules_LeaveNoDateOutAndNeverOverlap() => Prop.ForAll<int, int, int>((start, other, at) =>
    {
        var change = Plans.Monday.AddDays(Math.Abs(at % 50));
        Dated<WeekRule>[] rules = [new(DateOnly.MinValue, new WeekRule((DayOfWeek)Math.Abs(start % 7), Weekdays.None)), new(change, new WeekRule((DayOfWeek)Math.Abs(other % 7), Weekdays.None))];
        return Enumerable.Range(0, 60).Select(i => Plans.Monday.AddDays(i)).All(date =>
        {
            var (first, last) = rules.WeekOf(date)!.Value;
            return first <= date && date <= last && last.DayNumber - first.DayNumber < 7
                && rules.WeekOf(first) == (first, last) && rules.WeekOf(last) == (first, last) && rules.WeekOf(last.AddDays(1))!.Value.First == last.AddDays(1);
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void On_APatternOfADateRange_FollowsItsCycleFromTheAnchor()
    {
        Guid? office = Plans.OfficeId, night = Plans.NightId;
        var pattern = ShiftPattern.Create(Plans.Tenant, Guid.Empty, "Four days", [office, night, null, null]).Value;
        var assignment = ShiftAssignment.OfPattern(Plans.Tenant, Guid.Empty, Plans.Person, pattern.Id, Plans.Monday.AddDays(1), Plans.Monday, Plans.Monday.AddDays(8)).Value;
        var schedule = Plans.Flexible() with { Assignments = [assignment], Patterns = new Dictionary<Guid, ShiftPattern> { [pattern.Id] = pattern } };

        Enumerable.Range(0, 9).Select(i => schedule.On(Plans.Monday.AddDays(i)).Shift?.ShiftId).ShouldBe([null, office, night, null, null, office, night, null, null]);
        schedule.On(Plans.Monday).Kind.ShouldBe(DayKind.RestDay);
        schedule.On(Plans.Monday.AddDays(5)).Kind.ShouldBe(DayKind.Working, "A pattern says itself when there is rest.");
        schedule.On(Plans.Monday.AddDays(9)).Kind.ShouldBe(DayKind.Flexible);
        (schedule with { RestDays = [new(DateOnly.MinValue, Weekdays.Saturday)] }).On(Plans.Monday.AddDays(5)).Kind.ShouldBe(DayKind.RestDay);
    }

    [Fact]
    public void On_DatesBeforeAChangeOfHours_StaysAsItWas()
    {
        var shift = Plans.Shift(Plans.OfficeId, Plans.Office);
        shift.ChangeHours(Plans.Monday.AddDays(2), Plans.Monday, Plans.Office with { End = new TimeOnly(15, 0) }).ShouldBeNull();
        var schedule = Plans.Of(Plans.OfficeId) with { Shifts = new Dictionary<Guid, Shift> { [shift.Id] = shift } };

        schedule.On(Plans.Monday.AddDays(1)).ScheduledSeconds.ShouldBe(8 * 3600);
        schedule.On(Plans.Monday.AddDays(2)).ScheduledSeconds.ShouldBe(6 * 3600);
    }

    [Theory]
    [InlineData(DayHalves.Am, DayHalves.None)]
    [InlineData(DayHalves.None, DayHalves.Pm)]
    [InlineData(DayHalves.Am, DayHalves.Pm)]
    [InlineData(DayHalves.Both, DayHalves.None)]
    [InlineData(DayHalves.None, DayHalves.Both)]
    public void R21_On_ADateWithHalvesOff_LeavesTheRestOfThePlan(DayHalves holiday, DayHalves leave)
    {
        var planned = Plans.Of(Plans.OfficeId).WithHoliday(Plans.Monday, holiday).WithLeave(Plans.Monday, new TimeOff(leave)).On(Plans.Monday);
        var off = holiday | leave;

        planned.ScheduledSeconds.ShouldBe((off == DayHalves.Both ? 0 : 4) * 3600);
        (planned.ScheduledSeconds + planned.CreditedSeconds).ShouldBe(8 * 3600);
        planned.Shift!.StartsAt.Hour.ShouldBe(off == DayHalves.Am ? 13 : 8);
        planned.Shift.EndsAt.Hour.ShouldBe(off == DayHalves.Pm ? 12 : 17);
        planned.Kind.ShouldBe(holiday == DayHalves.Both ? DayKind.Holiday : DayKind.Working);
    }

    [Fact]
    public void R21_Halves_OfAnyPlan_SumToIt() => Prop.ForAll<int>(any =>
    {
        var seconds = Math.Abs(any % 86400);
        return ScheduledDay.Part(seconds, DayHalves.Am) + ScheduledDay.Part(seconds, DayHalves.Pm) == seconds && ScheduledDay.Part(seconds, DayHalves.Both) == seconds;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 30, 40, null, false)]
    [InlineData(0, 30, 30, 40, true)]
    [InlineData(0, null, 400, 500, true)]
    [InlineData(10, 20, 0, 9, false)]
    [InlineData(10, 20, 21, null, false)]
    public void JudgeBeside_WithAnotherAssignment_RefusesASharedDate(int from, int? to, int otherFrom, int? otherTo, bool overlaps)
    {
        Assign(1, from, to).JudgeBeside([Assign(2, otherFrom, otherTo)]).ShouldBe(overlaps ? new ShiftAssignmentOverlaps() : null);
        Assign(1, from, to).JudgeBeside([Assign(1, from, to)]).ShouldBeNull("An assignment does not stand in its own way.");
        ShiftAssignment.OfShift(Plans.Tenant, Guid.Empty, Plans.Person, Plans.OfficeId, Plans.Monday, Plans.Monday.AddDays(-1)).Error.ShouldBeOfType<DatesReversed>();
    }

    [Fact]
    public void Judge_OfHoursThatDoNotFit_Refuses()
    {
        Plans.Office.Judge().ShouldBeNull();
        Plans.Night.ClockSeconds.ShouldBe(8 * 3600);
        new ShiftHours(new TimeOnly(8, 0), new TimeOnly(8, 0)).ClockSeconds.ShouldBe(24 * 3600);
        (Plans.Office with { LunchSeconds = 9 * 3600 }).Judge().ShouldBeOfType<ShiftHoursInvalid>();
        (Plans.Office with { LateGraceSeconds = -1 }).Judge().ShouldBeOfType<ShiftHoursInvalid>();
        Shift.Create(Plans.Tenant, Guid.Empty, "x", Plans.Office with { CheckInWindowSeconds = ShiftHours.WindowMax + 1 }).Error.ShouldBeOfType<ShiftHoursInvalid>();
        ShiftPattern.Create(Plans.Tenant, Guid.Empty, "x", [null, null]).Error.ShouldBeOfType<ShiftPatternInvalid>();
    }

    [Fact]
    public void Put_OfTheSameHolidayAgain_ChangesNothing()
    {
        var calendar = new HolidayCalendar(Plans.Tenant, Guid.Empty, "National");

        calendar.Put(new Holiday(Plans.Monday, "Eid")).ShouldBeTrue();
        calendar.Put(new Holiday(Plans.Monday, "Eid")).ShouldBeFalse();
        calendar.Put(new Holiday(Plans.Monday, "Eid al-Fitr")).ShouldBeTrue();

        calendar.Holidays.ShouldHaveSingleItem().Name.ShouldBe("Eid al-Fitr");
        calendar.On(Plans.Monday).ShouldBe(DayHalves.Both);
        calendar.Remove(Plans.Monday).ShouldBeTrue();
        calendar.Remove(Plans.Monday).ShouldBeFalse();
        calendar.On(Plans.Monday).ShouldBe(DayHalves.None);
    }

    private static ShiftAssignment Assign(int id, int from, int? to) =>
        ShiftAssignment.OfShift(Plans.Tenant, new Guid(id, 0, 0, new byte[8]), Plans.Person, Plans.OfficeId, Plans.Monday.AddDays(from), to is { } days ? Plans.Monday.AddDays(days) : null).Value;
}
