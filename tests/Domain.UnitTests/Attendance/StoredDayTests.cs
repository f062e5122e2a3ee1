using Satcom.Domain.Attendance;

namespace Satcom.Domain.UnitTests.Attendance;

/// <summary>What a day keeps of its figures, when it is due again, and what is approved and locked. The day begins at 08:00 UTC of 2026-03-02.</summary>
public sealed class StoredDayTests
{
    private static readonly Guid Hr = new(9, 0, 0, new byte[8]);
    private static readonly AttendanceLock Unlocked = new(Through: null);
    private static readonly DayRules Counted = new(new AttendancePolicy { Overtime = new OvertimePolicy { Order = [OvertimeKind.Daily], DailyBasis = DailyBasis.Fixed, NeedsApproval = true } }, Schedule: null);

    [Fact]
    public void R17_Day_OfTenHours_KeepsOvertimeAndOrdinaryApart()
    {
        var day = Worked(600, Counted);

        (day.WorkedSeconds, day.OrdinarySeconds, day.OvertimeSeconds, day.OvertimeDailySeconds, day.PayableOvertimeSeconds).ShouldBe((36_000, 28_800, 7_200, 7_200, 0));
        (day.DueAt, day.Parts).ShouldBe((null, null));
    }

    [Fact]
    public void ApproveOvertime_BySomebodyElse_PaysAsFarAsApproved_AndNoMoreThanThereIs()
    {
        var day = Worked(600, Counted);

        day.ApproveOvertime(3600, Taps.Person, Taps.Eight, Unlocked, Counted).ShouldBeOfType<OvertimeOwnDay>();
        day.ApproveOvertime(7201, Hr, Taps.Eight, Unlocked, Counted).ShouldBeOfType<OvertimeExceedsDay>();
        day.ApproveOvertime(3600, Hr, Taps.Eight, new AttendanceLock(day.Date), Counted).ShouldBeOfType<DayLocked>();
        day.ApprovedOvertimeSeconds.ShouldBeNull();
        day.ApproveOvertime(3600, Hr, Taps.Eight, Unlocked, Counted).ShouldBeNull();
        (day.PayableOvertimeSeconds, day.OvertimeApprovedBy).ShouldBe((3600, Hr));

        // A day that becomes shorter is paid no more than it has.
        day.Override(Say(Days.Session(8, 16.5)), Unlocked, Counted, []).ShouldBeNull();
        (day.OvertimeSeconds, day.PayableOvertimeSeconds).ShouldBe((1800, 1800));
    }

    [Fact]
    public void ApproveOvertime_ThatBecomesMoreAfterwards_WaitsForAnotherDecision()
    {
        var day = Worked(600, Counted);
        day.IsOvertimePending.ShouldBeTrue();
        day.ApproveOvertime(3600, Hr, Taps.Eight, Unlocked, Counted).ShouldBeNull();
        day.IsOvertimePending.ShouldBeFalse("Somebody has decided that one hour of two is paid.");

        day.Override(Say(Days.Session(8, 20)), Unlocked, Counted, []).ShouldBeNull();

        (day.OvertimeSeconds, day.PayableOvertimeSeconds, day.IsOvertimePending).ShouldBe((4 * 3600, 3600, true));
        day.ApproveOvertime(4 * 3600, Hr, Taps.Eight, Unlocked, Counted).ShouldBeNull();
        (day.PayableOvertimeSeconds, day.IsOvertimePending).ShouldBe((4 * 3600, false));
    }

    [Fact]
    public void R12_DueAt_OfAnOpenSession_IsItsEnd_AndOfAGivenUpOneItsClosing()
    {
        var rules = new DayRules(new AttendancePolicy { MaxSessionSeconds = 12 * 3600, AutoClose = AutoCloseRule.MaxLength }, Schedule: null);
        var day = Taps.Open(Taps.At(0) with { Rules = rules });
        day.DueAt.ShouldBe(Taps.Eight.AddHours(12));

        day.FlagMissedCheckOut(Taps.Eight.AddHours(13), 12 * 3600).ShouldBeTrue();
        day.DueAt.ShouldBeNull();
        day.Rebuild(rules);
        day.DueAt.ShouldBe(Taps.Eight.AddHours(12));
        day.CloseForgotten(Guid.CreateVersion7(Taps.Eight), Taps.Eight.AddHours(13), rules).ShouldBeTrue();
        (day.DueAt, day.LastCheckOutAt, day.AmendmentCount).ShouldBe((null, Taps.Eight.AddHours(12), 1));
    }

    [Fact]
    public void R12_CloseForgotten_BeforeAnotherSession_EndsWhereThatBegins()
    {
        var rules = new DayRules(new AttendancePolicy { MaxSessionSeconds = 12 * 3600, AutoClose = AutoCloseRule.MaxLength }, Schedule: null);
        var day = Taps.Open(Taps.At(0) with { Rules = rules });

        day.CloseForgotten(Guid.CreateVersion7(Taps.Eight), Taps.Eight.AddDays(1), rules, [new WorkSpan(Taps.Eight.AddHours(-3), Taps.Eight, IsOpenEnded: false), new WorkSpan(Taps.Eight.AddHours(9), Taps.Eight.AddHours(9), IsOpenEnded: false)]).ShouldBeTrue();

        day.LastCheckOutAt.ShouldBe(Taps.Eight.AddHours(9));
    }

    [Fact]
    public void R12_CloseForgotten_OfASessionThatBeganInsideAnotherDays_LeavesItToPeople()
    {
        var rules = new DayRules(new AttendancePolicy { MaxSessionSeconds = 12 * 3600, AutoClose = AutoCloseRule.MaxLength }, Schedule: null);
        var (day, now) = (Taps.Open(Taps.At(0) with { Rules = rules }), Taps.Eight.AddDays(1));

        day.CloseForgotten(Guid.CreateVersion7(Taps.Eight), now, rules, [new WorkSpan(Taps.Eight.AddHours(-10), Taps.Eight.AddHours(1), IsOpenEnded: false)]).ShouldBeFalse();

        (day.AmendmentCount, day.LastCheckOutAt).ShouldBe((0, null));
        day.FlagMissedCheckOut(now, 12 * 3600).ShouldBeTrue();
        day.Rebuild(rules);
        day.LeaveUnclosed();
        day.DueAt.ShouldBeNull();
    }

    [Fact]
    public void R15_Enter_OfADayThatNobodyTapped_ComesOutTheSameWhenRebuilt()
    {
        var date = new DateOnly(2026, 3, 2);
        AttendanceDay.Enter(Taps.Tenant, Hr, Taps.Person, date, "Asia/Dubai", Say([]), Unlocked, Counted, []).Error.ShouldBeOfType<NotCheckedIn>();
        AttendanceDay.Enter(Taps.Tenant, Hr, Taps.Person, date, "Asia/Dubai", Say(Days.Session(4, 14)), new AttendanceLock(date), Counted, []).Error.ShouldBeOfType<DayLocked>();

        var day = AttendanceDay.Enter(Taps.Tenant, Hr, Taps.Person, date, "Asia/Dubai", Say(Days.Session(4, 14)), Unlocked, Counted, []).Value;

        (day.Punches.Count, day.FirstCheckInAt, day.WorkedSeconds, day.OvertimeSeconds, day.TimeZone).ShouldBe((0, Days.At(4), 36_000, 7_200, "Asia/Dubai"));
        day.Rebuild(Counted);
        (day.FirstCheckInAt, day.WorkedSeconds, day.OvertimeSeconds).ShouldBe((Days.At(4), 36_000, 7_200));
        day.Override(Say([]), Unlocked, Counted, []).ShouldBeNull();
        (day.WorkedSeconds, day.FirstCheckInAt, day.AmendmentCount).ShouldBe((0, Days.At(4), 2));
    }

    [Fact]
    public void R20_Lock_GoesNoFurtherThanYesterday_AndBackOnlyWithAReason()
    {
        var closing = new AttendanceClosing(Taps.Tenant, Taps.Tenant);
        var today = new DateOnly(2026, 4, 1);

        closing.MoveTo(today, today, reason: null).ShouldBeOfType<LockInFuture>();
        closing.MoveTo(today.AddDays(-1), today, reason: null).ShouldBeNull();
        closing.MoveTo(today.AddDays(-2), today, reason: " ").ShouldBeOfType<ReasonRequired>();
        closing.MoveTo(null, today, reason: null).ShouldBeOfType<ReasonRequired>();
        closing.Through.ShouldBe(today.AddDays(-1));
        closing.MoveTo(null, today, "A mistake.").ShouldBeNull();
        closing.Through.ShouldBeNull();
    }

    [Fact]
    public void R13_Breaks_OfADay_EndWithTheirSession()
    {
        DayEvent[] events =
        [
            Days.In(Days.At(8)), Days.Start(Days.At(9), BreakType.Lunch), Days.End(Days.At(10)), Days.Start(Days.At(11), BreakType.Break), Days.Out(Days.At(11.5)),
            Days.In(Days.At(12)), Days.Start(Days.At(13), BreakType.Break),
        ];

        DayBreak.Of(events).Select(b => (b.Type, b.Seconds)).ShouldBe([(BreakType.Lunch, 3600), (BreakType.Break, 1800), (BreakType.Break, 0)]);
    }

    private static AttendanceDay Worked(double minutes, DayRules rules)
    {
        var day = Taps.Open(Taps.At(0) with { Rules = rules });
        day.CheckOut(Taps.At(minutes) with { Rules = rules }, Taps.Limit).ShouldBeNull();
        return day;
    }

    private static DayAmendment Say(IReadOnlyList<DayEvent> events) =>
        new() { Id = Guid.CreateVersion7(Taps.Eight), Kind = AmendmentKind.Override, By = Hr, At = Taps.Eight.AddDays(3), Reason = "Paper list", Events = events };
}
