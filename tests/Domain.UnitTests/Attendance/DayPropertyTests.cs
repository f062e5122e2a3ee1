using FsCheck;
using FsCheck.Fluent;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;
using Satcom.Domain.UnitTests.Shifts;

namespace Satcom.Domain.UnitTests.Attendance;

/// <summary>What holds for every sequence of taps that a day accepts, in every zone and under every policy.</summary>
public sealed class DayPropertyTests
{
    private static readonly BreakRule[] BreakRules = [new(6 * 3600, 30 * 60), new(9 * 3600, 45 * 60)];

    private static readonly string[] Zones = [.. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(TimeZones.IsKnown)];

    private static readonly OvertimePolicy Overtime = new() { DailyBasis = DailyBasis.Fixed, WeeklyAfterSeconds = 10 * 3600 };

    private static readonly AttendanceLock Unlocked = new(Through: null);

    /// <summary>Policies with and without each rule, every zone around each of its own two changes of clocks, by day and by night, weeks that are nearly full, amendments.</summary>
    private static readonly Arbitrary<World> Worlds =
        (from tries in Days.Tries.Generator
         from zone in Gen.Elements(Zones)
         from isLast in Gen.Elements(true, false)
         from hours in Gen.Choose(-8, 8)
         from isSplit in Gen.Elements(true, false)
         from hasRules in Gen.Elements(true, false)
         from shift in Gen.Elements<Guid?>(null, Plans.OfficeId, Plans.NightId)
         from before in Gen.Elements(true, false)
         from ordinary in Gen.Elements(0, 9 * 3600)
         from amendment in Gen.Elements<AmendmentKind?>(null, AmendmentKind.Override, AmendmentKind.AutoClose)
         select new World(tries, zone, ChangeOfClocks(zone, isLast).AddHours(hours), isSplit, hasRules, shift, before, ordinary, amendment)).ToArbitrary();

    [Fact]
    public void R04_Worlds_OfBerlin_KnowBothNightsOfTheYear() =>
        (ChangeOfClocks("Europe/Berlin", isLast: false), ChangeOfClocks("Europe/Berlin", isLast: true))
            .ShouldBe((new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 10, 25, 1, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void R16_Totals_OfAnyTaps_SumToTheTimeInsideSessions() => Prop.ForAll(Worlds, world =>
    {
        var (events, figures) = Compute(world);

        // Paid breaks are part of the worked time, lunch and what was deducted are not; what runs since the latest tap is counted by the next.
        var (inside, breaks) = Spans(events);
        return figures.WorkedSeconds + figures.LunchSeconds + figures.DeductedSeconds == inside
            && figures.BreakSeconds + figures.LunchSeconds == breaks && figures.BreakSeconds <= figures.WorkedSeconds && figures.DeductedSeconds >= 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void R02_Parts_OfAnyDay_SumToIt() => Prop.ForAll(Worlds, world =>
    {
        var split = Compute(world with { IsSplit = true }).Figures;
        var whole = Compute(world with { IsSplit = false }).Figures;
        return whole.Parts.Count == 1 && split.WorkedSeconds == whole.WorkedSeconds
            && (split.Parts.Sum(p => p.WorkedSeconds), split.Parts.Sum(p => p.BreakSeconds), split.Parts.Sum(p => p.LunchSeconds)) == (whole.WorkedSeconds, whole.BreakSeconds, whole.LunchSeconds)
            && split.Parts.Sum(p => p.Eligible.Seconds) == whole.Parts[0].Eligible.Seconds
            && split.Parts.Zip(split.Parts.Skip(1)).All(pair => pair.Second.Date == pair.First.Date.AddDays(1));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void R15_Figures_OfAnyTaps_AreRebuiltIdentical() => Prop.ForAll(Worlds, world =>
    {
        var day = Played(world);
        var before = State(day);
        day.Rebuild(Rules(world));
        var once = State(day);
        day.Rebuild(Rules(world));
        return string.Equals(once, before, StringComparison.Ordinal) && string.Equals(State(day), before, StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void R20_LatePunches_WhicheverSessionOrBreakComesFirst_GiveTheSameDay() => Prop.ForAll(Worlds, Gen.ArrayOf(Gen.Choose(0, 1000)).ToArbitrary(), (world, picks) =>
    {
        // Instants differ, so that nothing but the order of arrival changes.
        var rules = Rules(world);
        IReadOnlyList<Punch> tapped = Days.Play([.. world.Tries.Select(t => t with { Milliseconds = t.Milliseconds + 1000 })]).Punches;
        var (inOrder, shuffled) = (LateDays.Deliver(tapped, rules), LateDays.Deliver(LateDays.Shuffle(tapped, picks), rules));
        shuffled.Punches.Count.ShouldBe(tapped.Count);
        State(shuffled).ShouldBe(State(inOrder));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void R13_Events_ThatAreAccepted_HaveBreaksInsideTheirSessionsWhichNeverOverlap() => Prop.ForAll(Days.Tries, Gen.Choose(0, 40).ToArbitrary(), (tries, without) =>
    {
        List<DayEvent> tapped = [.. Days.Play(tries).Punches.Select(DayEvent.Of)];
        List<DayEvent> entered = [.. tapped.Where((_, i) => i != without)];
        var isAccepted = DayEvents.Judge(entered, DateTimeOffset.MaxValue) is null;

        // What could be tapped can be entered; what can be entered is read without passing anything over.
        return DayEvents.Judge(tapped, DateTimeOffset.MaxValue) is null && (!isAccepted || new DayWalk(entered) is var walk
            && walk.Stretches.Zip(walk.Stretches.Skip(1)).All(pair => pair.First.Range.To <= pair.Second.Range.From)
            && walk.Stretches.Where(s => s.Kind != StretchKind.Work).Sum(s => s.Range.Seconds) == Spans(entered).Breaks
            && walk.Stretches.Sum(s => s.Range.Seconds) == Spans(entered).Inside && !walk.HasForgotten);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void R17_Overtime_OfAnyDay_IsNoMoreThanItsWork() => Prop.ForAll(Worlds, world =>
    {
        var figures = Compute(world).Figures;
        return figures.Overtime.Total + figures.OrdinarySeconds == figures.Parts.Sum(p => p.Eligible.Seconds) && figures.Parts.All(p => p.Eligible.Seconds <= p.WorkedSeconds);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void R14_Worked_WhenSomebodyStaysLonger_IsNeverLess() => Prop.ForAll<int, int>((a, b) =>
    {
        var (one, other) = (Math.Abs(a % 50_000), Math.Abs(a % 50_000) + Math.Abs(b % 10_000));
        return Worked(one) <= Worked(other);

        static int Worked(int seconds) => Days.Compute([Days.In(Days.At(8)), Days.Out(Days.At(8).AddSeconds(seconds))], new AttendancePolicy { BreakRules = BreakRules }).WorkedSeconds;
    }).QuickCheckThrowOnFailure();

    private static (IReadOnlyList<DayEvent> Events, DayFigures Figures) Compute(World world)
    {
        var offset = world.Start - Taps.Eight;
        List<DayEvent> events = [.. Days.Play(world.Tries).Punches.Select(p => DayEvent.Of(p) with { At = p.OccurredAt + offset })];
        return (events, DayComputation.Compute(new DayInput(TimeZones.LocalDate(world.Start, world.Zone), world.Zone, events, Rules(world), IsGivenUp: false)));
    }

    private static DayRules Rules(World world)
    {
        var policy = new AttendancePolicy
        {
            Attribution = world.IsSplit ? DayAttribution.SplitAtMidnight : DayAttribution.StartDate,
            BreakRules = world.HasRules ? BreakRules : [],
            Overtime = Overtime with { BeforeShift = world.BeforeShift },
            AutoClose = world.Amendment == AmendmentKind.AutoClose ? AutoCloseRule.ShiftEnd : AutoCloseRule.Off,
        };
        var schedule = (world.ShiftId is { } shift ? Plans.Of(shift, world.Zone) : Plans.Flexible(world.Zone)).On(TimeZones.LocalDate(world.Start, world.Zone));
        return new DayRules(policy, schedule) { KindsAfter = [DayKind.Holiday, DayKind.RestDay], Week = new WeekSoFar(world.OrdinarySeconds, 0) };
    }

    /// <summary>A day of taps, in whose middle HR may have said what it was, and whose last check-out may have been forgotten.</summary>
    private static AttendanceDay Played(World world)
    {
        var rules = Rules(world);
        if (world.Amendment != AmendmentKind.Override)
        {
            var day = Days.Play(world.Tries, rules);
            var later = day.FirstCheckInAt.AddYears(1);
            _ = world.Amendment is null ? day.FlagMissedCheckOut(later, 1) : day.CloseForgotten(Guid.Empty, later, rules);
            return day;
        }

        var half = world.Tries.Length / 2;
        var overridden = Days.Play(world.Tries[..half], rules);
        var said = new DayAmendment { Id = Guid.Empty, Kind = AmendmentKind.Override, At = Taps.Eight.AddYears(1), Reason = "Paper list", Events = Days.Session(7, 8) };
        overridden.Override(said, Unlocked, rules, []).ShouldBeNull();
        Days.Go(overridden, Taps.Eight.AddDays(1), world.Tries[half..], rules);
        return overridden;
    }

    /// <summary>All that is stored of a day's figures.</summary>
    private static string State(AttendanceDay day) => string.Join('|',
        day.Status, day.FirstCheckInAt, day.LastCheckOutAt, day.SessionStartedAt, day.WorkedSeconds, day.BreakSeconds, day.LunchSeconds, day.OvertimeSeconds, day.LateSeconds,
        day.EarlyLeaveSeconds, day.ScheduledSeconds, string.Join(',', day.Flags), string.Join(',', day.WorkModes), string.Join(',', day.Sessions ?? []),
        day.OvertimeHolidaySeconds, day.OvertimeRestDaySeconds, day.OvertimeDailySeconds, day.OvertimeWeeklySeconds, day.OrdinarySeconds, day.DeductedSeconds, day.PayableOvertimeSeconds,
        string.Join(',', day.Parts ?? []), day.DueAt, day.EnteredTimeZone, day.TimeZone, day.AmendmentCount, day.IsOverridden);

    /// <summary>A second way to the same numbers: the time between two taps belongs to the state that the first left.</summary>
    private static (int Inside, int Breaks) Spans(IReadOnlyList<DayEvent> events)
    {
        var spans = events.Zip(events.Skip(1), (from, to) => (from.Kind, Seconds: (int)(to.At - from.At).TotalSeconds)).ToList();
        return (spans.Where(s => s.Kind != PunchKind.CheckOut).Sum(s => s.Seconds), spans.Where(s => s.Kind == PunchKind.BreakStart).Sum(s => s.Seconds));
    }

    /// <summary>The hour of a zone's first or last change of clocks in 2026; where there is none, the turn of a month.</summary>
    private static DateTimeOffset ChangeOfClocks(string zone, bool isLast)
    {
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var at = new DateTimeOffset(2026, isLast ? 12 : 1, isLast ? 31 : 1, 0, 0, 0, TimeSpan.Zero);
        for (var step = isLast ? -1 : 1; at.Year == 2026; at = at.AddDays(step))
        {
            if (info.GetUtcOffset(at) != info.GetUtcOffset(at.AddDays(1)))
            {
                while (info.GetUtcOffset(at) == info.GetUtcOffset(at.AddHours(1)))
                {
                    at = at.AddHours(1);
                }

                return at.AddHours(1);
            }
        }

        return new DateTimeOffset(2026, isLast ? 10 : 3, 1, 0, 0, 0, TimeSpan.Zero);
    }

    private sealed record World(
        Days.Try[] Tries, string Zone, DateTimeOffset Start, bool IsSplit, bool HasRules, Guid? ShiftId, bool BeforeShift, int OrdinarySeconds, AmendmentKind? Amendment);
}
