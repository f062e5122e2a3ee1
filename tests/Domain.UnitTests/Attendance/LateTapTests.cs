using Satcom.Domain.Attendance;

namespace Satcom.Domain.UnitTests.Attendance;

/// <summary>Taps that come late, to a day whose check-out was held for forgotten.</summary>
public sealed class LateTapTests
{
    [Fact]
    public void CheckOut_OfAFlaggedDayWithinTheLimit_CompletesItAndTakesTheFlagAway()
    {
        var day = Forgotten();

        day.CheckOut(Taps.At(540), Taps.Limit).ShouldBeNull();

        day.Status.ShouldBe(AttendanceStatus.Completed);
        day.Flags.ShouldBeEmpty();
        day.WorkedSeconds.ShouldBe(540 * 60);
        day.LastCheckOutAt.ShouldBe(Taps.Eight.AddMinutes(540));
        day.DequeueEvents().ShouldBe([new AttendanceChanged(Taps.Person, day.Id), new MissedCheckOutArrived(Taps.Person, day.Id, day.Date, Taps.Eight.AddMinutes(540))]);
        day.CheckOut(Taps.At(541), Taps.Limit).ShouldBeOfType<NotCheckedIn>();
    }

    [Fact]
    public void CheckOut_OfAFlaggedDayPastTheLimit_IsRefusedAndChangesNothing()
    {
        var day = Forgotten();

        day.CheckOut(Taps.At(Taps.Eight.AddSeconds(Taps.Limit + 1)), Taps.Limit).ShouldBeOfType<NotCheckedIn>();
        day.CheckOut(Taps.At(-1), Taps.Limit).ShouldBeOfType<NotCheckedIn>();

        day.Flags.ShouldBe([AttendanceDay.MissingCheckOutFlag]);
        day.Punches.Count.ShouldBe(1);
        day.DequeueEvents().ShouldBeEmpty();
    }

    [Fact]
    public void Breaks_OfAFlaggedDay_CountAndLeaveItFlagged()
    {
        var day = Forgotten();

        day.EndBreak(Taps.At(5), Taps.Limit).ShouldBeOfType<NoOpenBreak>();
        day.StartBreak(Taps.Pause(60, BreakType.Lunch), Taps.Limit).ShouldBeNull();
        day.StartBreak(Taps.Pause(61, BreakType.Break), Taps.Limit).ShouldBeOfType<BreakAlreadyOpen>();
        day.EndBreak(Taps.At(90), Taps.Limit).ShouldBeNull();

        (day.Status, day.SessionStartedAt).ShouldBe((AttendanceStatus.MissingCheckOut, null));
        day.Flags.ShouldBe([AttendanceDay.MissingCheckOutFlag]);
        (day.WorkedSeconds, day.LunchSeconds).ShouldBe((60 * 60, 30 * 60));
        day.FlagMissedCheckOut(Taps.Eight.AddDays(2), Taps.Limit).ShouldBeFalse();
        day.DequeueEvents().ShouldAllBe(e => e is AttendanceChanged);

        day.CheckOut(Taps.At(540), Taps.Limit).ShouldBeNull();
        (day.WorkedSeconds, day.Flags.Count).ShouldBe((510 * 60, 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void CheckOut_OfAnEarlierSessionOfTheDay_FallsIntoItsPlace(bool isOpen)
    {
        const int limit = 3600;
        var day = Taps.Open();
        day.FlagMissedCheckOut(Taps.Eight.AddMinutes(61), limit).ShouldBeTrue();
        day.CheckIn(Taps.At(120)).ShouldBeNull();
        if (!isOpen)
        {
            day.CheckOut(Taps.At(150), limit).ShouldBeNull();
            day.Flags.ShouldBe([AttendanceDay.MissingCheckOutFlag]);
        }

        day.CheckOut(Taps.At(45), limit).ShouldBeNull();

        day.Flags.ShouldBeEmpty();
        day.WorkedSeconds.ShouldBe((isOpen ? 45 : 75) * 60);
        day.Status.ShouldBe(isOpen ? AttendanceStatus.Working : AttendanceStatus.Completed);
        day.LastCheckOutAt.ShouldBe(Taps.Eight.AddMinutes(isOpen ? 45 : 150));
        day.CheckOut(Taps.At(50), limit).ShouldBeOfType(isOpen ? typeof(EventOutOfOrder) : typeof(NotCheckedIn));
    }

    [Fact]
    public void R20_LateLunch_OfADayThatIsOver_IsComputedIntoIt()
    {
        var day = Taps.Open();
        day.CheckOut(Taps.At(540), Taps.Limit).ShouldBeNull();

        day.StartBreak(Late(240) with { BreakType = BreakType.Lunch }, Taps.Limit).ShouldBeNull();
        day.EndBreak(Late(270), Taps.Limit).ShouldBeNull();

        (day.WorkedSeconds, day.LunchSeconds, day.Status).ShouldBe((510 * 60, 30 * 60, AttendanceStatus.Completed));
        day.StartBreak(Late(250) with { BreakType = BreakType.Break }, Taps.Limit).ShouldBeOfType<BreakAlreadyOpen>();
        day.EndBreak(Late(260), Taps.Limit).ShouldBeOfType<EventOutOfOrder>();
        day.EndBreak(Late(300), Taps.Limit).ShouldBeOfType<NoOpenBreak>();
        day.StartBreak(Late(541), Taps.Limit).ShouldBeOfType<NotCheckedIn>();
        day.StartBreak(Taps.Pause(300, BreakType.Break), Taps.Limit).ShouldBeOfType<NotCheckedIn>("It was made now, so its time is wrong.");
        day.Punches.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void R20_LateMorning_OfADayThatGoesOnOrIsOver_IsASessionOfIt(bool isOver)
    {
        var day = Taps.Open(Taps.At(300));
        if (isOver)
        {
            day.CheckOut(Taps.At(600), Taps.Limit).ShouldBeNull();
        }

        day.CheckIn(Taps.At(0)).ShouldBeOfType(isOver ? typeof(EventOutOfOrder) : typeof(AlreadyCheckedIn));
        day.DequeueEvents();

        day.CheckIn(Late(0)).ShouldBeNull();
        day.Flags.ShouldBe([AttendanceDay.MissingCheckOutFlag]);
        day.SessionStartedAt.ShouldBe(isOver ? null : Taps.Eight.AddMinutes(300));
        day.DequeueEvents().OfType<CheckOutMissed>().ShouldHaveSingleItem().LimitSeconds.ShouldBe(300 * 60);
        day.CheckIn(Late(1)).ShouldBeOfType<EventOutOfOrder>("The morning waits for its end.");
        day.CheckOut(Late(240), Taps.Limit).ShouldBeNull();

        (day.FirstCheckInAt, day.WorkedSeconds, day.Flags.Count).ShouldBe((Taps.Eight, (isOver ? 540 : 240) * 60, 0));
        day.Status.ShouldBe(isOver ? AttendanceStatus.Completed : AttendanceStatus.Working);
        day.DequeueEvents().OfType<MissedCheckOutArrived>().ShouldHaveSingleItem();
        day.CheckIn(Late(120)).ShouldBeOfType<EventOutOfOrder>("It lies inside a session.");
        day.CheckIn(Late(250) with { Elsewhere = [new WorkSpan(Taps.Eight.AddMinutes(245), Taps.Eight.AddMinutes(260), IsOpenEnded: false)] }).ShouldBeOfType<SessionOverlaps>();
    }

    [Fact]
    public void R20_LateMorning_OfADayWhoseSessionWasGivenUp_DoesNotReopenIt()
    {
        var day = Taps.Open(Taps.At(300));
        day.FlagMissedCheckOut(Taps.Eight.AddDays(2), Taps.Limit).ShouldBeTrue();

        day.CheckIn(Late(0)).ShouldBeNull();
        day.CheckOut(Late(240), Taps.Limit).ShouldBeNull();

        (day.Status, day.SessionStartedAt, day.WorkedSeconds).ShouldBe((AttendanceStatus.MissingCheckOut, null, 240 * 60));
        day.Flags.ShouldBe([AttendanceDay.MissingCheckOutFlag]);
    }

    private static PunchFacts Late(double minutes) => Taps.At(minutes) with { IsOffline = true, ReceivedAt = Taps.Eight.AddHours(12) };

    private static AttendanceDay Forgotten()
    {
        var day = Taps.Open();
        day.FlagMissedCheckOut(Taps.Eight.AddSeconds(Taps.Limit + 1), Taps.Limit).ShouldBeTrue();
        day.DequeueEvents();
        return day;
    }
}
