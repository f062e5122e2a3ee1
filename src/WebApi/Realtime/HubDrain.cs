using System.Security.Cryptography;

namespace Satcom.WebApi.Realtime;

/// <summary>
/// On shutdown, tells every client to connect again and closes its connection in an orderly way. The framework cuts connections
/// off when the host begins to stop, so this must be done by then, and last registered is first called.
/// </summary>
internal sealed class HubDrain(IHostApplicationLifetime lifetime, HubMembers members, TimeProvider time) : IHostedService
{
    private const int MaxDelayMs = 5_000;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private CancellationTokenRegistration _registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = lifetime.ApplicationStopping.Register(Drain);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await _registration.DisposeAsync();

    private void Drain()
    {
        using var done = new ManualResetEventSlim();
        _ = DrainAsync(done);

#pragma warning disable RS0030 // A callback of the host's token is synchronous, and what follows it cuts the connections.
        done.Wait(Longest + Step);
#pragma warning restore RS0030
    }

    private async Task DrainAsync(ManualResetEventSlim done)
    {
        try
        {
            foreach (var member in members.Where())
            {
                var delay = RandomNumberGenerator.GetInt32(MaxDelayMs);
                member.Send(HubFrame.Seal(HubFrame.Of(nameof(ISatcomClient.Reconnect), new Reconnect(delay))));
                member.Close(reason: null, mayReturn: true);
            }

            var startedAt = time.GetTimestamp();
            while (members.Count > 0 && time.GetElapsedTime(startedAt) < Longest)
            {
                await Task.Delay(Step, time).ConfigureAwait(false);
            }
        }
        finally
        {
            done.Set();
        }
    }
}
