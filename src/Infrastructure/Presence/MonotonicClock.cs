namespace Satcom.Infrastructure.Presence;

/// <summary>Instants that only ever go forward, so that setting the machine's clock makes nobody fall silent.</summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _start = time.GetTimestamp();

    public DateTimeOffset Now => _startedAt + time.GetElapsedTime(_start);

    /// <summary>The instant of the wall clock that one of these instants was.</summary>
    public DateTimeOffset ToUtc(DateTimeOffset monotonic) => time.GetUtcNow() - (Now - monotonic);
}
