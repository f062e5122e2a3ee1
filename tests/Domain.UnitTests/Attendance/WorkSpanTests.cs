using Satcom.Domain.Attendance;

namespace Satcom.Domain.UnitTests.Attendance;

/// <summary>Nobody works twice at once.</summary>
public sealed class WorkSpanTests
{
    [Theory]
    [InlineData(0, 60, false, 60, 90, false, false)]
    [InlineData(0, 60, false, 59, 90, false, true)]
    [InlineData(0, 60, true, 60, 90, false, true)]
    [InlineData(0, 60, false, 60, 60, true, false)]
    [InlineData(0, 60, false, 0, 0, true, true)]
    [InlineData(0, 0, true, 0, 0, true, true)]
    [InlineData(10, 20, false, 0, 60, false, true)]
    public void Overlaps_WhereSpansTouchOrMeet_SaysWhichEndsBelongToThem(int from, int to, bool isOpen, int otherFrom, int otherTo, bool otherIsOpen, bool expected)
    {
        var (one, other) = (Span(from, to, isOpen), Span(otherFrom, otherTo, otherIsOpen));
        one.Overlaps(other).ShouldBe(expected);
        other.Overlaps(one).ShouldBe(expected);
    }

    [Fact]
    public void Sessions_OfADay_AreItsFinishedOnesAndWhatIsKnownOfTheOpenOne()
    {
        var day = Taps.Open();
        day.Sessions.ShouldBeNull();
        Taps.Open(Taps.At(0) with { IsOffline = true }).Sessions.ShouldBe([Span(0, 0, isOpen: true)]);

        day.StartBreak(Taps.Pause(10, BreakType.Break), Taps.Limit).ShouldBeNull();
        day.Sessions.ShouldBe([Span(0, 10, isOpen: true)]);
        day.CheckOut(Taps.At(60), Taps.Limit).ShouldBeNull();
        day.CheckIn(Taps.At(60)).ShouldBeNull();
        day.Sessions.ShouldBe([Span(0, 60, isOpen: false)]);
        day.CheckOut(Taps.At(60), Taps.Limit).ShouldBeNull();
        day.Sessions.ShouldBe([Span(0, 60, isOpen: false)]);
    }

    [Fact]
    public void Taps_ThatReachIntoASessionOfAnotherDay_AreRefusedAndChangeNothing()
    {
        WorkSpan[] elsewhere = [Span(60, 120, isOpen: false)];
        (Taps.At(60) with { Elsewhere = elsewhere }).JudgeOpening().ShouldBeOfType<SessionOverlaps>();
        (Taps.At(120) with { Elsewhere = elsewhere }).JudgeOpening().ShouldBeNull();
        var day = Taps.Open(Taps.At(30) with { IsOffline = true });

        day.StartBreak(Taps.Pause(90, BreakType.Break) with { Elsewhere = elsewhere }, Taps.Limit).ShouldBeOfType<SessionOverlaps>();
        day.CheckOut(Taps.At(61) with { Elsewhere = elsewhere }, Taps.Limit).ShouldBeOfType<SessionOverlaps>();
        (day.Punches.Count, day.Status).ShouldBe((1, AttendanceStatus.Working));

        day.CheckOut(Taps.At(60) with { Elsewhere = elsewhere }, Taps.Limit).ShouldBeNull();
        day.CheckIn(Taps.At(90) with { Elsewhere = elsewhere, IsOffline = true }).ShouldBeOfType<SessionOverlaps>();
    }

    private static WorkSpan Span(int from, int to, bool isOpen) => new(Taps.Eight.AddMinutes(from), Taps.Eight.AddMinutes(to), isOpen);
}
