using Satcom.Domain.Attendance;

namespace Satcom.Domain.UnitTests.Attendance;

public sealed class AttendanceDayTests
{
    [Fact]
    public void Open_WithTheFirstTap_IsADayOfThatDate()
    {
        var day = Taps.Open(Taps.At(Taps.Eight.AddMilliseconds(750)) with { WorkMode = WorkMode.Field, Note = "gate 4" });

        day.Date.ShouldBe(new DateOnly(2026, 3, 2));
        day.FirstCheckInAt.ShouldBe(Taps.Eight);
        day.SessionStartedAt.ShouldBe(Taps.Eight);
        day.Status.ShouldBe(AttendanceStatus.Working);
        day.WorkModes.ShouldBe([WorkMode.Field]);
        day.LastCheckOutAt.ShouldBeNull();
        var punch = day.Punches.ShouldHaveSingleItem();
        punch.ShouldSatisfyAllConditions(
            () => punch.Kind.ShouldBe(PunchKind.CheckIn),
            () => punch.Sequence.ShouldBe(1),
            () => punch.OccurredAt.ShouldBe(Taps.Eight),
            () => punch.ReceivedAt.ShouldBe(Taps.Eight),
            () => punch.Note.ShouldBe("gate 4"),
            () => punch.EmployeeId.ShouldBe(Taps.Person),
            () => punch.DayId.ShouldBe(day.Id),
            () => punch.TenantId.ShouldBe(Taps.Tenant));
        day.DequeueEvents().ShouldBe([new AttendanceChanged(Taps.Person, day.Id)]);
    }

    [Fact]
    public void CheckOut_AfterABreakAndALunch_CountsTheOneAndNotTheOther()
    {
        var day = Taps.Open();

        day.StartBreak(Taps.Pause(60, BreakType.Break), Taps.Limit).ShouldBeNull();
        day.Status.ShouldBe(AttendanceStatus.OnBreak);
        day.EndBreak(Taps.At(75), Taps.Limit).ShouldBeNull();
        day.StartBreak(Taps.Pause(240, BreakType.Lunch), Taps.Limit).ShouldBeNull();
        day.EndBreak(Taps.At(270), Taps.Limit).ShouldBeNull();
        day.CheckOut(Taps.At(540), Taps.Limit).ShouldBeNull();

        day.Status.ShouldBe(AttendanceStatus.Completed);
        day.BreakSeconds.ShouldBe(15 * 60);
        day.LunchSeconds.ShouldBe(30 * 60);
        day.WorkedSeconds.ShouldBe((540 - 30) * 60);
        day.LastCheckOutAt.ShouldBe(Taps.Eight.AddMinutes(540));
        day.SessionStartedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(BreakType.Break, 60, 600)]
    [InlineData(BreakType.Lunch, 0, 540)]
    public void CheckOut_WhenABreakIsOpen_EndsItToo(BreakType type, int paid, int worked)
    {
        var day = Taps.Open();
        day.StartBreak(Taps.Pause(9, type), Taps.Limit).ShouldBeNull();

        day.CheckOut(Taps.At(10), Taps.Limit).ShouldBeNull();

        day.Status.ShouldBe(AttendanceStatus.Completed);
        (day.BreakSeconds, day.LunchSeconds, day.WorkedSeconds).ShouldBe((paid, 60 - paid, worked));
    }

    [Fact]
    public void CheckIn_ForASecondSession_LeavesTheGapOut()
    {
        var day = Taps.Open(Taps.At(0) with { WorkMode = WorkMode.Office });
        day.CheckOut(Taps.At(60), Taps.Limit).ShouldBeNull();

        day.CheckIn(Taps.At(120) with { WorkMode = WorkMode.Remote }).ShouldBeNull();
        day.CheckOut(Taps.At(150), Taps.Limit).ShouldBeNull();

        day.WorkedSeconds.ShouldBe(90 * 60);
        day.FirstCheckInAt.ShouldBe(Taps.Eight);
        day.WorkModes.ShouldBe([WorkMode.Office, WorkMode.Remote]);
        day.Punches.Select(p => p.Sequence).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void A8_Taps_OutOfPlace_AreRefusedAndChangeNothing()
    {
        var day = Taps.Open();
        day.CheckIn(Taps.At(1)).ShouldBeOfType<AlreadyCheckedIn>();
        day.EndBreak(Taps.At(1), Taps.Limit).ShouldBeOfType<NoOpenBreak>();
        day.StartBreak(Taps.Pause(-1, BreakType.Break), Taps.Limit).ShouldBeOfType<EventOutOfOrder>();
        day.StartBreak(Taps.Pause(2, BreakType.Break), Taps.Limit).ShouldBeNull();
        day.StartBreak(Taps.Pause(3, BreakType.Lunch), Taps.Limit).ShouldBeOfType<BreakAlreadyOpen>();
        day.CheckOut(Taps.At(1), Taps.Limit).ShouldBeOfType<EventOutOfOrder>();
        day.Punches.Count.ShouldBe(2);

        day.CheckOut(Taps.At(4), Taps.Limit).ShouldBeNull();
        day.CheckOut(Taps.At(5), Taps.Limit).ShouldBeOfType<NotCheckedIn>();
        day.StartBreak(Taps.Pause(5, BreakType.Break), Taps.Limit).ShouldBeOfType<NotCheckedIn>();
        day.EndBreak(Taps.At(5), Taps.Limit).ShouldBeOfType<NotCheckedIn>();
        day.CheckIn(Taps.At(3)).ShouldBeOfType<EventOutOfOrder>();
        day.Punches.Count.ShouldBe(3);
    }

    [Fact]
    public void CheckOut_AtTheLimit_IsInTimeAndASecondLaterIsNot()
    {
        Taps.Open().CheckOut(Taps.At(Taps.Eight.AddSeconds(Taps.Limit)), Taps.Limit).ShouldBeNull();
        Taps.Open().CheckOut(Taps.At(Taps.Eight.AddSeconds(Taps.Limit + 1)), Taps.Limit).ShouldBeOfType<NotCheckedIn>();
    }

    [Fact]
    public void FlagMissedCheckOut_PastTheLimit_FlagsOnceAndInventsNoEnd()
    {
        var day = Taps.Open();
        day.FlagMissedCheckOut(Taps.Eight.AddSeconds(Taps.Limit), Taps.Limit).ShouldBeFalse();
        day.DequeueEvents();
        var later = Taps.Eight.AddSeconds(Taps.Limit + 1);

        day.FlagMissedCheckOut(later, Taps.Limit).ShouldBeTrue();
        day.FlagMissedCheckOut(later, Taps.Limit).ShouldBeFalse();

        day.Status.ShouldBe(AttendanceStatus.MissingCheckOut);
        day.Flags.ShouldBe([AttendanceDay.MissingCheckOutFlag]);
        day.LastCheckOutAt.ShouldBeNull();
        day.WorkedSeconds.ShouldBe(0);
        day.Punches.Count.ShouldBe(1);
        day.DequeueEvents().ShouldBe([new CheckOutMissed(Taps.Person, day.Id, day.Date, Taps.Eight, Taps.Limit, later)]);
    }

    [Fact]
    public void CheckIn_AfterASessionThatWasForgottenOnABreak_StartsAfresh()
    {
        const int limit = 60;
        var day = Taps.Open();
        day.StartBreak(Taps.Pause(0.5, BreakType.Break), limit).ShouldBeNull();
        day.FlagMissedCheckOut(Taps.Eight.AddMinutes(5), limit).ShouldBeTrue();

        day.CheckIn(Taps.At(10)).ShouldBeNull();

        day.Status.ShouldBe(AttendanceStatus.Working);
        day.EndBreak(Taps.At(10.5), limit).ShouldBeOfType<NoOpenBreak>();
        day.FlagMissedCheckOut(Taps.Eight.AddMinutes(20), limit).ShouldBeTrue();
        day.Flags.ShouldBe([AttendanceDay.MissingCheckOutFlag]);
        (day.WorkedSeconds, day.BreakSeconds).ShouldBe((30, 0));
    }

    [Theory]
    [InlineData(121, "event_in_future")]
    [InlineData(120, null)]
    [InlineData(0, null)]
    [InlineData(-3600, null)]
    [InlineData(-3601, "event_too_old")]
    public void JudgeTime_AtEachBound_AcceptsTheBoundItself(int secondsFromNow, string? code) =>
        (AttendanceDay.JudgeTime(Taps.Eight.AddSeconds(secondsFromNow), Taps.Eight, 3600)?.Code).ShouldBe(code);

    [Fact]
    public void JudgeTime_WithinBounds_IsNoError() => AttendanceDay.JudgeTime(Taps.Eight, Taps.Eight, 0).ShouldBeNull();
}
