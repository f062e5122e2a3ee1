namespace Satcom.Domain.Common;

/// <summary>Recorded instants are cut to whole seconds, so that printed durations always add up.</summary>
public static class WholeSeconds
{
    /// <summary>The instant in UTC without its fraction of a second.</summary>
    public static DateTimeOffset Of(DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }

    /// <summary>Whole seconds from one instant to a later one; of those more than 68 years apart, as many as there can be.</summary>
    public static int Between(DateTimeOffset from, DateTimeOffset to) => (int)Math.Clamp((to.UtcTicks - from.UtcTicks) / TimeSpan.TicksPerSecond, int.MinValue, int.MaxValue);
}
