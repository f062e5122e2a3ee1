using System.Diagnostics;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Bench.Measures;

/// <summary>The six anomaly rules over 60 dates a person, on one core: judging alone, making the timelines too, and beside both the least that any engine does, which is to add the same columns up.</summary>
internal sealed class EngineMeasure(BenchOptions options, Report report)
{
    private const uint Seed = 20260302;
    private const int Dates = 60;
    private const int Distinct = 500;
    private const int People = 20_000;

    private static readonly DateOnly Last = new(2026, 3, 1);
    private static readonly IReadOnlyList<Dated<WeekRule>> Weeks = [new(DateOnly.MinValue, new WeekRule(DayOfWeek.Monday, Weekdays.Saturday | Weekdays.Sunday))];

    private readonly RuleSettings[] _settings = [.. AnomalyRules.All.Select(RuleSettings.DefaultOf)];
    private uint _state = Seed;

    public void Run()
    {
        var window = TimelineWindow.Of(Last.AddDays(1 - Dates), Last, AnomalyRules.LookbackDays(_settings), Weeks, timesheetDueDays: 3);
        AttendedDay[][] people = [.. Enumerable.Range(0, Distinct).Select(_ => Live(window))];
        int[][] columns = [.. Enumerable.Range(0, 8).Select(c => people[0].Select(d => d.LateSeconds + c).ToArray())];
        var known = people.Average(p => p.Length);
        report.Title(Report.F($"the anomaly engine: {People} people × {Dates} judged dates, {known:0} known ones with the lookback, seed {Seed}"));
        report.Say("| what | judged days per second | known days per second | bytes a person | findings a person |");
        report.Say("|---|--:|--:|--:|--:|");

        var builder = new TimelineBuilder(window);
        List<Finding> findings = [];
        var judging = 0L;
        Row("timelines and rules", known, findings, () =>
        {
            judging = 0;
            for (var i = 0; i < People; i++)
            {
                Tell(builder, people[i % Distinct]);
                var timeline = builder.Build();
                var begun = Stopwatch.GetTimestamp();
                AnomalyRules.Evaluate(timeline, _settings, findings);
                judging += Stopwatch.GetTimestamp() - begun;
            }
        });
        report.Say(Report.F($"| rules alone | {People * (double)Dates / Stopwatch.GetElapsedTime(0, judging).TotalSeconds:0} | {People * known / Stopwatch.GetElapsedTime(0, judging).TotalSeconds:0} | | |"));

        var sum = 0L;
        Row("floor: eight columns added up", known, findings, () =>
        {
            for (var i = 0; i < People; i++)
            {
                foreach (var column in columns)
                {
                    foreach (var value in column)
                    {
                        sum += value > 600 ? value : 0;
                    }
                }
            }
        });
        report.Say(Report.F($"\nchecksum {sum}"));
    }

    private void Row(string what, double known, List<Finding> findings, Action run)
    {
        run();
        List<double> seconds = [];
        var bytes = 0L;
        for (var i = 0; i < Math.Max(3, options.Rounds); i++)
        {
            findings.Clear();
            var (allocated, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            run();
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        var median = Report.Median(seconds);
        report.Say(Report.F($"| {what} | {People * (double)Dates / median:0} | {People * known / median:0} | {bytes / (double)People:0} | {findings.Count / (double)People:0.000} |"));
        findings.Clear();
    }

    private static void Tell(TimelineBuilder builder, AttendedDay[] days)
    {
        builder.Begin(Guid.Empty, [], [], new DateTimeOffset(Last, TimeOnly.MinValue, TimeSpan.Zero), Last);
        foreach (var day in days)
        {
            builder.Attend(day);
            builder.Work(day.Date, 8 * 3600);
            builder.Enter(day.Date, 480);
        }
    }

    /// <summary>Somebody's days, most of them ordinary: one in forty late, one in two hundred with too long a lunch, one in four hundred without its check-out.</summary>
    private AttendedDay[] Live(TimelineWindow window) =>
    [
        .. Enumerable.Range(0, window.Days).Select(i => window.First.AddDays(i)).Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Select(date => new AttendedDay
        {
            Date = date,
            ScheduledSeconds = 8 * 3600,
            LateSeconds = Next(40) == 0 ? 900 : 0,
            OvertimeSeconds = Next(5) == 0 ? 1800 : 0,
            BreakSeconds = 900,
            LunchSeconds = Next(200) == 0 ? 9000 : 1800,
            LongestBreakSeconds = 1800,
            IsForgotten = Next(400) == 0,
        }),
    ];

    private uint Next(uint below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return _state % below;
    }
}
