namespace Satcom.Infrastructure.Presence;

/// <summary>Instants that only ever go forward, so that setting the machine's clock makes nobody fall silent.</summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    /// <summary>The two clocks never agree to the microsecond; only a clock that was set is further off than this.</summary>
    private static readonly TimeSpan Wobble = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _ahead;

    public DateTimeOffset Now => _startedAt + time.GetElapsedTime(_start);

    /// <summary>The instant of the wall clock that one of these instants was: the same at every reading, until the clock is set. Not for several threads at once.</summary>
    public DateTimeOffset ToUtc(DateTimeOffset monotonic)
    {
        var ahead = time.GetUtcNow() - Now;
        if ((ahead - _ahead).Duration() >= Wobble)
        {
            _ahead = ahead;
        }

        return monotonic + _ahead;
    }
}
