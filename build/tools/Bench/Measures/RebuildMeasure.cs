using System.Diagnostics;
using System.Text.Json;
using Satcom.Bench.Load;
using Satcom.Bench.Setup;
using Satcom.Domain.Attendance;
using Satcom.Domain.Shifts;

namespace Satcom.Bench.Measures;

/// <summary>A month of everybody's days computed anew: by the pure function in this process, and as the service does it, from the request to the rebuild's completion.</summary>
internal sealed class RebuildMeasure(Stage stage, Company company, Report report)
{
    private const int Dates = 30;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public async Task RunAsync(Peer peer, CancellationToken cancellationToken)
    {
        report.Title(Report.F($"rebuild of {Dates} dates of {stage.Crowd.Employees.Count} people"));
        report.Say("| what | days | seconds | days per second | µs a day |");
        report.Say("|---|--:|--:|--:|--:|");
        Pure(peer.Database.Last);
        await EndToEndAsync(peer, cancellationToken);
    }

    /// <summary>A week's days, each with what those before it left of the week, as a rebuild of the service does it.</summary>
    private static void Compute(IEnumerable<DayInput> days)
    {
        var week = default(WeekSoFar);
        foreach (var day in days)
        {
            week = week.After(DayComputation.Compute(day with { Rules = day.Rules with { Week = week } }).OrdinarySeconds);
        }
    }

    /// <summary>One core, the inputs in memory; weeks in the order of their dates, as the service computes them.</summary>
    private void Pure(DateOnly last)
    {
        var history = new History(stage.Crowd, company, last, Dates);
        var weeks = history.Days(withFigures: false)
            .GroupBy(d => (d.Person.Number, Week: company.ScheduleOf(d.Person, last).Weeks.WeekOf(d.Input.Date)))
            .Select(week => (Days: (IReadOnlyList<DayInput>)[.. week.Select(d => d.Input)], Schedule: company.ScheduleOf(week.First().Person, last)))
            .ToList();
        var days = weeks.Sum(w => w.Days.Count);
        Rows("pure: the day's computation", () =>
        {
            foreach (var week in weeks)
            {
                Compute(week.Days);
            }
        });
        Rows("pure: what was planned, and the day's computation", () =>
        {
            foreach (var (week, schedule) in weeks)
            {
                Compute(week.Select(d => d with { Rules = new DayRules(Company.Policy, schedule.On(d.Date)) }));
            }
        });

        void Rows(string what, Action run)
        {
            run();
            var seconds = Report.Median(Enumerable.Range(0, Math.Max(3, stage.Options.Rounds)).Select(_ =>
            {
                var started = Stopwatch.GetTimestamp();
                run();
                return Stopwatch.GetElapsedTime(started).TotalSeconds;
            }).ToList());
            Say(what, days, seconds);
        }
    }

    private async Task EndToEndAsync(Peer peer, CancellationToken cancellationToken)
    {
        using var generator = await LoadGenerator.OpenAsync(peer.Server.Port, 1, stage.Time, cancellationToken);
        var body = Report.F($$"""{"from":"{{peer.Database.Last.AddDays(1 - Dates):yyyy-MM-dd}}","to":"{{peer.Database.Last:yyyy-MM-dd}}"}""");
        for (var round = 1; round <= 2; round++)
        {
            await Console.Error.WriteLineAsync(Report.F($"rebuild: round {round}"));
            var cpu = stage.Meter(peer);
            cpu.Start();
            var started = Stopwatch.GetTimestamp();
            var asked = await generator.SendOneAsync(Requests.Post("/api/v1/attendance/rebuild", peer.HrToken, body), cancellationToken);
            if (asked.Status != 202)
            {
                throw new BenchException($"The rebuild was answered {asked.Status}: {asked.Body}");
            }

            var look = Requests.Get($"/api/v1/attendance/rebuilds/{Member(asked.Body, "id").GetString()}", peer.HrToken);
            string now;
            do
            {
                await Task.Delay(Look, stage.Time, cancellationToken);
                var answer = await generator.SendOneAsync(look, cancellationToken);
                now = answer.Status == 200 && Stopwatch.GetElapsedTime(started) < Limit ? answer.Body : throw new BenchException($"The rebuild does not end: {answer.Status} {answer.Body}");
            }
            while (!string.Equals(Member(now, "state").GetString(), "completed", StringComparison.Ordinal));

            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            cpu.Stop();
            var days = Member(now, "days").GetInt32();
            if (Member(now, "changed").GetInt32() is > 0 and var changed)
            {
                throw new BenchException(Report.F($"The rebuild changed {changed} of {days} days, although they were seeded as the domain computes them."));
            }

            Say(Report.F($"end to end, round {round} (server {cpu.Server / days:0} + PostgreSQL {cpu.Postgres / days:0} µs of processor a day)"), days, seconds);
        }
    }

    private void Say(string what, int days, double seconds) => report.Say(Report.F($"| {what} | {days:N0} | {seconds:0.00} | **{days / seconds:N0}** | {seconds / days * 1e6:0.0} |"));

    private static JsonElement Member(string body, string name) => JsonElement.Parse(body[body.IndexOf('{', StringComparison.Ordinal)..(body.LastIndexOf('}') + 1)]).GetProperty(name);
}
