using System.Diagnostics;
using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>
/// The first check-in of the day of everybody in turn, and where asked for the check-out after it. A round is made of stretches:
/// each takes everybody once, and the day is forgotten between them, outside the clock. A stretch ends when its last event has
/// left the outbox, so what is put off counts too.
/// </summary>
/// <param name="who">Who taps; everybody if left out.</param>
/// <param name="isJudged">Whether every answer must be the expected one. A service that has just started answers some of a sudden flood "not now", as it should.</param>
internal sealed class PunchMeasure(Stage stage, bool withCheckOut, bool isJudged = true, Func<Person, bool>? who = null) : Measure(stage)
{
    private const string Backlog = "SELECT count(*) FROM outbox_messages";
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(20);

    public override string Title => withCheckOut ? "check-in + check-out" : "check-in";

    public override async Task<Sample> RunAsync(Peer peer, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var generator = await Stage.OpenAsync(peer, cancellationToken);
        var cpu = Stage.Meter(peer);
        var sum = new LoadResult();
        await Seeding.SettleAsync(peer.Database, cancellationToken);
        while (sum.Elapsed < duration)
        {
            cpu.Start();
            await StretchAsync(generator, Of(peer.CheckIns), 201, peer, sum, cancellationToken);
            if (withCheckOut)
            {
                await StretchAsync(generator, Of(peer.CheckOuts), 200, peer, sum, cancellationToken);
            }

            cpu.Stop();
            await Seeding.ForgetTodayAsync(peer.Database, Stage.Crowd, cancellationToken);
        }

        return Sample.Of(sum, cpu, peer.Server.Pid);
    }

    private IReadOnlyList<byte[]> Of(IReadOnlyList<byte[]> requests) => who is null ? requests : [.. requests.Where((_, i) => who(Stage.Crowd.Employees[i]))];

    private async Task StretchAsync(LoadGenerator generator, IReadOnlyList<byte[]> requests, int status, Peer peer, LoadResult sum, CancellationToken cancellationToken)
    {
        var load = await generator.FloodAsync(n => n < requests.Count ? requests[n] : (ReadOnlyMemory<byte>?)null, status, cancellationToken);
        if (isJudged)
        {
            Judge(load, Title);
        }

        var drained = Stopwatch.GetTimestamp();
        while (await peer.Database.ScalarAsync<long>(Backlog, cancellationToken) > 0)
        {
            if (Stopwatch.GetElapsedTime(drained) > DrainLimit)
            {
                throw new BenchException($"The outbox of {peer.Name} does not drain.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(3), Stage.Time, cancellationToken);
        }

        load.Extend(Stopwatch.GetElapsedTime(drained));
        sum.Add(load);
    }
}
