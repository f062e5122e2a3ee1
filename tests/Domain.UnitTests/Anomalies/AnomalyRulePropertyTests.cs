using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using static Satcom.Domain.UnitTests.Anomalies.Timelines;

namespace Satcom.Domain.UnitTests.Anomalies;

/// <summary>What holds for every rule, whatever somebody's days were like and whatever the company has set.</summary>
public sealed partial class AnomalyRulePropertyTests
{
    private const int Dates = 140;
    private const int Judged = 70;

    /// <summary>Days that are near the thresholds, so that each rule finds something and leaves something alone.</summary>
    private static readonly Gen<ToldDay> ADay =
        from offset in Gen.Choose(0, Dates - 1)
        from late in Gen.Elements(0, 0, 59, 60, 600)
        from overtime in Gen.Elements(0, 0, 1800, 7200, 5 * 3600, 13 * 3600)
        from rest in Gen.Elements(0, 1800, 4500, 4501, 9000)
        from longest in Gen.Elements(0, 1800, 5401)
        from planned in Gen.Elements(0, 0, 3600)
        from state in Gen.Choose(0, 9)
        from worked in Gen.Elements(0, 7 * 3600, 8 * 3600)
        from entered in Gen.Elements(0, 420, 450, 480)
        from fence in Gen.Choose(0, 9)
        let date = Day(offset - Judged)
        select new ToldDay(date,
        [
            Attend(Worked(date) with
            {
                ScheduledSeconds = late > 0 ? 8 * 3600 : 0,
                LateSeconds = late,
                OvertimeSeconds = overtime,
                BreakSeconds = rest,
                LongestBreakSeconds = longest,
                PlannedBreakSeconds = planned,
                UnclosedSince = state == 0 ? new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero) : null,
                LimitSeconds = 16 * 3600,
                IsForgotten = state == 1,
                IsClosedByRule = state == 2,
            }),
            Entered(date, entered, worked),
            Fenced(date, (FenceResult)(fence % 4), fence < 8 ? WorkMode.Office : WorkMode.Remote),
        ]);

    private static readonly Arbitrary<World> Worlds =
        (from days in Gen.ArrayOf(ADay, 60)
         from seed in Gen.Choose(0, int.MaxValue - 1)
         from amounts in Gen.ArrayOf(Gen.Choose(0, 1000), AnomalyRules.All.Sum(r => r.Thresholds.Count))
         from strict in Gen.Elements(true, false)
         from today in Gen.Choose(0, Judged + 10)
         select World.Of(days, seed, strict ? amounts : [], today)).ToArbitrary();

    [Fact]
    public void Findings_WhicheverIsToldFirst_AreTheSame() => Prop.ForAll(Worlds, world =>
    {
        var shuffled = world.Story with { Told = [.. world.Story.Told.Select((t, i) => (Told: t, Key: HashCode.Combine(world.Seed, i))).OrderBy(t => t.Key).Select(t => t.Told)] };
        Keys(shuffled, world.Settings, f => f).ShouldBe(Keys(world.Story, world.Settings, f => f));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Findings_OfAWindowInTwoHalves_AreThoseOfTheWhole() => Prop.ForAll(Worlds, Gen.Choose(0, Judged - 2).ToArbitrary(), (world, cut) =>
    {
        var first = world.Story with { To = Day(cut) };
        var second = world.Story with { From = Day(cut + 1) };
        foreach (var settings in world.Settings)
        {
            first.Judge(settings).Concat(second.Judge(settings)).ShouldBe(world.Story.Judge(settings));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Findings_WhenJudgedAgain_AreTheSame() => Prop.ForAll(Worlds, world =>
    {
        var builder = new TimelineBuilder(TimelineWindow.Of(world.Story.From, world.Story.To, AnomalyRules.LookbackDays(world.Settings), Story.Weeks, world.Story.DueDays));
        var timeline = world.Story.Tell(builder);
        List<Finding> once = [], twice = [];
        AnomalyRules.Evaluate(timeline, world.Settings, once);
        AnomalyRules.Evaluate(timeline, world.Settings, twice);
        twice.ShouldBe(once);
        world.Story.Judge(builder, world.Settings).ShouldBe(once);
    }).QuickCheckThrowOnFailure();

    /// <summary>The first sentence whose facts are all there is said; one must be.</summary>
    [Fact]
    public void Findings_OfAnyDays_HaveTheFactsOfASentence() => Prop.ForAll(Worlds, world =>
        world.Story.Judge(world.Settings).ShouldAllBe(f => AnomalyRules.Of(f.Kind).Sentences.English.Any(s => Slot().Matches(s).All(m => f.Facts.ContainsKey(m.Groups["name"].Value))))).QuickCheckThrowOnFailure();

    [Fact]
    public void Findings_OfOnePerson_HaveEachKindAndSubjectOnce() => Prop.ForAll(Worlds, world =>
        world.Story.Judge(world.Settings).Select(f => (f.Kind, f.SubjectDate)).ShouldBeUnique()).QuickCheckThrowOnFailure();

    [Fact]
    public void Findings_UnderALooserThreshold_AreNeverFewer() => Prop.ForAll(Worlds, Gen.Choose(1, 1000).ToArbitrary(), (world, step) =>
    {
        foreach (var settings in world.Settings)
        {
            var before = Keys(world.Story, [settings], f => f.SubjectDate);
            foreach (var threshold in AnomalyRules.Of(settings.Kind).Thresholds.Where(t => t.Looser != Looser.Neither))
            {
                var by = Math.Max(1, (int)((long)(threshold.Max - threshold.Min) * step / 1000));
                var amount = settings[threshold] + (threshold.Looser == Looser.Lower ? -by : by);
                var after = Keys(world.Story, [settings.With(threshold, Math.Clamp(amount, threshold.Min, threshold.Max))], f => f.SubjectDate);
                before.Except(after).ShouldBeEmpty($"{settings.Kind}.{threshold.Name} loosened by {by}");
            }
        }
    }).QuickCheckThrowOnFailure();

    /// <summary>What no rule minds costs no judgement, so nothing may be found in it.</summary>
    [Fact]
    public void Findings_OfDaysThatNoRuleMinds_AreNone() => Prop.ForAll(Worlds, world =>
    {
        foreach (var settings in world.Settings.Where(s => AnomalyRules.Of(s.Kind).Inputs == RuleInputs.Attendance))
        {
            var (rule, builder) = (AnomalyRules.Of(settings.Kind), new TimelineBuilder(TimelineWindow.Of(world.Story.From, world.Story.To, 0, Story.Weeks, 3)));
            var days = world.Story.Tell(builder).Days.ToArray();
            var quiet = new Story([.. days.Where(d => d.IsAttended && !rule.Minds(new AttendedDay { Date = d.Date }, d.Attended, settings)).Select(d => Attend(d.Attended))]) { To = world.Story.To };
            quiet.Judge(settings).ShouldBeEmpty($"{settings.Kind}");
        }
    }).QuickCheckThrowOnFailure();

    /// <summary>A tap is of the latest day, and where no rule minds what it makes of the day nothing is judged: so it may change no finding.</summary>
    [Fact]
    public void Findings_AfterAChangeOfTheLatestDayThatNoRuleMinds_AreTheSame() => Prop.ForAll(Worlds, world =>
    {
        foreach (var settings in world.Settings.Where(s => AnomalyRules.Of(s.Kind).Inputs == RuleInputs.Attendance))
        {
            var (rule, builder) = (AnomalyRules.Of(settings.Kind), new TimelineBuilder(TimelineWindow.Of(world.Story.From, world.Story.To, 0, Story.Weeks, 3)));
            var days = world.Story.Tell(builder).Days.ToArray().Where(d => d.IsAttended).Select(d => d.Attended).ToList();
            foreach (var other in days.SkipLast(1))
            {
                var (before, after) = (days[^1], other with { Date = days[^1].Date });
                if (!rule.Minds(before, after, settings))
                {
                    Told([.. days.SkipLast(1), after]).ShouldBe(Told(days), $"{settings.Kind}: {before} became {after}");
                }
            }

            List<string> Told(IReadOnlyList<AttendedDay> told) =>
                [.. new Story([.. told.Select(Attend)]) { To = world.Story.To, Today = world.Story.Today, AsOf = world.Story.AsOf }.Judge(settings).Select(f => $"{f.SubjectDate} {string.Join(',', f.Facts.Select(t => $"{t.Key}={t.Value}").Order(StringComparer.Ordinal))}")];
        }
    }).QuickCheckThrowOnFailure();

    /// <summary>The definition, read day by day with nothing carried along.</summary>
    [Fact]
    public void RepeatedLateCheckIns_OfAnyDays_AreThoseOfTheDefinition() => Prop.ForAll(Worlds, world =>
    {
        var settings = world.Settings.Single(s => s.Kind == AnomalyKind.RepeatedLateCheckIn);
        var (count, least, length) = (settings[RepeatedLateCheckInRule.MinimumCount], settings[RepeatedLateCheckInRule.MinimumSeconds], settings[RepeatedLateCheckInRule.WindowWorkingDays]);
        var builder = new TimelineBuilder(TimelineWindow.Of(world.Story.From, world.Story.To, AnomalyRules.LookbackDays([settings]), Story.Weeks, 3));
        var days = world.Story.Tell(builder).Days.ToArray();
        var weeks = days.Where(d => d.Attended.LateSeconds >= least && days.Where(e => e.Date <= d.Date && e.Date > d.Date.AddDays(-3 * length) && e.IsWorkingDay)
                .OrderByDescending(e => e.Date).Take(length).Count(e => e.Attended.LateSeconds >= least) >= count)
            .Select(d => d.Date.AddDays(-((6 + (int)d.Date.DayOfWeek) % 7))).Distinct().Where(w => w >= world.Story.From && w <= world.Story.To);

        world.Story.Judge(settings).Select(f => f.SubjectDate).ShouldBe(weeks);
    }).QuickCheckThrowOnFailure();

    private static List<T> Keys<T>(Story story, IReadOnlyList<RuleSettings> settings, Func<Finding, T> key) => [.. story.Judge(settings).Select(key)];

    [GeneratedRegex(@"\{(?<name>[a-zA-Z]+)(:time)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Slot();

    private sealed record World(Story Story, int Seed, IReadOnlyList<RuleSettings> Settings)
    {
        /// <summary>A world with at most one attendance a date, and each threshold somewhere within its bounds; without amounts at its default.</summary>
        public static World Of(ToldDay[] days, int seed, int[] amounts, int today)
        {
            var seen = new HashSet<DateOnly>();
            var story = new Story([.. days.Where(d => seen.Add(d.Date)).SelectMany(d => d.Told)])
            {
                To = Day(Judged - 1),
                Today = Day(today),
                AsOf = new DateTimeOffset(Day(today), TimeOnly.MinValue, TimeSpan.Zero),
            };
            var next = 0;
            return new World(story, seed, [.. AnomalyRules.All.Select(rule => amounts.Length == 0 ? RuleSettings.DefaultOf(rule) : rule.Thresholds.Aggregate(RuleSettings.DefaultOf(rule), (s, t) =>
                s.With(t, t.Min + (int)((long)(t.Max - t.Min) * amounts[next++] * amounts[next - 1] / 1_000_000))))]);
        }
    }

    private sealed record ToldDay(DateOnly Date, IReadOnlyList<Action<TimelineBuilder>> Told);
}
