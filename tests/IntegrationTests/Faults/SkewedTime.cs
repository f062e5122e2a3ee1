using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Faults;

/// <summary>The real clock, set off by what a test says; timers and durations stay real.</summary>
internal sealed class SkewedTime : TimeProvider
{
    private long _offTicks;

    public TimeSpan Off
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offTicks));
        set => Interlocked.Exchange(ref _offTicks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => RealTime.Clock.GetUtcNow() + Off;
}
