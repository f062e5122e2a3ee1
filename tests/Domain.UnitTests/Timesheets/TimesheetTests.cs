using FsCheck;
using FsCheck.Fluent;
using Satcom.Domain.Attendance;
using Satcom.Domain.Timesheets;
using Satcom.Domain.UnitTests.Shifts;

namespace Satcom.Domain.UnitTests.Timesheets;

public sealed class TimesheetTests
{
    private static readonly Guid Manager = new(8, 0, 0, new byte[8]);
    private static readonly Guid Project = new(31, 0, 0, new byte[8]);
    private static readonly DateTimeOffset At = new(2026, 3, 9, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimesheetPolicy Free = new();

    [Fact]
    public void Week_FromOpenToLockedAndBack_KeepsItsHistory()
    {
        var week = Week();
        week.Submit(Plans.Person, At).ShouldBeNull();
        week.Reject(Manager, At, " ").ShouldBeOfType<ReasonRequired>();
        week.Reject(Manager, At, "Friday is missing").ShouldBeNull();
        week.JudgeEditing().ShouldBeNull();
        week.Submit(Plans.Person, At).ShouldBeNull();
        week.Approve(Manager, At, note: null).ShouldBeNull();
        week.Lock(Manager, At).ShouldBeNull();
        week.JudgeEditing().ShouldBeOfType<TimesheetSealed>();
        week.Reopen(Manager, At, " ").ShouldBeOfType<ReasonRequired>();
        week.Reopen(Manager, At, "Wrong project").ShouldBeNull();

        week.Status.ShouldBe(TimesheetStatus.Open);
        week.Steps.Select(s => s.ToStatus).ShouldBe(
            [TimesheetStatus.Submitted, TimesheetStatus.Rejected, TimesheetStatus.Submitted, TimesheetStatus.Approved, TimesheetStatus.Locked, TimesheetStatus.Open]);
        week.Steps[1].Note.ShouldBe("Friday is missing");
        week.DequeueEvents().Count.ShouldBe(6);
    }

    [Fact]
    public void R26_Week_IsNotDecidedByItsPerson()
    {
        var week = Week();
        week.Submit(Plans.Person, At).ShouldBeNull();

        week.Approve(Plans.Person, At, null).ShouldBeOfType<TimesheetOwnWeek>();
        week.Reject(Plans.Person, At, "x").ShouldBeOfType<TimesheetOwnWeek>();
        week.Reopen(Plans.Person, At, "x").ShouldBeOfType<TimesheetOwnWeek>();
        week.Lock(Plans.Person, At).ShouldBeOfType<TimesheetOwnWeek>();
        week.Status.ShouldBe(TimesheetStatus.Submitted);
    }

    [Fact]
    public void Week_OutOfTurn_ChangesNothing()
    {
        var week = Week();
        week.Approve(Manager, At, null).ShouldBeOfType<TimesheetStateForbids>();
        week.Reject(Manager, At, "x").ShouldBeOfType<TimesheetStateForbids>();
        week.Lock(Manager, At).ShouldBeOfType<TimesheetStateForbids>();
        week.Reopen(Manager, At, "x").ShouldBeOfType<TimesheetStateForbids>();
        week.Submit(Plans.Person, At).ShouldBeNull();
        week.Submit(Plans.Person, At).ShouldBeOfType<TimesheetStateForbids>();
        week.Lock(Manager, At).ShouldBeOfType<TimesheetStateForbids>();
        week.Steps.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, 60, 0, null)]
    [InlineData(1380, 60, 0, null)]
    [InlineData(1381, 60, 0, "timesheet_day_full")]
    [InlineData(0, 0, 0, "timesheet_minutes_invalid")]
    [InlineData(0, 1441, 0, "timesheet_minutes_invalid")]
    [InlineData(0, 60, 7, "timesheet_week_mismatch")]
    [InlineData(0, 60, -1, "timesheet_week_mismatch")]
    public void Create_OfAnEntry_KeepsToTheDayAndTheWeek(int others, int minutes, int day, string? code) =>
        (Create(Free, others, minutes, day).Error?.Code).ShouldBe(code);

    [Fact]
    public void Create_ByPolicy_NeedsNotesAndKeepsToTheAttendance()
    {
        Create(Free with { NeedsNotes = true }, 0, 60, 0).Error.ShouldBeOfType<TimesheetNoteRequired>();
        var bound = Free with { IsBoundByAttendance = true, ToleranceMinutes = 0 };
        Create(bound, 61, 60, 0).Error.ShouldBeOfType<TimesheetExceedsAttendance>();
        Create(bound, 60, 60, 0).Error.ShouldBeNull();
        Create(bound with { ToleranceMinutes = 5 }, 65, 60, 0).Error.ShouldBeNull();
        Create(bound with { ToleranceMinutes = 5 }, 66, 60, 0).Error.ShouldBeOfType<TimesheetExceedsAttendance>();
    }

    [Fact]
    public void Change_OfAnEntryInASealedWeek_IsRefused()
    {
        var week = Week();
        var entry = TimesheetEntry.Create(week, Guid.Empty, Line(0, 60), new TimesheetDate(0, 0), Free).Value;
        entry.Change(week, Line(1, 90), new TimesheetDate(0, 0), Free).ShouldBeNull();
        (entry.Date, entry.Minutes).ShouldBe((Plans.Monday.AddDays(1), 90));
        week.Submit(Plans.Person, At).ShouldBeNull();

        entry.Change(week, Line(0, 30), new TimesheetDate(0, 0), Free).ShouldBeOfType<TimesheetSealed>();

        entry.Minutes.ShouldBe(90);
    }

    [Fact]
    public void R16_Totals_OfAnyEntries_AddUpEachWay() => Prop.ForAll<int[]>(any =>
    {
        TimesheetLine[] lines = [.. any.Select(a => new TimesheetLine(Plans.Monday.AddDays(Math.Abs(a % 7)), new Guid(Math.Abs(a % 3), 0, 0, new byte[8]), null, 1 + Math.Abs(a % 300), null))];
        var totals = TimesheetTotals.Of(lines, new Dictionary<DateOnly, int> { [Plans.Monday] = 3661 });
        return totals.Minutes == lines.Sum(l => l.Minutes) && totals.Days.Sum(d => d.Minutes) == totals.Minutes && totals.MinutesByProject.Values.Sum() == totals.Minutes
            && totals.Days.All(d => d.GapSeconds == d.AttendedSeconds - (d.Minutes * 60)) && totals.Days[0].AttendedSeconds == 3661;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Prefill_FromAttendance_IsTheGapInWholeMinutes()
    {
        var totals = TimesheetTotals.Of([Line(0, 30), Line(1, 60)], new Dictionary<DateOnly, int> { [Plans.Monday] = 3661, [Plans.Monday.AddDays(1)] = 3600, [Plans.Monday.AddDays(2)] = 59 });

        TimesheetPrefill.FromAttendance(totals, Project, taskId: null).ShouldBe([new TimesheetLine(Plans.Monday, Project, null, 31, null)]);
    }

    [Fact]
    public void Prefill_FromThePreviousWeek_LeavesDatesThatHaveEntries()
    {
        TimesheetLine[] previous = [Line(-7, 60), Line(-6, 90), Line(-1, 30)];

        TimesheetPrefill.FromPreviousWeek(Week(), previous, [Line(1, 15)]).ShouldBe([Line(0, 60), Line(6, 30)]);
    }

    private static TimesheetWeek Week() => new(Plans.Tenant, Guid.Empty, Plans.Person, Plans.Monday, Plans.Monday.AddDays(6));

    private static TimesheetLine Line(int day, int minutes) => new(Plans.Monday.AddDays(day), Project, TaskId: null, minutes, Notes: null);

    private static Domain.Common.Result<TimesheetEntry> Create(TimesheetPolicy policy, int others, int minutes, int day) =>
        TimesheetEntry.Create(Week(), Guid.Empty, Line(day, minutes), new TimesheetDate(others, 7200), policy);
}
