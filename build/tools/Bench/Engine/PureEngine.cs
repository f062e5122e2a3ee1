using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Satcom.Bench.Setup;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Bench.Engine;

/// <summary>
/// The six rules over a workforce in memory, on one core: making the timelines and judging them, judging alone, and beside both the least that any engine does, which is to add the same columns up.
/// </summary>
internal sealed class PureEngine(Workforce workforce, int rounds, Report report)
{
    private static readonly IReadOnlyList<Dated<WeekRule>> Weeks = [new(DateOnly.MinValue, new WeekRule(CompanyWeek.Default.Start, CompanyWeek.Default.Weekend))];

    private readonly RuleSettings[] _settings = [.. PlainSql.Kinds.Select(AnomalyRules.Of).Select(RuleSettings.DefaultOf)];
    private readonly List<Past> _people = [];
    private readonly List<AttendedDay> _days = [];
    private readonly List<(int WorkedSeconds, int Minutes)> _sums = [];
    private readonly List<(DateOnly Date, WorkMode Mode, FenceResult Result)> _failures = [];

    /// <returns>What was found.</returns>
    public async Task<HashSet<Found>> RunAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync("Reading the days …");
        var started = Stopwatch.GetTimestamp();
        await ReadAsync(database, cancellationToken);
        var read = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var window = TimelineWindow.Of(workforce.First, workforce.Last, AnomalyRules.LookbackDays(_settings), Weeks, timesheetDueDays: 3);
        report.Title("the pure engine, one core, the days in memory");
        report.Say(Report.F($"{workforce.People} people × {workforce.Dates} judged dates, {_days.Count:N0} of them with attendance and a timesheet. The same rows in order by binary `COPY`, to memory: {read:0.0} s.\n"));
        report.Say("| what | people × dates per second | per second of the core's own time | days with attendance per second of it | bytes allocated a person | findings |");
        report.Say("|---|--:|--:|--:|--:|--:|");

        var builder = new TimelineBuilder(window);
        List<Finding> findings = [];
        List<double> alone = [];
        var (wall, core) = Row("timelines and rules", findings, () =>
        {
            var judging = 0L;
            foreach (var person in _people)
            {
                Tell(builder, person);
                var timeline = builder.Build();
                var begun = Stopwatch.GetTimestamp();
                AnomalyRules.Evaluate(timeline, _settings, findings);
                judging += Stopwatch.GetTimestamp() - begun;
            }

            alone.Add(Stopwatch.GetElapsedTime(0, judging).TotalSeconds);
        });
        HashSet<Found> found = [.. findings.Select(f => new Found(f.Kind, f.EmployeeId, f.SubjectDate))];
        var rules = Report.Median(alone.Skip(1));
        report.Say(Report.F($"| rules alone | {workforce.People * (double)workforce.Dates / rules:N0} | {workforce.People * (double)workforce.Dates / (rules / wall * core):N0} | {_days.Count / (rules / wall * core):N0} | | |"));
        Floor();
        return found;
    }

    private void Floor()
    {
        int[][] columns =
        [
            [.. _days.Select(d => d.ScheduledSeconds)], [.. _days.Select(d => d.LateSeconds)], [.. _days.Select(d => d.OvertimeSeconds)], [.. _days.Select(d => d.BreakSeconds)],
            [.. _days.Select(d => d.LunchSeconds)], [.. _days.Select(d => d.LongestBreakSeconds)], [.. _sums.Select(s => s.WorkedSeconds)], [.. _sums.Select(s => s.Minutes)],
        ];
        var sum = 0L;
        Row("floor: eight columns added up", [], () =>
        {
            foreach (var column in columns)
            {
                foreach (var value in column)
                {
                    sum += value > 600 ? value : 0;
                }
            }
        });
        report.Say(Report.F($"\nchecksum {sum}"));
    }

    /// <returns>Seconds of a run by the clock, and of the core's own time: where others take the core away, the second says what the engine can do.</returns>
    private (double Wall, double Core) Row(string what, List<Finding> findings, Action run)
    {
        run();
        List<double> seconds = [];
        List<double> own = [];
        var bytes = 0L;
        for (var i = 0; i < Math.Max(3, rounds); i++)
        {
            findings.Clear();
            var (allocated, used, started) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            run();
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            own.Add((Environment.CpuUsage.TotalTime - used).TotalSeconds);
            bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        var (wall, core) = (Report.Median(seconds), Report.Median(own));
        report.Say(Report.F($"| {what} | {workforce.People * (double)workforce.Dates / wall:N0} | {workforce.People * (double)workforce.Dates / core:N0} | {_days.Count / core:N0} | {bytes / (double)workforce.People:0} | {findings.Count:N0} |"));
        return (wall, core);
    }

    private void Tell(TimelineBuilder builder, Past person)
    {
        builder.Begin(person.Id, [], [], new DateTimeOffset(workforce.Today, TimeOnly.MinValue, TimeSpan.Zero), workforce.Today);
        for (var i = person.Days.Start.Value; i < person.Days.End.Value; i++)
        {
            var day = _days[i];
            builder.Attend(day);
            builder.Work(day.Date, _sums[i].WorkedSeconds);
            builder.Enter(day.Date, _sums[i].Minutes);
        }

        for (var i = person.Failures.Start.Value; i < person.Failures.End.Value; i++)
        {
            var (date, mode, result) = _failures[i];
            builder.CheckIn(date, mode, result);
        }
    }

    private async Task ReadAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using (var settings = new NpgsqlCommand("SET work_mem = '512MB'; SET jit = off", connection))
        {
            await settings.ExecuteNonQueryAsync(cancellationToken);
        }

        Dictionary<Guid, (int From, int To)> failures = [];
        await using (var rows = await connection.BeginBinaryExportAsync(
            "COPY (SELECT employee_id, date, work_mode = 'office', result = 'outside' FROM geofence_failures ORDER BY employee_id, date) TO STDOUT (FORMAT binary)", cancellationToken))
        {
            while (await rows.StartRowAsync(cancellationToken) >= 0)
            {
                var id = await rows.ReadAsync<Guid>(cancellationToken);
                var date = await rows.ReadAsync<DateOnly>(cancellationToken);
                var mode = await rows.ReadAsync<bool>(cancellationToken) ? WorkMode.Office : WorkMode.Field;
                var at = _failures.Count;
                _failures.Add((date, mode, await rows.ReadAsync<bool>(cancellationToken) ? FenceResult.Outside : FenceResult.NotProvided));
                failures[id] = (failures.TryGetValue(id, out var known) ? known.From : at, at + 1);
            }
        }

        await using (var rows = await connection.BeginBinaryExportAsync(
            """
            COPY (
              SELECT d.employee_id, d.date, d.scheduled_seconds, d.late_seconds, d.overtime_seconds, d.break_seconds, d.lunch_seconds, d.longest_break_seconds, d.planned_break_seconds, d.worked_seconds,
                'missingCheckOut' = ANY (d.flags), d.lacking_since, d.lacking_limit_seconds, coalesce(m.minutes, 0)
              FROM attendance_days d LEFT JOIN timesheet_days m ON m.tenant_id = d.tenant_id AND m.employee_id = d.employee_id AND m.date = d.date ORDER BY d.employee_id, d.date) TO STDOUT (FORMAT binary)
            """,
            cancellationToken))
        {
            var (current, from) = (Guid.Empty, 0);
            while (await rows.StartRowAsync(cancellationToken) >= 0)
            {
                var id = await rows.ReadAsync<Guid>(cancellationToken);
                if (id != current)
                {
                    Close();
                    (current, from) = (id, _days.Count);
                }

                await ReadDayAsync(rows, cancellationToken);
            }

            Close();

            void Close()
            {
                if (_days.Count > from)
                {
                    var (first, end) = failures.GetValueOrDefault(current);
                    _people.Add(new Past(current, from.._days.Count, first..end));
                }
            }
        }
    }

    private async Task ReadDayAsync(NpgsqlBinaryExporter rows, CancellationToken cancellationToken)
    {
        var date = await rows.ReadAsync<DateOnly>(cancellationToken);
        var (scheduled, late, overtime) = (await NextAsync(), await NextAsync(), await NextAsync());
        var (pauses, lunch, longest) = (await NextAsync(), await NextAsync(), await NextAsync());
        var (planned, worked) = (await NextAsync(), await NextAsync());
        var isForgotten = await rows.ReadAsync<bool>(cancellationToken);
        DateTimeOffset? since = null;
        if (rows.IsNull)
        {
            await rows.SkipAsync(cancellationToken);
        }
        else
        {
            since = new DateTimeOffset(await rows.ReadAsync<DateTime>(NpgsqlDbType.TimestampTz, cancellationToken), TimeSpan.Zero);
        }

        var limit = await NextAsync();
        _sums.Add((worked, await NextAsync()));
        _days.Add(new AttendedDay
        {
            Date = date,
            ScheduledSeconds = scheduled,
            LateSeconds = late,
            OvertimeSeconds = overtime,
            BreakSeconds = pauses,
            LunchSeconds = lunch,
            LongestBreakSeconds = longest,
            PlannedBreakSeconds = planned,
            UnclosedSince = since,
            LimitSeconds = limit,
            IsForgotten = isForgotten,
        });

        ValueTask<int> NextAsync() => rows.ReadAsync<int>(cancellationToken);
    }

    /// <summary>Which of all days and failures are a person's.</summary>
    private readonly record struct Past(Guid Id, Range Days, Range Failures);
}
