namespace Satcom.IntegrationTests.Common;

/// <summary>A clock that goes forward when a test says so. Wall clock and timestamps can be moved apart.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private long _ticks;
    private TimeSpan _skew;

    public ManualTime()
        : this(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _ticks;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return start.AddTicks(_ticks) + _skew;
        }
    }

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan by)
    {
        lock (_gate)
        {
            _ticks += by.Ticks;
        }
    }

    /// <summary>Sets the wall clock off, as an administrator would.</summary>
    public void SetClockOff(TimeSpan by)
    {
        lock (_gate)
        {
            _skew += by;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("This clock has no timers; call what the timer would call.");
}
