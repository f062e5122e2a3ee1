using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>Cold starts: until ready, until the first check-in is answered, and the memory of a service that nobody uses.</summary>
internal sealed class Starts(Report report, TimeProvider time)
{
    private const int Times = 3;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(6);

    public async Task RunAsync(Func<Task<ServerProcess>> start, Func<Task<string[]>> issue, BenchDatabase database, Crowd crowd, CancellationToken cancellationToken)
    {
        report.Title("start and idle");
        report.Say("| start | ready after s | idle MiB | first check-in ms | second ms |");
        report.Say("|--:|--:|--:|--:|--:|");
        for (var i = 1; i <= Times; i++)
        {
            await using var service = await start();
            await Task.Delay(Idle, time, cancellationToken);
            var idle = CpuTime.ResidentMiB(service.Pid);
            var request = Requests.Post("/api/v1/attendance/check-in", (await issue())[0], """{"workMode":"office"}""");
            using var generator = await LoadGenerator.OpenAsync(service.Port, 1, time, cancellationToken);
            var first = await generator.SendOneAsync(request, cancellationToken);
            if (first.Status != 201)
            {
                throw new BenchException($"The first check-in was answered {first.Body}");
            }

            await Seeding.ForgetTodayAsync(database, crowd, cancellationToken);
            var second = await generator.SendOneAsync(request, cancellationToken);
            await Seeding.ForgetTodayAsync(database, crowd, cancellationToken);
            report.Say(Report.F($"| {i} | {service.ReadyAfter.TotalSeconds:0.00} | {idle:0} | {first.Took.TotalMilliseconds:0.0} | {second.Took.TotalMilliseconds:0.0} |"));
        }
    }
}
