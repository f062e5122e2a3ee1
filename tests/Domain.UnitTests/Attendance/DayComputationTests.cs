using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Shifts;
using Satcom.Domain.UnitTests.Shifts;

namespace Satcom.Domain.UnitTests.Attendance;

/// <summary>The figures of single days. 2026-03-02 is a Monday with a shift from 08:00 to 17:00, an hour of it lunch, five minutes of grace.</summary>
public sealed class DayComputationTests
{
    private static readonly AttendancePolicy Plain = new();
    private static readonly AttendancePolicy Counting = new() { Overtime = new OvertimePolicy() };
    private static readonly AttendancePolicy German = new() { BreakRules = [new(6 * 3600, 30 * 60), new(9 * 3600, 45 * 60)] };
    private static readonly ScheduledDay Shift = Plans.Of(Plans.OfficeId).On(Plans.Monday);

    [Theory]
    [InlineData(8, 17, 0, 0, "")]
    [InlineData(8.05, 16.95, 0, 0, "")]
    [InlineData(8.1, 17, 360, 0, "late")]
    [InlineData(7, 16.5, 0, 1800, "earlyLeave")]
    [InlineData(18, 19, 9 * 3600, 0, "late")]
    [InlineData(6, 7, 0, 9 * 3600, "earlyLeave")]
    public void Late_AndEarly_BeyondGraceCountWhole(double from, double to, int late, int early, string flag)
    {
        var figures = Days.Compute(Days.Session(from, to), Plain, Shift);

        (figures.LateSeconds, figures.EarlyLeaveSeconds, figures.ScheduledSeconds).ShouldBe((late, early, 8 * 3600));
        string.Join(',', figures.Flags).ShouldBe(flag);
    }

    [Theory]
    [InlineData("6-6.1 10-17", 7200, 0)] // came for a moment before the shift, and then two hours late
    [InlineData("8-12 20-20.2", 0, 5 * 3600)] // left at noon, and came back for a moment in the evening
    [InlineData("6-6.1 8-12 13-17 20-21", 0, 0)]
    [InlineData("7-12 12.5-18", 0, 0)]
    [InlineData("6-7 18-19", 0, 0)] // never in the shift: as the first and the last say
    [InlineData("6- 10-17", 0, 0)] // nobody knows when the first session ended
    [InlineData("8-12 13- 20-20.2", 0, 0)]
    public void Late_AndEarly_AreJudgedByTheSessionsInTheShift(string sessions, int late, int early)
    {
        List<DayEvent> events = [];
        foreach (var session in sessions.Split(' '))
        {
            var hours = session.Split('-');
            events.Add(Days.In(Days.At(double.Parse(hours[0], System.Globalization.CultureInfo.InvariantCulture))));
            if (hours[1].Length > 0)
            {
                events.Add(Days.Out(Days.At(double.Parse(hours[1], System.Globalization.CultureInfo.InvariantCulture))));
            }
        }

        var figures = Days.Compute(events, Plain, Shift);

        (figures.LateSeconds, figures.EarlyLeaveSeconds).ShouldBe((late, early));
    }

    [Fact]
    public void EarlyLeave_OfAnOpenDay_IsNotKnown() => Days.Compute([.. Days.Session(8, 12), Days.In(Days.At(13))], Plain, Shift).EarlyLeaveSeconds.ShouldBe(0);

    [Theory]
    [InlineData(DayHalves.Am, 0, 12.5, 17, 0, 0)]
    [InlineData(DayHalves.Pm, 0, 8, 12.5, 0, 0)]
    [InlineData(DayHalves.None, 7200, 9, 16, 0, 0)]
    [InlineData(DayHalves.None, 3600, 9, 16, 0, 3600)]
    public void R21_LateAndEarly_OnLeaveOfPartOfTheDay_AreExcused(DayHalves halves, int seconds, double from, double to, int late, int early)
    {
        var planned = Plans.Of(Plans.OfficeId).WithLeave(Plans.Monday, new TimeOff(halves, seconds)).On(Plans.Monday);

        var figures = Days.Compute(Days.Session(from, to), Plain, planned);

        (figures.LateSeconds, figures.EarlyLeaveSeconds).ShouldBe((late, early));
    }

    [Theory]
    [InlineData(DayHalves.Am, 13, 17)]
    [InlineData(DayHalves.Pm, 8, 12)]
    public void R21_Half_ThatIsWorkedAsItIsScheduled_IsNeitherLateNorEarlyNorOvertime(DayHalves leave, double from, double to)
    {
        var planned = Plans.Of(Plans.OfficeId).WithLeave(Plans.Monday, new TimeOff(leave)).On(Plans.Monday);

        var figures = Days.Compute(Days.Session(from, to), Counting, planned);

        (figures.LateSeconds, figures.EarlyLeaveSeconds, figures.Overtime.Total).ShouldBe((0, 0, 0));
        (figures.WorkedSeconds, figures.OrdinarySeconds, figures.ScheduledSeconds).ShouldBe((4 * 3600, 4 * 3600, 4 * 3600));
        Days.Compute(Days.Session(from + 0.25, to - 0.25), Plain, planned).Flags.ShouldBe([DayFlags.Late, DayFlags.EarlyLeave]);
    }

    [Theory]
    [InlineData("2026-03-28", 7)]
    [InlineData("2026-10-24", 9)]
    public void R21_Halves_OfANightOnWhichTheClocksChange_AreAsLongAsScheduled(string night, int hours)
    {
        var (date, schedule) = (DateOnly.Parse(night, System.Globalization.CultureInfo.InvariantCulture), Plans.Of(Plans.NightId, "Europe/Berlin") with { Weeks = [] });
        foreach (var half in new[] { DayHalves.Am, DayHalves.Pm })
        {
            var planned = schedule.WithLeave(date, new TimeOff(half)).On(date);
            (planned.Shift!.EndsAt - planned.Shift.StartsAt).TotalSeconds.ShouldBe(planned.ScheduledSeconds);
            planned.ScheduledSeconds.ShouldBe(hours * 1800);
        }
    }

    [Fact]
    public void R14_Breaks_PaidAndUnpaid_AreDistinct()
    {
        var figures = Days.Compute(
            [Days.In(Days.At(8)), Days.Start(Days.At(10), BreakType.Break), Days.End(Days.At(10.25)), Days.Start(Days.At(12), BreakType.Lunch), Days.End(Days.At(12.5)), Days.Out(Days.At(17))], German, Shift);

        (figures.BreakSeconds, figures.LunchSeconds, figures.DeductedSeconds, figures.WorkedSeconds).ShouldBe((900, 1800, 0, 9 * 3600 - 1800));
    }

    [Theory]
    [InlineData(6, 0, 0)]
    [InlineData(6.25, 0, 15)] // never below the six hours
    [InlineData(8, 0, 30)]
    [InlineData(8, 20, 10)] // only what is missing
    [InlineData(8, 30, 0)]
    [InlineData(9.5, 0, 30)]
    [InlineData(10, 0, 45)]
    [InlineData(10, 40, 5)]
    public void R14_Deduction_OfAMissingBreak_IsOnlyWhatIsMissing(double hours, int lunchMinutes, int deductedMinutes)
    {
        var lunch = lunchMinutes / 60.0;
        var figures = Days.Compute([Days.In(Days.At(8)), Days.Start(Days.At(10), BreakType.Lunch), Days.End(Days.At(10 + lunch)), Days.Out(Days.At(8 + hours + lunch))], German);

        figures.DeductedSeconds.ShouldBe(deductedMinutes * 60);
        figures.WorkedSeconds.ShouldBe((int)(hours * 3600) - (deductedMinutes * 60));
        figures.Flags.Contains(DayFlags.BreakDeducted, StringComparer.Ordinal).ShouldBe(deductedMinutes > 0);
    }

    [Fact]
    public void R14_Deduction_WhenSomebodyCheckedOutForTheirRest_CountsTheGap() =>
        Days.Compute([.. Days.Session(8, 12), .. Days.Session(12.5, 17)], German).DeductedSeconds.ShouldBe(0);

    [Theory]
    [InlineData(DayAttribution.StartDate)]
    [InlineData(DayAttribution.SplitAtMidnight)]
    public void R02_Night_OfEachAttribution_HasPartsThatSumToIt(DayAttribution attribution)
    {
        DayEvent[] night = [Days.In(Days.At(22)), Days.Start(Days.At(23.5), BreakType.Lunch), Days.End(Days.At(24.25)), Days.Out(Days.At(30))];

        var figures = Days.Compute(night, Plain with { Attribution = attribution });

        (figures.WorkedSeconds, figures.LunchSeconds).ShouldBe((26_100, 2700));
        (int, int, int)[] expected = attribution == DayAttribution.StartDate ? [(2, 26_100, 2700)] : [(2, 5400, 1800), (3, 20_700, 900)];
        figures.Parts.Select(p => (p.Date.Day, p.WorkedSeconds, p.LunchSeconds)).ShouldBe(expected);
    }

    [Fact]
    public void R02_Night_SplitOnTheNightThatClocksChange_CutsAtLocalMidnight()
    {
        // 22:00 on the 28th to 06:00 on the 29th in Berlin, where 02:00 is 03:00.
        DayEvent[] night = [Days.In(new DateTimeOffset(2026, 3, 28, 21, 0, 0, TimeSpan.Zero)), Days.Out(new DateTimeOffset(2026, 3, 29, 4, 0, 0, TimeSpan.Zero))];

        var figures = DayComputation.Compute(new DayInput(new DateOnly(2026, 3, 28), "Europe/Berlin", night, new DayRules(Plain with { Attribution = DayAttribution.SplitAtMidnight }, null), IsGivenUp: false));

        figures.Parts.Select(p => (p.Date.Day, p.WorkedSeconds)).ShouldBe([(28, 2 * 3600), (29, 5 * 3600)]);
    }

    [Theory]
    [InlineData(false, 3600)]
    [InlineData(true, 2 * 3600)]
    public void R18_Overtime_OfAnEarlyArrival_CountsOnlyWhereThePolicySaysSo(bool beforeShift, int expected)
    {
        var policy = Plain with { Overtime = new OvertimePolicy { BeforeShift = beforeShift } };
        DayEvent[] events = [Days.In(Days.At(7)), Days.Start(Days.At(12), BreakType.Lunch), Days.End(Days.At(13)), Days.Out(Days.At(18))];

        var figures = Days.Compute(events, policy, Shift);

        figures.Overtime.ShouldBe(new OvertimeFigures(0, 0, expected, 0));
        figures.WorkedSeconds.ShouldBe(10 * 3600);
    }

    [Fact]
    public void R12_Overtime_OfASessionThatWasClosedByRule_WaitsForItsConfirmation()
    {
        var policy = Plain with { Overtime = new OvertimePolicy() };

        var closed = Days.Compute([Days.In(Days.At(8)), Days.Out(Days.At(19), isAutomatic: true)], policy, Shift);
        var confirmed = Days.Compute(Days.Session(8, 19), policy, Shift);

        (closed.WorkedSeconds, closed.Overtime.Total).ShouldBe((11 * 3600, 0));
        closed.Flags.ShouldBe([DayFlags.AutoClosed]);
        confirmed.Overtime.Total.ShouldBe(3 * 3600);
    }

    [Fact]
    public void Kinds_OfDatesThatASplitSessionReachesInto_AreTheirOwn()
    {
        var policy = Plain with { Attribution = DayAttribution.SplitAtMidnight, Overtime = new OvertimePolicy() };
        var rules = new DayRules(policy, Plans.Of(Plans.NightId).On(Plans.Monday)) { KindsAfter = [DayKind.Holiday] };

        var figures = DayComputation.Compute(new DayInput(Plans.Monday, "UTC", [Days.In(Days.At(22)), Days.Out(Days.At(31))], rules, IsGivenUp: false));

        figures.Overtime.ShouldBe(new OvertimeFigures(7 * 3600, 0, 0, 0), "The hours from midnight are the holiday's, and none of them is the night's ninth too.");
        figures.OrdinarySeconds.ShouldBe(2 * 3600);
        figures.Flags.ShouldBe([DayFlags.HolidayWork]);
    }

    [Fact]
    public void R19_Week_WithAHolidayOnMonday_HasEightHoursForTheSaturdayAlone()
    {
        // A flexible week of six days of eight hours, 40 of them ordinary.
        var schedule = Plans.Flexible(weekend: Weekdays.Sunday).WithHoliday(Plans.Monday);
        var policy = Plain with { Overtime = new OvertimePolicy { DailyBasis = DailyBasis.Off } };
        DayInput[] days = [.. Enumerable.Range(1, 5).Select(i => new DayInput(
            Plans.Monday.AddDays(i), "UTC", Days.Session(8 + (24 * i), 16 + (24 * i)), new DayRules(policy, schedule.On(Plans.Monday.AddDays(i))), IsGivenUp: false))];
        var credited = schedule.CreditedIn(Plans.Monday, Plans.Monday.AddDays(6));

        credited.ShouldBe(8 * 3600);
        ComputeWeek(days[..4], credited).Sum(f => f.Overtime.Total).ShouldBe(0);
        ComputeWeek(days, credited).Select(f => f.Overtime.Weekly).ShouldBe([0, 0, 0, 0, 8 * 3600]);
        ComputeWeek(days, creditedSeconds: 0).Sum(f => f.Overtime.Total).ShouldBe(0, "Without the holiday forty hours are the week.");
    }

    [Theory]
    [InlineData("10 6 8 8 8", 0)]
    [InlineData("10 10 10 10 10", 10)]
    public void R19_Week_WhoseTargetIsTheWeekAlone_MakesOvertimeOfWhatItHasBeyondIt(string hours, int overtime)
    {
        var schedule = Plans.Flexible() with { Targets = [new(DateOnly.MinValue, new FlexibleHours(0, 40 * 3600))] };
        var days = hours.Split(' ').Select((h, i) => new DayInput(
            Plans.Monday.AddDays(i), "UTC", Days.Session(8 + (24 * i), 8 + (24 * i) + int.Parse(h, System.Globalization.CultureInfo.InvariantCulture)), new DayRules(Counting, schedule.On(Plans.Monday.AddDays(i))), IsGivenUp: false));

        var week = ComputeWeek(days, creditedSeconds: 0);

        (week.Sum(f => f.Overtime.Weekly), week.Sum(f => f.Overtime.Total)).ShouldBe((overtime * 3600, overtime * 3600));
        week.Sum(f => f.OrdinarySeconds).ShouldBe(40 * 3600);
    }

    /// <summary>Days of one week, each with what those before it left of the week.</summary>
    private static List<DayFigures> ComputeWeek(IEnumerable<DayInput> days, int creditedSeconds)
    {
        var week = new WeekSoFar(0, creditedSeconds);
        List<DayFigures> figures = [];
        foreach (var day in days)
        {
            figures.Add(DayComputation.Compute(day with { Rules = day.Rules with { Week = week } }));
            week = week.After(figures[^1].OrdinarySeconds);
        }

        return figures;
    }

    [Fact]
    public void Flags_OfWhatIsUnusual_AreSaid()
    {
        var leave = Plans.Of(Plans.OfficeId).WithLeave(Plans.Monday, new TimeOff(DayHalves.Both)).On(Plans.Monday);
        DayEvent[] events = [Days.In(Days.At(9)) with { IsSkewed = true, Fence = FenceResult.Outside }, Days.Out(Days.At(10))];

        Days.Compute(events, Plain, leave).Flags.ShouldBe([DayFlags.LeaveWork, DayFlags.ClockSkewed, DayFlags.OutsideFence]);
        Days.Compute(Days.Session(9, 10), Plain, Plans.Of(Plans.OfficeId).On(Plans.Monday.AddDays(5))).Flags.ShouldBe([DayFlags.RestDayWork]);
        Days.Compute([Days.In(Days.At(8)), Days.In(Days.At(9)), Days.Out(Days.At(10))], Plain).Flags.ShouldBe([DayFlags.MissingCheckOut]);
        Days.Compute([Days.In(Days.At(9)) with { Fence = FenceResult.NotProvided }, Days.Out(Days.At(10))], Plain).Flags.ShouldBe([DayFlags.PlaceMissing]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void R17_Work_OutsideTheEmployment_IsOrdinaryTime_AndSaidToBeIt(bool isHoliday)
    {
        // The last date was the Friday before; the account is open still.
        var schedule = Plans.Of(Plans.OfficeId) with { EndsOn = Plans.Monday.AddDays(-3) };
        var planned = (isHoliday ? schedule.WithHoliday(Plans.Monday) : schedule).On(Plans.Monday);

        var figures = Days.Compute(Days.Session(8, 17), Counting, planned);

        (figures.WorkedSeconds, figures.OrdinarySeconds, figures.Overtime.Total).ShouldBe((9 * 3600, 9 * 3600, 0));
        figures.Flags.ShouldBe([DayFlags.OutsideEmployment]);
        Days.Compute(Days.Session(8, 17), Counting, planned, new WeekSoFar(39 * 3600, 0)).Overtime.ShouldBe(new OvertimeFigures(0, 0, 0, 8 * 3600));
        (schedule with { StartsOn = Plans.Monday, EndsOn = null }).On(Plans.Monday).IsEmployed.ShouldBeTrue();
    }

    [Fact]
    public void Compute_OfEventsThatCannotBe_PassesThemOver()
    {
        var figures = Days.Compute([Days.Out(Days.At(7)), Days.End(Days.At(7)), Days.Start(Days.At(7), BreakType.Lunch), .. Days.Session(8, 9), Days.Out(Days.At(10))], Plain);

        (figures.WorkedSeconds, figures.LunchSeconds, figures.Status, figures.LastCheckOutAt).ShouldBe((3600, 0, AttendanceStatus.Completed, Days.At(9)));
    }
}
