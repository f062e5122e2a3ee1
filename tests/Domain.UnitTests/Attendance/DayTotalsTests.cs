using FsCheck;
using FsCheck.Fluent;
using Satcom.Domain.Attendance;

namespace Satcom.Domain.UnitTests.Attendance;

/// <summary>What holds for every sequence of taps that a day accepts.</summary>
public sealed class DayTotalsTests
{
    private static readonly Arbitrary<Try[]> Sequences = Gen.ArrayOf(
        from kind in Gen.Choose(0, 3)
        from milliseconds in Gen.Choose(0, 5_000_000)
        from lunch in Gen.Choose(0, 1)
        select new Try((PunchKind)kind, milliseconds, lunch == 1)).ToArbitrary();

    [Fact]
    public void Totals_OfAnyTaps_SumToTheTimeInsideSessions() => Prop.ForAll(Sequences, tries =>
    {
        var day = Play(tries);

        // Paid breaks are part of the worked time, lunch is not; what runs since the latest tap is counted by the next.
        return day.WorkedSeconds + day.LunchSeconds == Spans(day.Punches).Inside;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Totals_OfAnyTaps_NeverHoldMoreBreakThanTheSessionsAreLong() => Prop.ForAll(Sequences, tries =>
    {
        var day = Play(tries);
        var (inside, breaks) = Spans(day.Punches);
        return day.BreakSeconds >= 0 && day.LunchSeconds >= 0 && day.BreakSeconds <= day.WorkedSeconds
            && day.BreakSeconds + day.LunchSeconds == breaks && breaks <= inside;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Totals_OfAnyTaps_AreRebuiltIdentical() => Prop.ForAll(Sequences, tries =>
    {
        var day = Play(tries);
        var rebuilt = DayTotals.Of(day.Punches);
        return rebuilt.WorkedSeconds == day.WorkedSeconds && rebuilt.BreakSeconds == day.BreakSeconds
            && rebuilt.LunchSeconds == day.LunchSeconds && rebuilt.SessionStartedAt == day.SessionStartedAt
            && (rebuilt.OpenBreak is not null) == (day.Status == AttendanceStatus.OnBreak);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Punches_OfAnyTaps_AreInOrderAndWholeSeconds() => Prop.ForAll(Sequences, tries =>
    {
        var punches = Play(tries).Punches;
        return punches.Select(p => p.Sequence).SequenceEqual(Enumerable.Range(1, punches.Count))
            && punches.Zip(punches.Skip(1)).All(pair => pair.First.OccurredAt <= pair.Second.OccurredAt)
            && punches.All(p => p.OccurredAt.Ticks % TimeSpan.TicksPerSecond == 0);
    }).QuickCheckThrowOnFailure();

    /// <summary>Offers every tap to a day; it takes those that are legal.</summary>
    private static AttendanceDay Play(IEnumerable<Try> tries)
    {
        var day = Taps.Open();
        var at = Taps.Eight;
        foreach (var (kind, milliseconds, lunch) in tries)
        {
            at = at.AddMilliseconds(milliseconds);
            var facts = Taps.At(at) with { BreakType = lunch ? BreakType.Lunch : BreakType.Break };
            _ = kind switch
            {
                PunchKind.CheckIn => day.CheckIn(facts),
                PunchKind.CheckOut => day.CheckOut(facts, int.MaxValue),
                PunchKind.BreakStart => day.StartBreak(facts, int.MaxValue),
                PunchKind.BreakEnd => day.EndBreak(facts, int.MaxValue),
            };
        }

        return day;
    }

    /// <summary>A second way to the same numbers: the time between two taps belongs to the state that the first left.</summary>
    private static (int Inside, int Breaks) Spans(IReadOnlyList<Punch> punches)
    {
        var spans = punches.Zip(punches.Skip(1), (from, to) => (from.Kind, Seconds: (int)(to.OccurredAt - from.OccurredAt).TotalSeconds)).ToList();
        return (spans.Where(s => s.Kind != PunchKind.CheckOut).Sum(s => s.Seconds), spans.Where(s => s.Kind == PunchKind.BreakStart).Sum(s => s.Seconds));
    }

    private sealed record Try(PunchKind Kind, int Milliseconds, bool IsLunch);
}
