using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;
using Satcom.WebApi.Anomalies;
using Satcom.WebApi.Common.Problems;

namespace Satcom.IntegrationTests.Anomalies;

/// <summary>The sentences that say why something was found.</summary>
public sealed class FindingTextsTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    public static TheoryData<AnomalyKind> Kinds => [.. Enum.GetValues<AnomalyKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Why_OfWhatEachRuleFinds_IsSaidInBothLanguagesWithTheSameFacts(AnomalyKind kind)
    {
        foreach (var (finding, language) in Found().Where(f => f.Kind == kind).SelectMany(f => Enum.GetValues<Language>().Select(l => (f, l))))
        {
            var sentence = FindingTexts.Say(language, "Asia/Dubai", kind, finding.Facts);
            sentence.ShouldNotBeNullOrEmpty();
            sentence.ShouldNotContain("{");
        }

        var (english, arabic) = (AnomalyRules.Of(kind).Sentences.English, AnomalyRules.Of(kind).Sentences.Arabic);
        english.ShouldNotBeEmpty();
        FindingTexts.In(Language.Ar, AnomalyRules.Of(kind).Sentences).ShouldBe(arabic);
        arabic.ShouldAllBe(sentence => sentence.Any(c => c >= '\u0600' && c <= '\u06FF'));
        english.Count.ShouldBe(arabic.Count);
        english.Zip(arabic).ShouldAllBe(pair => SlotsOf(pair.First).SequenceEqual(SlotsOf(pair.Second)));
        AnomalyRules.Of(kind).Thresholds.Where(t => t.Looser != Looser.Neither).Select(t => t.Name)
            .Except(english.SelectMany(SlotsOf).Select(s => s.Split(':')[0]), StringComparer.Ordinal).Except(["allowanceSeconds", "minimumEnteredMinutes", "minimumWeeks"], StringComparer.Ordinal)
            .ShouldBeEmpty("a threshold in force is not said");
    }

    [Fact]
    public void Why_OfLateCheckIns_NamesDatesAndTimes() =>
        FindingTexts.Say(Language.En, "Asia/Dubai", AnomalyKind.RepeatedLateCheckIn, Found().First(f => f.Kind == AnomalyKind.RepeatedLateCheckIn).Facts)
            .ShouldBe("3 late check-ins within 10 working days, on 2026-03-02, 2026-03-03, 2026-03-04: 3:00:00 in all. The rule looks for 3 or more of at least 0:01:00 each.");

    [Fact]
    public void Why_InArabic_KeepsEachFactAsItIsWritten() =>
        FindingTexts.Say(Language.Ar, "Asia/Dubai", AnomalyKind.RepeatedLateCheckIn, Found().First(f => f.Kind == AnomalyKind.RepeatedLateCheckIn).Facts)
            .ShouldContain("\u20682026-03-02\u2069، \u20682026-03-03\u2069، \u20682026-03-04\u2069");

    [Fact]
    public void Why_OfAnInstant_SaysTheTimeWhereTheCompanyIs()
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["sessionStartedAt"] = "2026-03-02T20:30:00Z", ["limitSeconds"] = "57600", ["graceSeconds"] = "0" };

        FindingTexts.Say(Language.En, "Asia/Dubai", AnomalyKind.MissingCheckOut, facts).ShouldContain("began at 2026-03-03 00:30 has");
    }

    [Fact]
    public void Why_OfFactsThatFitNoSentence_IsEmpty() =>
        FindingTexts.Say(Language.En, "Asia/Dubai", AnomalyKind.GeofenceFailure, new Dictionary<string, string>(StringComparer.Ordinal)).ShouldBeEmpty();

    private static IEnumerable<string> SlotsOf(string sentence) => FindingTexts.Slots().Matches(sentence).Select(m => m.Value.Trim('{', '}')).Order(StringComparer.Ordinal);

    /// <summary>What the rules find in days with something of everything.</summary>
    private static List<Finding> Found()
    {
        IReadOnlyList<Dated<WeekRule>> weeks = [new(DateOnly.MinValue, new WeekRule(DayOfWeek.Monday, Weekdays.Saturday | Weekdays.Sunday))];
        var builder = new TimelineBuilder(TimelineWindow.Of(Monday, Monday.AddDays(6), AnomalyRules.LookbackDays(AnomalyRules.All.Select(RuleSettings.DefaultOf)), weeks, timesheetDueDays: 3));
        builder.Begin(Guid.CreateVersion7(DateTimeOffset.UnixEpoch), [], [], new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero), new DateOnly(2026, 6, 1));
        for (var i = 0; i < 5; i++)
        {
            var date = Monday.AddDays(i);
            builder.Attend(new AttendedDay { Date = date, ScheduledSeconds = 28800, LateSeconds = i < 3 ? 3600 : 0, OvertimeSeconds = 14400, LunchSeconds = 9000, LongestBreakSeconds = 9000, IsForgotten = i == 4 });
            builder.Enter(date, 60);
            builder.CheckIn(date, Domain.Attendance.WorkMode.Office, Domain.Attendance.Geofence.FenceResult.Outside);
            builder.Work(date, 28800);
        }

        List<Finding> findings = [];
        AnomalyRules.Evaluate(builder.Build(), [.. AnomalyRules.All.Select(RuleSettings.DefaultOf)], findings);
        return findings;
    }
}
