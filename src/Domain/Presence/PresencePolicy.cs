namespace Satcom.Domain.Presence;

/// <summary>What silence means. Nobody has to say goodbye: the thresholds decide alone.</summary>
public static class PresencePolicy
{
    /// <summary>The status of one device at a moment.</summary>
    /// <param name="lastHeartbeat">When it was last heard.</param>
    /// <param name="now">The moment that is asked for.</param>
    /// <param name="awayAfter">Silence that makes it away.</param>
    /// <param name="offlineAfter">Silence that makes it offline, whatever it claimed.</param>
    /// <param name="claimed">What the last heartbeat claimed; it counts until the next one.</param>
    public static PresenceStatus StatusAt(DateTimeOffset lastHeartbeat, DateTimeOffset now, TimeSpan awayAfter, TimeSpan offlineAfter, PresenceStatus claimed)
    {
        var silence = now - lastHeartbeat;
        if (claimed == PresenceStatus.Offline || silence >= offlineAfter)
        {
            return PresenceStatus.Offline;
        }

        return claimed == PresenceStatus.Away || silence >= awayAfter ? PresenceStatus.Away : PresenceStatus.Online;
    }

    /// <summary>When the status next changes if the device stays silent; null once it is offline.</summary>
    /// <inheritdoc cref="StatusAt"/>
    public static DateTimeOffset? NextChangeAt(DateTimeOffset lastHeartbeat, DateTimeOffset now, TimeSpan awayAfter, TimeSpan offlineAfter, PresenceStatus claimed) =>
        StatusAt(lastHeartbeat, now, awayAfter, offlineAfter, claimed) switch
        {
            PresenceStatus.Online => lastHeartbeat + (awayAfter < offlineAfter ? awayAfter : offlineAfter),
            PresenceStatus.Away => lastHeartbeat + offlineAfter,
            PresenceStatus.Offline => null,
        };
}
