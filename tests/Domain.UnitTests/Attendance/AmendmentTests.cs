using Satcom.Domain.Attendance;
using Satcom.Domain.UnitTests.Shifts;

namespace Satcom.Domain.UnitTests.Attendance;

/// <summary>Overrides, corrections, automatic closings, and the lock above them. The day begins at 08:00 UTC of 2026-03-02.</summary>
public sealed class AmendmentTests
{
    private static readonly Guid Hr = new(9, 0, 0, new byte[8]);
    private static readonly DateTimeOffset Later = Taps.Eight.AddDays(3);
    private static readonly AttendanceLock Unlocked = new(Through: null);

    [Fact]
    public void R15_Override_OfADay_AddsAndLeavesThePunchesAsTheyAre()
    {
        var day = Taps.Open();
        day.CheckOut(Taps.At(60), Taps.Limit).ShouldBeNull();
        var punches = day.Punches.ToArray();

        day.Override(Say(Days.Session(8, 12)), Unlocked, DayRules.None, []).ShouldBeNull();

        day.Punches.ShouldBe(punches);
        (day.WorkedSeconds, day.IsOverridden, day.LastCheckOutAt).ShouldBe((4 * 3600, true, Days.At(12)));
        day.Amendments.ShouldHaveSingleItem().ShouldSatisfyAllConditions(a => a.Reason.ShouldBe("Paper list"), a => a.By.ShouldBe(Hr), a => a.AfterSequence.ShouldBe(2));

        // A second one takes the place of the first; with no event at all there was no work.
        day.Override(Say([]), Unlocked, DayRules.None, []).ShouldBeNull();
        (day.WorkedSeconds, day.Amendments.Count, day.Status).ShouldBe((0, 2, AttendanceStatus.Completed));
    }

    [Fact]
    public void R15_Override_OfARunningDay_IsGoneOnFromByLaterPunches()
    {
        var day = Taps.Open();
        day.Override(Say([Days.In(Days.At(7))]), Unlocked, DayRules.None, []).ShouldBeNull();
        (day.SessionStartedAt, day.Status).ShouldBe((Days.At(7), AttendanceStatus.Working));

        day.CheckOut(Taps.At(60), Taps.Limit).ShouldBeNull();

        (day.WorkedSeconds, day.Punches.Count).ShouldBe((2 * 3600, 2));
    }

    [Fact]
    public void Override_ThatCannotBe_IsRefusedAndChangesNothing()
    {
        var day = Taps.Open();
        day.Override(Say(Days.Session(8, 12)) with { Reason = " " }, Unlocked, DayRules.None, []).ShouldBeOfType<ReasonRequired>();
        day.Override(Say([Days.Out(Days.At(8))]), Unlocked, DayRules.None, []).ShouldBeOfType<NotCheckedIn>();
        day.Override(Say([Days.In(Days.At(8)), Days.In(Days.At(9))]), Unlocked, DayRules.None, []).ShouldBeOfType<AlreadyCheckedIn>();
        day.Override(Say([Days.In(Days.At(9)), Days.Out(Days.At(8))]), Unlocked, DayRules.None, []).ShouldBeOfType<EventOutOfOrder>();
        day.Override(Say([Days.In(Days.At(8)), Days.Out(Later.AddSeconds(1))]), Unlocked, DayRules.None, []).ShouldBeOfType<EventInFuture>();
        day.Override(Say([Days.In(Days.At(8)), Days.End(Days.At(9))]), Unlocked, DayRules.None, []).ShouldBeOfType<NoOpenBreak>();
        day.Override(Say([Days.Start(Days.At(7), BreakType.Break), .. Days.Session(8, 9)]), Unlocked, DayRules.None, []).ShouldBeOfType<BreakOverlaps>();
        day.Override(Say([Days.In(Days.At(8)), Days.Start(Days.At(9), BreakType.Break), Days.Start(Days.At(10), BreakType.Lunch)]), Unlocked, DayRules.None, []).ShouldBeOfType<BreakOverlaps>();
        day.Override(Say(Days.Session(8, 12)), Unlocked, DayRules.None, [new WorkSpan(Days.At(11), Days.At(13), IsOpenEnded: false)]).ShouldBeOfType<SessionOverlaps>();

        (day.IsOverridden, day.Amendments.Count, day.Status).ShouldBe((false, 0, AttendanceStatus.Working));
    }

    [Fact]
    public void R20_LockedDay_TakesNoOverrideAndLatePunchesBecomeRequests()
    {
        var locked = new AttendanceLock(Plans.Monday);

        Taps.Open().Override(Say(Days.Session(8, 12)), locked, DayRules.None, []).ShouldBeOfType<DayLocked>();
        locked.Route(Plans.Monday).ShouldBe(LatePunchRoute.RequestCorrection);
        locked.Route(Plans.Monday.AddDays(1)).ShouldBe(LatePunchRoute.Recompute);
        Unlocked.Route(Plans.Monday).ShouldBe(LatePunchRoute.Recompute);
    }

    [Fact]
    public void R20_LatePunch_OfADayThatIsNotLocked_IsComputedIntoIt()
    {
        var day = Taps.Open();
        day.FlagMissedCheckOut(Taps.Eight.AddDays(1), Taps.Limit).ShouldBeTrue();
        var rules = DayRules.None with { Schedule = Plans.Of(Plans.OfficeId).On(Plans.Monday) };

        day.CheckOut(Taps.At(480) with { IsOffline = true, Rules = rules }, Taps.Limit).ShouldBeNull();

        (day.WorkedSeconds, day.EarlyLeaveSeconds, day.ScheduledSeconds).ShouldBe((8 * 3600, 3600, 8 * 3600));
        day.Flags.ShouldBe([DayFlags.EarlyLeave]);
    }

    [Fact]
    public void R29_Session_ThatAnotherOneFollowed_WaitsForACheckOutBeforeThat()
    {
        var day = Taps.Open(Taps.At(0) with { IsOffline = true });
        day.DequeueEvents();

        day.GiveUpSession(Taps.Eight.AddHours(10), Taps.Eight.AddHours(11), Taps.Limit);
        day.GiveUpSession(Taps.Eight.AddHours(10), Taps.Eight.AddHours(11), Taps.Limit);

        day.Status.ShouldBe(AttendanceStatus.MissingCheckOut);
        day.SessionStartedAt.ShouldBeNull();
        day.DequeueEvents().OfType<CheckOutMissed>().ShouldHaveSingleItem().LimitSeconds.ShouldBe(10 * 3600);
        day.Rebuild(DayRules.None).Status.ShouldBe(AttendanceStatus.MissingCheckOut);
        day.CheckOut(Taps.At(480) with { IsOffline = true }, Taps.Limit).ShouldBeNull();
        (day.Status, day.WorkedSeconds, day.Flags.Count).ShouldBe((AttendanceStatus.Completed, 8 * 3600, 0));
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(11.9, true)]
    [InlineData(13, false)]
    [InlineData(14, true)]
    [InlineData(22, true)]
    [InlineData(22.01, false)]
    public void R03_Tap_IsAwaitedByTheSessionThatBeganLast_UntilItsEndOrItsLimit(double at, bool isAwaited)
    {
        List<DayEvent> events = [Days.In(Days.At(6)), Days.In(Days.At(8)), Days.In(Days.At(12)), Days.Out(Days.At(13)), Days.In(Days.At(14))];

        DayEvents.AwaitTap(events, Days.At(at), 8 * 3600).ShouldBe(isAwaited || at is 7);
        DayEvents.AwaitTap(events[1..], Days.At(at), 8 * 3600).ShouldBe(isAwaited);
    }

    [Theory]
    [InlineData(AutoCloseRule.ShiftEnd, 17.5)]
    [InlineData(AutoCloseRule.MaxLength, 24)]
    public void R12_CloseForgotten_ClosesByRuleAndNeverAtMidnight(AutoCloseRule rule, double expected)
    {
        var rules = Rules(rule);
        var day = Taps.Open(Taps.At(0) with { Rules = rules });
        day.DequeueEvents();
        day.CloseForgotten(Guid.Empty, Days.At(21), rules).ShouldBeFalse("The check-out window lasts until nine.");

        day.CloseForgotten(Guid.Empty, Later, rules).ShouldBeTrue();
        day.CloseForgotten(Guid.Empty, Later, rules).ShouldBeFalse();

        (day.LastCheckOutAt, day.Status, day.OvertimeSeconds).ShouldBe((Days.At(expected), AttendanceStatus.Completed, 0));
        day.Flags.ShouldBe([DayFlags.AutoClosed]);
        day.Punches.Count.ShouldBe(1);
        day.DequeueEvents().OfType<CheckOutMissed>().ShouldHaveSingleItem().SessionStartedAt.ShouldBe(Taps.Eight);
    }

    [Fact]
    public void R12_CloseForgotten_WhenSwitchedOff_InventsNothing()
    {
        var day = Taps.Open();
        day.CloseForgotten(Guid.Empty, Later, Rules(AutoCloseRule.Off)).ShouldBeFalse();
        day.FlagMissedCheckOut(Later, Taps.Limit).ShouldBeTrue();
        day.CloseForgotten(Guid.Empty, Later, Rules(AutoCloseRule.Off)).ShouldBeFalse();
        (day.Status, day.LastCheckOutAt).ShouldBe((AttendanceStatus.MissingCheckOut, null));
    }

    [Theory]
    [InlineData(7.5)]
    [InlineData(10)]
    public void R12_CheckOut_ThatComesLate_TakesThePlaceOfTheAutomaticOne(double hours)
    {
        var rules = Rules(AutoCloseRule.ShiftEnd);
        var day = Taps.Open();
        day.CloseForgotten(Guid.Empty, Later, rules).ShouldBeTrue();
        day.DequeueEvents();

        day.CheckOut(Taps.At(hours * 60) with { IsOffline = true, Rules = rules }, Taps.Limit).ShouldBeNull();

        (day.LastCheckOutAt, day.WorkedSeconds).ShouldBe((Taps.Eight.AddHours(hours), (int)(hours * 3600)));
        day.Flags.Contains(DayFlags.AutoClosed).ShouldBeFalse();
        day.DequeueEvents().OfType<MissedCheckOutArrived>().ShouldHaveSingleItem();
    }

    [Fact]
    public void R12_Override_WithTheSameTimes_ConfirmsWhatWasClosedByRule()
    {
        var rules = Rules(AutoCloseRule.MaxLength);
        var day = Taps.Open();
        day.CloseForgotten(Guid.Empty, Later, rules).ShouldBeTrue();

        day.Override(Say([Days.In(Days.At(8)), Days.Out(Days.At(24))]), Unlocked, rules, []).ShouldBeNull();

        (day.OvertimeSeconds, day.Flags.Count).ShouldBe((8 * 3600, 0));
    }

    [Fact]
    public void R11_CheckIn_AfterAForgottenCheckOut_IsOutsideItsSessionsWindowAndOpensItsOwnDay()
    {
        var rules = Rules(AutoCloseRule.Off);
        var start = Taps.Eight;
        rules.Policy.SessionEnds(start, rules.Schedule!.Shift).ShouldBe(Days.At(21));
        rules.Policy.SessionEnds(start, shift: null).ShouldBe(start.AddHours(16));
        rules.Policy.SessionEnds(Days.At(18), rules.Schedule.Shift).ShouldBe(Days.At(34), "It began after the shift, so its end says nothing.");
        var (old, limit) = (Taps.Open(), 13 * 3600);
        old.HasLiveSession(Days.At(21), limit).ShouldBeTrue();

        old.FlagMissedCheckOut(Days.At(32), limit).ShouldBeTrue();
        var next = Taps.Open(Taps.At(Days.At(32)));

        (old.Status, old.LastCheckOutAt, old.WorkedSeconds).ShouldBe((AttendanceStatus.MissingCheckOut, null, 0));
        next.Date.ShouldBe(old.Date.AddDays(1));
    }

    [Fact]
    public void Correction_IsDecidedOnceAndByAnother()
    {
        CorrectionRequest.Create(Taps.Tenant, Guid.Empty, Taps.Person, Plans.Monday, Days.Session(8, 12), " ", Later, punches: null).Error.ShouldBeOfType<ReasonRequired>();
        CorrectionRequest.Create(Taps.Tenant, Guid.Empty, Taps.Person, Plans.Monday, [Days.Out(Days.At(8))], "Forgot", Later, punches: null).Error.ShouldBeOfType<NotCheckedIn>();
        var request = CorrectionRequest.Create(Taps.Tenant, Guid.Empty, Taps.Person, Plans.Monday, Days.Session(8, 12), " Forgot ", Later, punches: null).Value;

        request.Reject(Taps.Person, Later, null).ShouldBeOfType<CorrectionOwnRequest>();
        var amendment = request.Approve(Guid.Empty, Hr, Later, "seen").Value;
        request.Approve(Guid.Empty, Hr, Later, null).Error.ShouldBeOfType<CorrectionDecided>();

        (amendment.Kind, amendment.By, amendment.Reason).ShouldBe((AmendmentKind.Correction, Hr, "Forgot"));
        (request.Status, request.DecidedBy, request.Note).ShouldBe((CorrectionStatus.Approved, Hr, "seen"));
        var day = Taps.Open();
        day.Override(amendment, Unlocked, DayRules.None, []).ShouldBeNull();
        day.WorkedSeconds.ShouldBe(4 * 3600);
    }

    [Fact]
    public void R15_Correction_ApprovedAfterLaterPunches_KeepsThem()
    {
        var day = Taps.Open(Taps.At(60));
        var request = Ask([Days.In(Days.At(8))], day.Punches.Count);
        day.StartBreak(Taps.Pause(240, BreakType.Lunch), Taps.Limit).ShouldBeNull();
        day.EndBreak(Taps.At(300), Taps.Limit).ShouldBeNull();
        day.CheckOut(Taps.At(540), Taps.Limit).ShouldBeNull();

        day.Override(request.Approve(Guid.Empty, Hr, Later, null).Value, Unlocked, DayRules.None, []).ShouldBeNull();

        (day.Status, day.FirstCheckInAt, day.WorkedSeconds, day.LunchSeconds).ShouldBe((AttendanceStatus.Completed, Taps.Eight, 8 * 3600, 3600));
        day.Amendments.ShouldHaveSingleItem().AfterSequence.ShouldBe(1);
        day.Rebuild(DayRules.None).WorkedSeconds.ShouldBe(8 * 3600);

        // Together with what came since, another one cannot be; nor may the whole reach into another day.
        day.Override(Ask(Days.Session(8, 12), 1).Approve(Guid.Empty, Hr, Later, null).Value, Unlocked, DayRules.None, []).ShouldBeOfType<BreakOverlaps>();
        day.Override(Ask([Days.In(Days.At(7))], 1).Approve(Guid.Empty, Hr, Later, null).Value, Unlocked, DayRules.None, [new WorkSpan(Days.At(16), Days.At(18), IsOpenEnded: false)])
            .ShouldBeOfType<SessionOverlaps>();
        day.AmendmentCount.ShouldBe(1);

        static CorrectionRequest Ask(IReadOnlyList<DayEvent> events, int punches) =>
            CorrectionRequest.Create(Taps.Tenant, Guid.Empty, Taps.Person, Plans.Monday, events, "Forgot", Later, punches).Value;
    }

    [Fact]
    public void Correction_ThatItsPersonTookBack_IsDecidedByNobody()
    {
        var request = CorrectionRequest.Create(Taps.Tenant, Guid.Empty, Taps.Person, Plans.Monday, Days.Session(8, 12), "Forgot", Later, punches: 0).Value;

        request.Cancel(Later).ShouldBeNull();

        (request.Status, request.DecidedAt, request.DecidedBy).ShouldBe((CorrectionStatus.Cancelled, Later, null));
        request.Cancel(Later).ShouldBeOfType<CorrectionDecided>();
        request.Approve(Guid.Empty, Hr, Later, null).Error.ShouldBeOfType<CorrectionDecided>();
    }

    private static DayRules Rules(AutoCloseRule rule) => new(
        new AttendancePolicy { AutoClose = rule, AutoCloseToleranceSeconds = 1800, Overtime = new OvertimePolicy() }, Plans.Of(Plans.OfficeId).On(Plans.Monday));

    private static DayAmendment Say(IReadOnlyList<DayEvent> events) => new() { Id = Guid.Empty, Kind = AmendmentKind.Override, By = Hr, At = Later, Reason = "Paper list", Events = events };
}
