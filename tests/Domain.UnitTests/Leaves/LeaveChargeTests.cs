using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;
using Satcom.Domain.UnitTests.Shifts;

namespace Satcom.Domain.UnitTests.Leaves;

/// <summary>What leave costs. 2026-03-02 is a Monday; the shift is eight hours.</summary>
public sealed class LeaveChargeTests
{
    private static readonly WorkSchedule Office = Plans.Of(Plans.OfficeId);

    [Fact]
    public void R21_Halves_OfOneDate_SumToOneDay()
    {
        var am = Of(LeavePortion.Am).Single();
        var pm = Of(LeavePortion.Pm).Single();

        (am.Halves, pm.Halves, am.Amount + pm.Amount).ShouldBe((DayHalves.Am, DayHalves.Pm, Of(LeavePortion.Full).Single().Amount));
        (am.Amount, am.TimeOff).ShouldBe((0.5m, new TimeOff(DayHalves.Am)));
        var planned = (Office with { Leave = LeaveDay.ByDate([am, pm]) }).On(Plans.Monday);
        (planned.Leave, planned.ScheduledSeconds, planned.CreditedSeconds).ShouldBe((DayHalves.Both, 0, 8 * 3600));
        LeaveDay.ByDate([am, new LeaveDay(Plans.Monday, DayHalves.None, 600, 0.17m)])[Plans.Monday].ShouldBe(new TimeOff(DayHalves.Am, 600));
    }

    [Theory]
    [InlineData(45)] // 7.75 hours, whose halves would be rounded up both
    [InlineData(1)]
    public void R21_Halves_OfOneDate_InHours_SumToTheWhole(int minutes)
    {
        var schedule = Plans.Of(Plans.OfficeId) with
        {
            Shifts = new Dictionary<Guid, Shift> { [Plans.OfficeId] = Plans.Shift(Plans.OfficeId, new ShiftHours(new TimeOnly(8, 0), new TimeOnly(16, minutes)) { LunchSeconds = 3600 }) },
        };
        var (am, pm, whole) = (Amount(LeavePortion.Am, schedule), Amount(LeavePortion.Pm, schedule), Amount(LeavePortion.Full, schedule));

        (am + pm).ShouldBe(whole);
        Amount(LeavePortion.Pm, schedule with { Leave = LeaveDay.ByDate(Charged(LeavePortion.Am, schedule)) }).ShouldBe(pm, "Asked for after the other.");

        static IReadOnlyList<LeaveDay> Charged(LeavePortion portion, WorkSchedule schedule) => LeaveCharge.Of(Requests.Type(LeaveUnit.Hour), Plans.Monday, Plans.Monday, portion, null, schedule).Value;

        static decimal Amount(LeavePortion portion, WorkSchedule schedule) => Charged(portion, schedule).Single().Amount;
    }

    [Fact]
    public void R22_Charge_OfTwoWeeks_LeavesOutWeekendsAndHolidays()
    {
        var schedule = Office.WithHoliday(Plans.Monday.AddDays(2));

        var days = LeaveCharge.Of(Requests.Type(), Plans.Monday, Plans.Monday.AddDays(13), LeavePortion.Full, minutes: null, schedule).Value;

        days.Count.ShouldBe(9);
        days.Sum(d => d.Amount).ShouldBe(9);
        days.ShouldNotContain(d => d.Date == Plans.Monday.AddDays(2) || d.Date.DayOfWeek == DayOfWeek.Saturday);
    }

    [Fact]
    public void R22_Charge_OfSomebodyWithOtherRestDaysAndAnotherCalendar_IsTheirOwn()
    {
        var calendar = new HolidayCalendar(Plans.Tenant, Guid.Empty, "Cairo");
        calendar.Put(new Holiday(Plans.Monday.AddDays(9), "Holiday"));
        calendar.Put(new Holiday(Plans.Monday.AddDays(10), "Half", DayHalves.Pm));
        var schedule = Office with { RestDays = [new(DateOnly.MinValue, Weekdays.Friday | Weekdays.Saturday)], Calendars = [new(DateOnly.MinValue, null), new(Plans.Monday.AddDays(7), calendar)] };

        var days = LeaveCharge.Of(Requests.Type(), Plans.Monday, Plans.Monday.AddDays(13), LeavePortion.Full, minutes: null, schedule).Value;

        // Ten working days from Sunday to Thursday, one of them a holiday, half of one another.
        days.Sum(d => d.Amount).ShouldBe(8.5m);
        days.ShouldContain(d => d.Date.DayOfWeek == DayOfWeek.Sunday);
        days.Single(d => d.Date == Plans.Monday.AddDays(10)).Halves.ShouldBe(DayHalves.Am);
    }

    [Fact]
    public void Charge_OfDatesWithoutWork_IsRefused()
    {
        LeaveCharge.Of(Requests.Type(), Plans.Monday.AddDays(5), Plans.Monday.AddDays(6), LeavePortion.Full, null, Office).Error.ShouldBeOfType<LeaveNoWorkingDays>();
        LeaveCharge.Of(Requests.Type(), Plans.Monday, Plans.Monday, LeavePortion.Am, null, Office.WithHoliday(Plans.Monday, DayHalves.Am)).Error.ShouldBeOfType<LeaveNoWorkingDays>();
    }

    [Theory]
    [InlineData(LeaveUnit.Day, LeavePortion.Am, 0, null)]
    [InlineData(LeaveUnit.HalfDay, LeavePortion.Hours, 0, 60)]
    [InlineData(LeaveUnit.HalfDay, LeavePortion.Am, 1, null)]
    [InlineData(LeaveUnit.Hour, LeavePortion.Hours, 0, null)]
    [InlineData(LeaveUnit.HalfDay, LeavePortion.Full, 0, 60)]
    [InlineData(LeaveUnit.Hour, LeavePortion.Full, 366, null)]
    public void Charge_OfAPortionThatTheTypeDoesNotTake_IsRefused(LeaveUnit unit, LeavePortion portion, int days, int? minutes) =>
        LeaveCharge.Of(Requests.Type(unit), Plans.Monday, Plans.Monday.AddDays(days), portion, minutes, Office).Error.ShouldBeOfType<LeavePortionInvalid>();

    [Fact]
    public void Charge_InHours_IsWhatIsScheduled()
    {
        LeaveCharge.Of(Requests.Type(LeaveUnit.Hour), Plans.Monday, Plans.Monday, LeavePortion.Hours, 90, Office).Value.Single().ShouldBe(new LeaveDay(Plans.Monday, DayHalves.None, 5400, 1.5m));
        LeaveCharge.Of(Requests.Type(LeaveUnit.Hour), Plans.Monday, Plans.Monday, LeavePortion.Full, null, Office).Value.Single().Amount.ShouldBe(8m);
        LeaveCharge.Of(Requests.Type(LeaveUnit.Hour), Plans.Monday, Plans.Monday, LeavePortion.Hours, 481, Office).Error.ShouldBeOfType<LeaveExceedsDay>();
        LeaveCharge.Of(Requests.Type(LeaveUnit.Hour), Plans.Monday, Plans.Monday, LeavePortion.Hours, 60, Office.WithHoliday(Plans.Monday)).Error.ShouldBeOfType<LeaveNoWorkingDays>();
    }

    [Theory]
    [InlineData(481, DayHalves.None, 480)]
    [InlineData(300, DayHalves.Am, 240)]
    [InlineData(200, DayHalves.Am, 200)]
    [InlineData(200, DayHalves.Both, 0)]
    public void R22_ChargeAgain_OfHoursOnADayThatGotShorter_IsAtMostTheDay(int minutes, DayHalves holiday, int charged) =>
        LeaveCharge.Again(Requests.Type(LeaveUnit.Hour), Plans.Monday, Plans.Monday, LeavePortion.Hours, minutes, holiday == DayHalves.None ? Office : Office.WithHoliday(Plans.Monday, holiday))
            .Sum(d => d.Seconds).ShouldBe(charged * 60);

    [Fact]
    public void Blackout_OfATeam_IsThatTeamsAlone()
    {
        var team = new Guid(5, 0, 0, new byte[8]);
        BlackoutDates everybody = new(Plans.Monday, Plans.Monday.AddDays(2)), ofTeam = everybody with { TeamId = team };

        everybody.Holds(Plans.Monday.AddDays(2), Plans.Monday.AddDays(9), InTeam(null)).ShouldBeTrue();
        everybody.Holds(Plans.Monday.AddDays(3), Plans.Monday.AddDays(9), InTeam(team)).ShouldBeFalse();
        BlackoutDates.Judge(Plans.Monday, Plans.Monday, InTeam(team), [ofTeam]).ShouldBeOfType<LeaveBlackout>();
        BlackoutDates.Judge(Plans.Monday, Plans.Monday, InTeam(null), [ofTeam]).ShouldBeNull();
    }

    // The blackout is from Monday to Wednesday; the person joins the team, or leaves it, on a day of that week.
    [Theory]
    [InlineData(2, true, 0, 1, false)]
    [InlineData(2, true, 0, 2, true)]
    [InlineData(2, true, 2, 9, true)]
    [InlineData(3, true, 0, 9, false)]
    [InlineData(2, false, 0, 9, true)]
    [InlineData(2, false, 2, 9, false)]
    [InlineData(0, false, 0, 9, false)]
    public void Blackout_OfATeamThatSomebodyJoinsOrLeaves_IsJudgedByTheTeamOfTheDates(int moves, bool joins, int from, int to, bool holds)
    {
        var team = new Guid(5, 0, 0, new byte[8]);
        BlackoutDates ofTeam = new(Plans.Monday, Plans.Monday.AddDays(2), team);
        Dated<Guid?>[] teams = [new(DateOnly.MinValue, joins ? null : team), new(Plans.Monday.AddDays(moves), joins ? team : null)];

        ofTeam.Holds(Plans.Monday.AddDays(from), Plans.Monday.AddDays(to), teams).ShouldBe(holds);
    }

    private static Dated<Guid?>[] InTeam(Guid? team) => [new(DateOnly.MinValue, team)];

    private static IReadOnlyList<LeaveDay> Of(LeavePortion portion) => LeaveCharge.Of(Requests.Type(), Plans.Monday, Plans.Monday, portion, minutes: null, Office).Value;
}
