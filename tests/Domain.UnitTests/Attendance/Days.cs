using FsCheck;
using FsCheck.Fluent;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Domain.UnitTests.Attendance;

/// <summary>Makes events, and days of them, for tests.</summary>
internal static class Days
{
    /// <summary>Tries of taps: kind, milliseconds since the one before, whether a break is lunch.</summary>
    public static readonly Arbitrary<Try[]> Tries = Gen.ArrayOf(
        from kind in Gen.Choose(0, 3)
        from milliseconds in Gen.Choose(0, 9_000_000)
        from lunch in Gen.Choose(0, 1)
        select new Try((PunchKind)kind, milliseconds, lunch == 1)).ToArbitrary();

    public static DayEvent In(DateTimeOffset at) => new(PunchKind.CheckIn, at);

    public static DayEvent Out(DateTimeOffset at, bool isAutomatic = false) => new(PunchKind.CheckOut, at) { IsAutomatic = isAutomatic };

    public static DayEvent Start(DateTimeOffset at, BreakType type) => new(PunchKind.BreakStart, at) { BreakType = type };

    public static DayEvent End(DateTimeOffset at) => new(PunchKind.BreakEnd, at);

    /// <summary>The instant so many hours after midnight of 2026-03-02, UTC.</summary>
    public static DateTimeOffset At(double hours) => new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero).AddSeconds(Math.Round(hours * 3600));

    /// <summary>A session between hours of that date.</summary>
    public static DayEvent[] Session(double from, double to) => [In(At(from)), Out(At(to))];

    public static DayFigures Compute(IReadOnlyList<DayEvent> events, AttendancePolicy policy, ScheduledDay? schedule = null, WeekSoFar week = default, string zone = "UTC") =>
        DayComputation.Compute(new DayInput(new DateOnly(2026, 3, 2), zone, events, new DayRules(policy, schedule) { Week = week }, IsGivenUp: false));

    /// <summary>Offers every tap to a day; it takes those that are legal.</summary>
    public static AttendanceDay Play(IEnumerable<Try> tries, DayRules? rules = null)
    {
        var day = Taps.Open(Taps.At(0) with { Rules = rules ?? DayRules.None });
        Go(day, Taps.Eight, tries, rules ?? DayRules.None);
        return day;
    }

    /// <summary>Offers more taps to a day, the first so long after a moment.</summary>
    public static void Go(AttendanceDay day, DateTimeOffset at, IEnumerable<Try> tries, DayRules rules)
    {
        foreach (var (kind, milliseconds, lunch) in tries)
        {
            at = at.AddMilliseconds(milliseconds);
            var facts = Taps.At(at) with { BreakType = lunch ? BreakType.Lunch : BreakType.Break, Rules = rules };
            _ = Offer(day, kind, facts);
        }
    }

    /// <summary>Offers one tap to a day.</summary>
    public static Error? Offer(AttendanceDay day, PunchKind kind, PunchFacts facts) => kind switch
    {
        PunchKind.CheckIn => day.CheckIn(facts),
        PunchKind.CheckOut => day.CheckOut(facts, int.MaxValue),
        PunchKind.BreakStart => day.StartBreak(facts, int.MaxValue),
        PunchKind.BreakEnd => day.EndBreak(facts, int.MaxValue),
    };

    public sealed record Try(PunchKind Kind, int Milliseconds, bool IsLunch);
}
