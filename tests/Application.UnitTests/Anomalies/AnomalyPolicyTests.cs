using Satcom.Application.Anomalies;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.UnitTests.Anomalies;

/// <summary>Which rules a changed day is judged by.</summary>
public sealed class AnomalyPolicyTests
{
    /// <summary>A Wednesday.</summary>
    private static readonly DateOnly Today = new(2026, 3, 11);

    /// <summary>Those whose minding is told here; any other says its own.</summary>
    private static readonly AnomalyKind[] Told =
        [AnomalyKind.RepeatedLateCheckIn, AnomalyKind.MissingCheckOut, AnomalyKind.ExcessiveBreak, AnomalyKind.OvertimeSpike, AnomalyKind.TimesheetMismatch, AnomalyKind.GeofenceFailure];

    private static readonly AnomalyPolicy Policy = new(
        [.. Told.Select(kind => RuleSettings.DefaultOf(AnomalyRules.Of(kind)))], [new Dated<WeekRule>(DateOnly.MinValue, new WeekRule(DayOfWeek.Monday, Weekdays.Saturday | Weekdays.Sunday))], DueDays: 3);

    [Fact]
    public void Minding_OfADayInTime_IsNobody() => Kinds(new AttendedDay { Date = Today }, new AttendedDay { Date = Today, ScheduledSeconds = 28_800, BreakSeconds = 600 }).ShouldBeEmpty();

    [Fact]
    public void Minding_OfALateDay_IsTheRuleOfLateDays_UntilNothingOfThatChanges()
    {
        var late = new AttendedDay { Date = Today, ScheduledSeconds = 28_800, LateSeconds = 900 };

        Kinds(new AttendedDay { Date = Today }, late).ShouldBe([AnomalyKind.RepeatedLateCheckIn]);
        Kinds(late, late with { BreakSeconds = 600 }).ShouldBeEmpty();
        Kinds(late, late with { LateSeconds = 0 }).ShouldBe([AnomalyKind.RepeatedLateCheckIn]);
    }

    [Fact]
    public void Minding_OfBreaksOvertimeAndFlags_IsTheirRules_AlsoWhenTheyAreGone()
    {
        var none = new AttendedDay { Date = Today, ScheduledSeconds = 28_800 };
        foreach (var (day, kind) in ((AttendedDay, AnomalyKind)[])
            [(none with { LunchSeconds = 8000 }, AnomalyKind.ExcessiveBreak), (none with { OvertimeSeconds = 60 }, AnomalyKind.OvertimeSpike), (none with { IsForgotten = true }, AnomalyKind.MissingCheckOut)])
        {
            Kinds(none, day).ShouldBe([kind]);
            Kinds(day, none).ShouldBe([kind]);
        }
    }

    [Fact]
    public void Minding_OfADayWhoseWeekIsDue_IsTheTimesheetsRule_FromTheDayAfterThatOn()
    {
        // The week ends on the eighth, and so it is due on that day.
        var day = new AttendedDay { Date = new DateOnly(2026, 3, 8) };
        var policy = Policy with { DueDays = 0 };

        policy.Minding(day, day, new DateOnly(2026, 3, 8), isFollowed: false).ShouldBeEmpty();
        policy.Minding(day, day, new DateOnly(2026, 3, 9), isFollowed: false).ShouldBe([AnomalyKind.TimesheetMismatch]);
    }

    [Fact]
    public void Minding_OfADayThatIsLongOver_IsEveryRuleThatLooksAtAttendance()
    {
        var day = new AttendedDay { Date = Today.AddDays(-3) };
        Kinds(day, day).ShouldBe([AnomalyKind.RepeatedLateCheckIn, AnomalyKind.MissingCheckOut, AnomalyKind.ExcessiveBreak, AnomalyKind.OvertimeSpike, AnomalyKind.TimesheetMismatch]);
        Kinds(day with { Date = Today.AddDays(-2) }, day with { Date = Today.AddDays(-2) }).ShouldBeEmpty();
    }

    [Fact]
    public void Minding_OfADayThatHasLaterOnes_IsEveryRuleThatLooksAtAttendance_HoweverNewItIs()
    {
        var day = new AttendedDay { Date = Today };
        Policy.Minding(day, day, Today, isFollowed: true).ShouldBe(AnomalyRules.All.Where(r => Told.Contains(r.Kind) && r.Inputs.HasFlag(RuleInputs.Attendance)).Select(r => r.Kind));
    }

    [Fact]
    public void Minding_OfARuleThatIsSwitchedOff_IsNobody()
    {
        var off = Policy with { Settings = [.. Policy.Settings.Select(s => s with { IsEnabled = false })] };
        off.Minding(new AttendedDay { Date = Today }, new AttendedDay { Date = Today, LateSeconds = 9000 }, Today, isFollowed: true).ShouldBeEmpty();
    }

    private static IReadOnlyList<AnomalyKind> Kinds(AttendedDay before, AttendedDay after) => Policy.Minding(before, after, Today, isFollowed: false);
}
