using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;
using Satcom.Domain.UnitTests.Shifts;

namespace Satcom.Domain.UnitTests.Anomalies;

/// <summary>What somebody's timeline is told, and the dates that are judged: four weeks from Monday 2026-03-02, long after them.</summary>
internal sealed record Story(params IReadOnlyList<Action<TimelineBuilder>> Told)
{
    public static readonly Guid Team = new(21, 0, 0, new byte[8]);

    public static readonly IReadOnlyList<Dated<WeekRule>> Weeks = [new(DateOnly.MinValue, new WeekRule(DayOfWeek.Monday, Weekdays.Saturday | Weekdays.Sunday))];

    public DateOnly From { get; init; } = Plans.Monday;

    public DateOnly To { get; init; } = Plans.Monday.AddDays(27);

    public DateTimeOffset AsOf { get; init; } = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public DateOnly? Today { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    public IReadOnlyList<Dated<Guid?>> Teams { get; init; } = [];

    public int DueDays { get; init; } = 3;

    /// <summary>What rules find, each with its own settings.</summary>
    public List<Finding> Judge(params IReadOnlyList<RuleSettings> settings)
    {
        var builder = new TimelineBuilder(TimelineWindow.Of(From, To, AnomalyRules.LookbackDays(settings), Weeks, DueDays));
        return Judge(builder, settings);
    }

    public List<Finding> Judge(TimelineBuilder builder, IReadOnlyList<RuleSettings> settings)
    {
        List<Finding> findings = [];
        AnomalyRules.Evaluate(Tell(builder), settings, findings);
        return findings;
    }

    public EmployeeTimeline Tell(TimelineBuilder builder)
    {
        builder.Begin(Plans.Person, Roles, Teams, AsOf, Today ?? DateOnly.FromDateTime(AsOf.UtcDateTime));
        foreach (var tell in Told)
        {
            tell(builder);
        }

        return builder.Build();
    }
}

/// <summary>Makes what timelines are told.</summary>
internal static class Timelines
{
    public static RuleSettings Settings(AnomalyKind kind) => RuleSettings.DefaultOf(AnomalyRules.Of(kind));

    /// <summary>The date so many days after Monday 2026-03-02.</summary>
    public static DateOnly Day(int after) => Plans.Monday.AddDays(after);

    /// <summary>The date of the working day of that number, from Monday 2026-03-02 on.</summary>
    public static DateOnly WorkingDay(int number) => Day((number / 5 * 7) + (number % 5));

    public static AttendedDay Worked(DateOnly date) => new() { Date = date, ScheduledSeconds = 8 * 3600 };

    public static Action<TimelineBuilder> Attend(AttendedDay day) => builder => builder.Attend(day);

    /// <summary>Working days, the first of that number, of which some are late.</summary>
    public static IEnumerable<Action<TimelineBuilder>> LateOn(int count, IReadOnlyList<int> late, int seconds = 600) =>
        Enumerable.Range(0, count).Select(i => Attend(Worked(WorkingDay(i)) with { LateSeconds = late.Contains(i) ? seconds : 0 }));

    /// <summary>A day as it is computed of its events by what was planned, and what timesheets count of it.</summary>
    public static Action<TimelineBuilder> Lived(WorkSchedule schedule, DateOnly date, AttendancePolicy policy, params IReadOnlyList<DayEvent> events)
    {
        var planned = schedule.On(date);
        var figures = DayComputation.Compute(new DayInput(date, planned.TimeZone, events, new DayRules(policy, planned), IsGivenUp: false));
        return builder =>
        {
            builder.Attend(new AttendedDay
            {
                Date = date,
                ScheduledSeconds = figures.ScheduledSeconds,
                LateSeconds = figures.LateSeconds,
                OvertimeSeconds = figures.Overtime.Total,
                BreakSeconds = figures.BreakSeconds,
                LunchSeconds = figures.LunchSeconds,
                LongestBreakSeconds = figures.LongestBreakSeconds,
                PlannedBreakSeconds = figures.PlannedBreakSeconds,
                ShiftId = figures.ShiftId,
                UnclosedSince = figures.LackingSince,
                LimitSeconds = policy.MaxSessionSeconds,
                IsForgotten = figures.Flags.Contains(DayFlags.MissingCheckOut, StringComparer.Ordinal),
                IsClosedByRule = figures.Flags.Contains(DayFlags.AutoClosed, StringComparer.Ordinal),
            });
            foreach (var part in figures.Parts)
            {
                builder.Work(part.Date, part.WorkedSeconds);
            }
        };
    }

    /// <summary>A check-in at an office of a date.</summary>
    public static Action<TimelineBuilder> Fenced(DateOnly date, FenceResult result, WorkMode mode = WorkMode.Office) => builder => builder.CheckIn(date, mode, result);

    public static Action<TimelineBuilder> Entered(DateOnly date, int minutes, int workedSeconds) => builder =>
    {
        builder.Enter(date, minutes);
        builder.Work(date, workedSeconds);
    };

    /// <summary>The instant of a local time in Berlin.</summary>
    public static DateTimeOffset Berlin(DateOnly date, int hour, int minute = 0) => LocalTimes.Plan(date, new TimeOnly(hour, minute), "Europe/Berlin");
}
