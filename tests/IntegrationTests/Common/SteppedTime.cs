namespace Satcom.IntegrationTests.Common;

/// <summary>A service's clock that a test moves on. Timers run in real time, so background work goes on.</summary>
/// <param name="stands">True for a wall clock that goes on by steps alone, so that durations come out exact.</param>
internal sealed class SteppedTime(bool stands = false) : TimeProvider
{
    // Never before the signing key that the template was made with.
    private readonly DateTimeOffset _start = new(RealTime.Clock.GetUtcNow().UtcDateTime.Date.AddDays(1).AddHours(4), TimeSpan.Zero);
    private long _ticks;

    public override DateTimeOffset GetUtcNow() => (stands ? _start : RealTime.Clock.GetUtcNow()).AddTicks(Interlocked.Read(ref _ticks));

    public override long GetTimestamp() => RealTime.Clock.GetTimestamp() + (long)(Interlocked.Read(ref _ticks) * (TimestampFrequency / (double)TimeSpan.TicksPerSecond));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    /// <summary>Goes on to the next time that it is that time of day in UTC.</summary>
    public void AdvanceTo(TimeOnly utc)
    {
        var now = GetUtcNow();
        var today = new DateTimeOffset(DateOnly.FromDateTime(now.UtcDateTime).ToDateTime(utc), TimeSpan.Zero);
        Advance((today > now ? today : today.AddDays(1)) - now);
    }
}
