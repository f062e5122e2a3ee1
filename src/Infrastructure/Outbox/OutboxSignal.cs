using Satcom.Infrastructure.Common;

namespace Satcom.Infrastructure.Outbox;

/// <summary>Wakes this node's dispatchers of events.</summary>
internal sealed class OutboxSignal(TimeProvider time)
{
    private readonly Dictionary<OutboxLane, WakeSignal> _lanes = OutboxLane.All.ToDictionary(lane => lane, _ => new WakeSignal(time));

    /// <summary>Wakes all of them.</summary>
    public void Wake()
    {
        foreach (var lane in OutboxLane.All)
        {
            Wake(lane);
        }
    }

    public void Wake(OutboxLane lane) => _lanes[lane].Wake();

    /// <summary>Waits for a wake-up of a lane, at most for the interval.</summary>
    public Task WaitAsync(OutboxLane lane, TimeSpan atMost, CancellationToken cancellationToken) => _lanes[lane].WaitAsync(atMost, cancellationToken);
}
