using FsCheck;
using FsCheck.Fluent;
using Satcom.Domain.Attendance;
using Satcom.Domain.Shifts;

namespace Satcom.Domain.UnitTests.Attendance;

/// <summary>Overtime of days and weeks. Each second has one reason at most.</summary>
public sealed class OvertimeTests
{
    private const int Hour = 3600;

    private static readonly OvertimePolicy Usual = new();

    private static readonly Arbitrary<(OvertimePolicy Policy, OvertimeDay[] Week)> Weeks =
        (from order in Gen.Shuffle(Enum.GetValues<OvertimeKind>())
         from kinds in Gen.Choose(0, 4)
         from basis in Gen.Elements(Enum.GetValues<DailyBasis>())
         from days in Gen.ArrayOf(Day(), 7)
         select (new OvertimePolicy { Order = [.. order.Take(kinds)], DailyBasis = basis }, days)).ToArbitrary();

    [Fact]
    public void R17_Week_OfAnyDaysAndOrder_PaysEachSecondOnce() => Prop.ForAll(Weeks, any =>
    {
        var figures = OfWeek(any.Week, any.Policy);
        return figures.Zip(any.Week).All(pair =>
            pair.First is { Holiday: >= 0, RestDay: >= 0, Daily: >= 0, Weekly: >= 0 } && pair.First.Total <= Eligible(pair.Second));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void R17_Week_OfAnyOrder_PaysTheSameSumWhateverTheOrderOfWeeklyAndDays() => Prop.ForAll(Weeks, any =>
    {
        // A second way to weekly overtime: what is ordinary never exceeds the threshold once weekly counts, and what is paid is the rest.
        var policy = any.Policy with { Order = [OvertimeKind.Holiday, OvertimeKind.RestDay, OvertimeKind.Weekly] };
        var threshold = Math.Max(0, policy.WeeklyAfterSeconds - any.Week.Sum(d => d.CreditedSeconds));
        var ordinary = any.Week.Sum(d => d.Eligible.Where(e => e.Kind is DayKind.Working or DayKind.Flexible).Sum(e => e.Seconds));
        return OfWeek(any.Week, policy).Sum(f => f.Weekly) == Math.Max(0, ordinary - threshold);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void R17_Week_OfAnyDays_IsOvertimeOrOrdinary_EachSecond() => Prop.ForAll(Weeks, any =>
    {
        var week = new WeekSoFar(0, any.Week.Sum(d => d.CreditedSeconds));
        foreach (var day in any.Week)
        {
            var (overtime, ordinary) = Overtime.OfDay(day, any.Policy, week);
            week = week.After(ordinary);
            if (overtime.Total + ordinary != Eligible(day))
            {
                return false;
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void R17_Week_OfLongDaysAndARestDay_RunsInOrder()
    {
        OvertimeDay[] week = [.. Enumerable.Range(0, 5).Select(_ => Working(10, DayKind.Working)), Rest(6)];

        var figures = OfWeek(week, Usual);

        figures.Take(5).ShouldAllBe(f => f == new OvertimeFigures(0, 0, 2 * Hour, 0));
        figures[5].ShouldBe(new OvertimeFigures(0, 6 * Hour, 0, 0));
    }

    [Fact]
    public void R17_Week_WhereWeeklyComesFirst_LeavesTheRestToDaily()
    {
        var policy = Usual with { Order = [OvertimeKind.Weekly, OvertimeKind.Daily] };
        OvertimeDay[] week = [.. Enumerable.Range(0, 5).Select(_ => Working(10, DayKind.Working))];

        var figures = OfWeek(week, policy);

        // Daily takes two hours from each of the first four; of the 42 that are left the last two are weekly.
        figures.Select(f => (f.Daily / Hour, f.Weekly / Hour)).ShouldBe([(2, 0), (2, 0), (2, 0), (2, 0), (0, 2)]);
    }

    [Theory]
    [InlineData(DayKind.Flexible)]
    [InlineData(DayKind.RestDay)]
    public void R19_Week_WithAHolidayOnMonday_HasEightHoursForTheSaturdayAlone(DayKind saturday)
    {
        var policy = Usual with { DailyBasis = DailyBasis.Off };
        OvertimeDay holiday = new(null, 8 * Hour, []);
        OvertimeDay[] week = [holiday, .. Enumerable.Range(0, 4).Select(_ => Working(8, DayKind.Flexible)), new(null, 0, [new EligibleTime(saturday, 8 * Hour)])];

        OfWeek(week[..5], policy).Sum(f => f.Total).ShouldBe(0, "The holiday by itself makes none.");
        OfWeek(week, policy).Sum(f => f.Total).ShouldBe(8 * Hour);
    }

    /// <summary>The overtime of each day of a week, each with what those before it left of the week.</summary>
    private static List<OvertimeFigures> OfWeek(OvertimeDay[] days, OvertimePolicy policy)
    {
        var week = new WeekSoFar(0, days.Sum(d => d.CreditedSeconds));
        List<OvertimeFigures> figures = [];
        foreach (var day in days)
        {
            var (overtime, ordinary) = Overtime.OfDay(day, policy, week);
            figures.Add(overtime);
            week = week.After(ordinary);
        }

        return figures;
    }

    [Fact]
    public void Off_CountsNone() => Overtime.OfDay(Working(20, DayKind.Holiday), OvertimePolicy.Off, default).ShouldBe((default, 20 * Hour));

    [Theory]
    [InlineData(RoundingMode.Down, 1799, 900)]
    [InlineData(RoundingMode.Nearest, 1349, 900)]
    [InlineData(RoundingMode.Nearest, 1350, 1800)]
    [InlineData(RoundingMode.Up, 901, 1800)]
    [InlineData(RoundingMode.Up, 900, 900)]
    public void Show_RoundsTheViewAlone(RoundingMode mode, int seconds, int shown)
    {
        (Usual with { RoundToSeconds = 900, Rounding = mode }).Show(seconds).ShouldBe(shown);
        Usual.Show(seconds).ShouldBe(seconds);
    }

    [Theory]
    [InlineData(false, 0, 7200)]
    [InlineData(true, 0, 0)]
    [InlineData(true, 3600, 3600)]
    [InlineData(true, 9000, 7200)]
    public void Payable_IsWhatWasApprovedWhereThatIsAskedFor(bool needsApproval, int approved, int payable) =>
        (Usual with { NeedsApproval = needsApproval }).Payable(new OvertimeFigures(0, 0, 7200, 0), approved).ShouldBe(payable);

    private static OvertimeDay Working(int hours, DayKind kind) => new(8 * Hour, 0, [new EligibleTime(kind, hours * Hour)]);

    private static OvertimeDay Rest(int hours) => new(null, 0, [new EligibleTime(DayKind.RestDay, hours * Hour)]);

    private static int Eligible(OvertimeDay day) => day.Eligible.Sum(e => e.Seconds);

    private static Gen<OvertimeDay> Day() =>
        from scheduled in Gen.Choose(-1, 10)
        from credited in Gen.Elements(0, 0, 0, 4 * Hour, 8 * Hour)
        from first in Gen.Choose(0, 12 * Hour)
        from second in Gen.Choose(0, 4 * Hour)
        from kind in Gen.Elements(Enum.GetValues<DayKind>())
        from next in Gen.Elements(Enum.GetValues<DayKind>())
        select new OvertimeDay(scheduled < 0 ? null : scheduled * Hour, credited, [new EligibleTime(kind, first), new EligibleTime(next, second)]);
}
