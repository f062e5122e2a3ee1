using System.Globalization;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;
using Satcom.Domain.UnitTests.Shifts;

namespace Satcom.Domain.UnitTests.Attendance;

/// <summary>Which date taps belong to, when a day is over, and when a tap counts as made.</summary>
public sealed class WorkDatesTests
{
    private static readonly DateTimeOffset Received = new(2026, 3, 2, 8, 0, 0, 500, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-03-03T21:50", 3)] // before the start
    [InlineData("2026-03-04T00:10", 3)] // two hours late
    [InlineData("2026-03-04T01:00", 3)] // back from a gap
    [InlineData("2026-03-04T06:00", 4)] // the night is over, the next is far
    [InlineData("2026-03-04T12:00", 4)]
    [InlineData("2026-03-04T20:00", 4)] // the window of the next opens
    public void R02_Of_ANightShift_IsTheDateOfItsStart(string checkIn, int day) =>
        WorkDates.Of(At(checkIn), "UTC", Plans.Of(Plans.NightId)).Day.ShouldBe(day);

    [Fact]
    public void R02_Of_ANightShift_WhoseSecondHalfIsOff_IsTheDateOfItsStartStill() =>
        WorkDates.Of(At("2026-03-04T02:30"), "UTC", Plans.Of(Plans.NightId).WithLeave(new DateOnly(2026, 3, 3), new TimeOff(DayHalves.Pm))).Day.ShouldBe(3);

    [Fact]
    public void R02_Of_AShiftFromMidnight_KeepsThoseWhoComeBefore()
    {
        var midnight = Plans.Of(Plans.OfficeId) with { Shifts = new Dictionary<Guid, Shift> { [Plans.OfficeId] = Plans.Shift(Plans.OfficeId, new ShiftHours(new TimeOnly(0, 0), new TimeOnly(8, 0))) } };

        WorkDates.Of(At("2026-03-02T23:50"), "UTC", midnight).Day.ShouldBe(3);
        WorkDates.Of(At("2026-03-02T21:50"), "UTC", midnight).Day.ShouldBe(2);
        WorkDates.Of(At("2026-03-02T23:50"), "UTC", schedule: null).Day.ShouldBe(2);
    }

    [Fact]
    public void R02_Of_TwoShiftsThatBothHoldTheMoment_IsTheNearerStart()
    {
        // The night until six, and a shift from six whose window is open since four.
        var pattern = ShiftPattern.Create(Plans.Tenant, Guid.Empty, "Swap", [Plans.NightId, Plans.OfficeId]).Value;
        var schedule = Plans.Flexible() with
        {
            Assignments = [ShiftAssignment.OfPattern(Plans.Tenant, Guid.Empty, Plans.Person, pattern.Id, Plans.Monday, Plans.Monday, to: null).Value],
            Patterns = new Dictionary<Guid, ShiftPattern> { [pattern.Id] = pattern },
            Shifts = new Dictionary<Guid, Shift>
            {
                [Plans.NightId] = Plans.Shift(Plans.NightId, Plans.Night),
                [Plans.OfficeId] = Plans.Shift(Plans.OfficeId, new ShiftHours(new TimeOnly(6, 0), new TimeOnly(14, 0))),
            },
        };

        WorkDates.Of(At("2026-03-03T05:45"), "UTC", schedule).Day.ShouldBe(3);
        WorkDates.Of(At("2026-03-03T01:00"), "UTC", schedule).Day.ShouldBe(2);
    }

    [Fact]
    public void R03_CheckOut_InTheMorning_ClosesTheSessionOfTheEveningBefore()
    {
        // A shift is planned for the morning's own date, too.
        var schedule = Plans.Of(Plans.OfficeId);
        var day = Taps.Open(Taps.At(At("2026-03-02T18:30")) with { Rules = DayRules.None with { Schedule = schedule.On(Plans.Monday) } });

        day.CheckOut(Taps.At(At("2026-03-03T07:10")) with { Rules = DayRules.None with { Schedule = schedule.On(Plans.Monday) } }, Taps.Limit).ShouldBeNull();

        (day.Date, day.WorkedSeconds, day.Status).ShouldBe((Plans.Monday, (12 * 3600) + 2400, AttendanceStatus.Completed));
    }

    [Fact]
    public void R09_CheckIn_WhileASessionIsOpen_IsRefused() => Taps.Open().CheckIn(Taps.At(1)).ShouldBeOfType<AlreadyCheckedIn>();

    [Fact]
    public void Open_WithADateOfAShift_TakesIt() =>
        Taps.Open(Taps.At(At("2026-03-02T23:50")) with { WorkDate = new DateOnly(2026, 3, 3) }).Date.ShouldBe(new DateOnly(2026, 3, 3));

    [Theory]
    [InlineData("2026-03-02T07:00", Standing.Expected)]
    [InlineData("2026-03-02T08:05", Standing.Expected)]
    [InlineData("2026-03-02T08:06", Standing.NotArrived)]
    [InlineData("2026-03-02T23:59", Standing.NotArrived)]
    [InlineData("2026-03-03T00:00", Standing.Absent)]
    public void R07_Standing_OfWhoIsNotHere_IsAbsentOnlyWhenTheDayIsOver(string now, Standing standing) =>
        DayStanding.Of(Plans.Of(Plans.OfficeId).On(Plans.Monday), status: null, At(now)).ShouldBe(standing);

    [Fact]
    public void R07_Standing_OfANight_WaitsForItsCheckOutWindow()
    {
        var night = Plans.Of(Plans.NightId, "Asia/Dubai").On(Plans.Monday);
        var windowEnds = At("2026-03-03T06:00"); // 10:00 in Dubai

        DayStanding.Of(night, status: null, windowEnds.AddSeconds(-1)).ShouldBe(Standing.NotArrived);
        DayStanding.Of(night, status: null, windowEnds).ShouldBe(Standing.Absent);
    }

    // Forty hours a week that may be worked on any date: who comes from Tuesday to Saturday was not absent on Monday.
    [Theory]
    [InlineData(0, 40, "2026-03-02T23:59", Standing.Expected)]
    [InlineData(0, 40, "2026-03-03T00:00", Standing.DayOff)]
    [InlineData(8, 40, "2026-03-03T00:00", Standing.Absent)]
    [InlineData(8, 0, "2026-03-03T00:00", Standing.Absent)]
    [InlineData(0, 0, "2026-03-02T12:00", Standing.DayOff)]
    public void R19_Standing_UnderAWeeklyTarget_IsNeverAbsentOnOneDate(int daily, int weekly, string now, Standing standing)
    {
        var schedule = Plans.Flexible() with { Targets = [new(DateOnly.MinValue, new FlexibleHours(daily * 3600, weekly * 3600))] };

        DayStanding.Of(schedule.On(Plans.Monday), status: null, At(now)).ShouldBe(standing);
    }

    [Fact]
    public void R19_Standing_UnderAWeeklyTarget_WithLeaveOrAShift_IsTheLeaveOrTheShifts()
    {
        var later = At("2026-04-01T00:00");
        List<Dated<FlexibleHours>> weekly = [new(DateOnly.MinValue, new FlexibleHours(0, 40 * 3600))];
        var schedule = Plans.Flexible() with { Targets = weekly };

        DayStanding.Of(schedule.WithLeave(Plans.Monday, new TimeOff(DayHalves.Am)).On(Plans.Monday), status: null, later).ShouldBe(Standing.OnLeave);
        schedule.On(Plans.Monday).ScheduledSeconds.ShouldBe(8 * 3600, "its share of the week stays, so that the dates of a week sum to its target");
        DayStanding.Of((Plans.Of(Plans.OfficeId) with { Targets = weekly }).On(Plans.Monday), status: null, later).ShouldBe(Standing.Absent);
    }

    [Fact]
    public void Standing_OfWhoNeedNotCome_IsNeverAbsent()
    {
        var schedule = Plans.Of(Plans.OfficeId);
        var later = At("2026-04-01T00:00");

        DayStanding.Of(schedule.On(Plans.Monday.AddDays(5)), status: null, later).ShouldBe(Standing.DayOff);
        DayStanding.Of(schedule.WithHoliday(Plans.Monday).On(Plans.Monday), status: null, later).ShouldBe(Standing.DayOff);
        DayStanding.Of(schedule.WithLeave(Plans.Monday, new TimeOff(DayHalves.Both)).On(Plans.Monday), status: null, later).ShouldBe(Standing.OnLeave);
        DayStanding.Of(schedule.On(Plans.Monday), AttendanceStatus.Working, later).ShouldBe(Standing.In);
        DayStanding.Of(schedule.On(Plans.Monday), AttendanceStatus.OnBreak, later).ShouldBe(Standing.OnBreak);
        DayStanding.Of(schedule.On(Plans.Monday), AttendanceStatus.Completed, later).ShouldBe(Standing.Left);
        DayStanding.Of(schedule.On(Plans.Monday), AttendanceStatus.MissingCheckOut, later).ShouldBe(Standing.MissingCheckOut);
    }

    [Fact]
    public void R29_Punch_Online_TakesTheServersTime()
    {
        var time = PunchTime.Of(claimed: null, sentAt: Received.AddHours(1), Received, 3600, 120).Value;

        time.ShouldBe(new PunchTime(WholeSeconds.Of(Received), WholeSeconds.Of(Received), DeviceAt: null, SkewSeconds: null, IsSkewed: false));
    }

    [Theory]
    [InlineData(-600, null, -600, null, false)]
    [InlineData(60, null, 0, 60, false)]
    [InlineData(120, 120, 0, 120, false)]
    [InlineData(-600, -120, -600, -120, false)]
    [InlineData(-600, -121, -600, -121, true)]
    [InlineData(-600, 121, -600, 121, true)]
    public void R29_Punch_Offline_KeepsDeviceTimeReceiptAndSkew(int claimed, int? sent, int at, int? skew, bool isSkewed)
    {
        var received = WholeSeconds.Of(Received);

        var time = PunchTime.Of(received.AddSeconds(claimed), sent is { } s ? received.AddSeconds(s) : null, received, 3600, 120).Value;

        time.ShouldBe(new PunchTime(received.AddSeconds(at), received, received.AddSeconds(claimed), skew, isSkewed));
        PunchTime.Of(received.AddSeconds(-3601), null, received, 3600, 120).Error.ShouldBeOfType<EventTooOld>();

        // A clock that is off by whole lifetimes is off, and not by what is left of them.
        PunchTime.Of(received, DateTimeOffset.MaxValue, received, 3600, 120).Value.ShouldSatisfyAllConditions(t => t.IsSkewed.ShouldBeTrue(), t => t.SkewSeconds.ShouldBe(int.MaxValue));
        PunchTime.Of(received.AddSeconds(121), null, received, 3600, 120).Error.ShouldBeOfType<EventInFuture>();
    }

    private static DateTimeOffset At(string local) => DateTimeOffset.Parse(local + "Z", CultureInfo.InvariantCulture);
}
