using System.Diagnostics;
using System.Text.Json;
using Satcom.Bench.Load;
using Satcom.Bench.Measures;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Engine;

/// <summary>The engine as the service runs it, from the request, or the clock, to the last person: its time, its processor time, and the memory that it has meanwhile.</summary>
internal sealed class WholeEngine(Workforce workforce, int postmaster, Report report, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public void Heading()
    {
        report.Title("the engine fed from PostgreSQL, in the published service");
        report.Say("| what | seconds | people × dates per second | raised | changed | cleared | server + PostgreSQL, µs a person | resident MiB before, at 10 %, at 50 %, at the end, most |");
        report.Say("|---|--:|--:|--:|--:|--:|--:|---|");
    }

    /// <summary>As HR asks for it.</summary>
    /// <returns>From the request to the last person, in seconds.</returns>
    public async Task<double> AskAsync(ServerProcess service, BenchDatabase database, string hrToken, CancellationToken cancellationToken)
    {
        using var generator = await LoadGenerator.OpenAsync(service.Port, 1, time, cancellationToken);
        var body = Report.F($$"""{"from":"{{workforce.First:yyyy-MM-dd}}","to":"{{workforce.Last:yyyy-MM-dd}}"}""");
        return await WatchAsync(Report.F($"`POST /anomalies/evaluate` of {workforce.Dates} dates"), service, database, "night IS NULL", async () =>
        {
            var asked = await generator.SendOneAsync(Requests.Post("/api/v1/anomalies/evaluate", hrToken, body), cancellationToken);
            if (asked.Status != 202)
            {
                throw new BenchException($"The evaluation was answered {asked.Status}: {asked.Body}");
            }
        }, cancellationToken);
    }

    /// <summary>As the night's job begins it: the latest five weeks.</summary>
    public Task<double> NightAsync(ServerProcess service, BenchDatabase database, CancellationToken cancellationToken) =>
        WatchAsync("the night, of what was judged before", service, database, "night IS NOT NULL", () => Task.CompletedTask, cancellationToken);

    private async Task<double> WatchAsync(string what, ServerProcess service, BenchDatabase database, string which, Func<Task> begin, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync(what);
        var cpu = new CpuMeter(service.Pid, postmaster);
        var resident = new double[4];
        var most = resident[0] = CpuTime.ResidentMiB(service.Pid);
        cpu.Start();
        var waited = Stopwatch.GetTimestamp();
        await begin();
        Progress? now = null;
        while (now is not { Seconds: > 0 })
        {
            await Task.Delay(Look, time, cancellationToken);
            var memory = CpuTime.ResidentMiB(service.Pid);
            most = Math.Max(most, memory);
            now = await LookAsync(database, which, cancellationToken);
            for (var i = 1; i < resident.Length; i++)
            {
                resident[i] = resident[i] == 0 && now is { } known && known.Done >= known.People * (i switch { 1 => 0.1, 2 => 0.5, _ => 1 }) ? memory : resident[i];
            }

            if (Stopwatch.GetElapsedTime(waited) > Limit)
            {
                throw new BenchException(Report.F($"The evaluation does not end: {now?.Done} of {now?.People} people are done."));
            }
        }

        cpu.Stop();
        report.Say(Report.F(
            $"| {what} | **{now.Seconds:0.0}** | {now.People * (double)workforce.Dates / now.Seconds:N0} | {now.Raised:N0} | {now.Changed:N0} | {now.Cleared:N0} | {cpu.Server / now.People:0} + {cpu.Postgres / now.People:0} | {resident[0]:0}, {resident[1]:0}, {resident[2]:0}, {resident[3]:0}, {most:0} |"));
        if (now is not { Failed: 0 } || now.Done != now.People)
        {
            throw new BenchException(Report.F($"{now.Done} of {now.People} people were judged, and {now.Failed} could not be."));
        }

        await DrainedAsync(database, what, cancellationToken);
        return now.Seconds;
    }

    /// <summary>What was raised is told as well, to whoever listens.</summary>
    private async Task DrainedAsync(BenchDatabase database, string what, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (await database.ScalarAsync<long>("SELECT count(*) FROM outbox_messages", cancellationToken) > 0)
        {
            if (Stopwatch.GetElapsedTime(started) > Limit)
            {
                throw new BenchException("The outbox does not drain.");
            }

            await Task.Delay(Look, time, cancellationToken);
        }

        await Console.Error.WriteLineAsync(Report.F($"{what}: all told after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s more"));
    }

    private static async Task<Progress?> LookAsync(BenchDatabase database, string which, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<Progress?>(
            await database.ScalarAsync<string>(
                $"""
                SELECT coalesce((SELECT jsonb_build_object('People', people, 'Done', done, 'Raised', raised, 'Changed', changed, 'Cleared', cleared, 'Failed', failed,
                  'Seconds', coalesce(extract(epoch FROM finished_at - asked_at), 0)) FROM anomaly_evaluations WHERE {which})::text, 'null')
                """,
                cancellationToken));

    private sealed record Progress(int People, int Done, int Raised, int Changed, int Cleared, int Failed, double Seconds);
}
