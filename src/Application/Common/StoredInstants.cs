namespace Satcom.Application.Common;

/// <summary>Instants as the database keeps them.</summary>
public static class StoredInstants
{
    /// <summary>The present in whole microseconds, so that what a command answers equals what is read later.</summary>
    public static DateTimeOffset GetStoredNow(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
