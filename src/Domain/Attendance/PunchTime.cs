using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance;

/// <summary>When a tap counts as made. Whole seconds.</summary>
/// <param name="OccurredAt">The server's time of an online tap, the device's of an offline one, and never later than the receipt: what came from a clock that runs ahead would else lie in the session that begins next.</param>
/// <param name="DeviceAt">What the device said of an offline tap.</param>
/// <param name="SkewSeconds">How far the device's clock is ahead of the server's; negative is behind. Null where it is not known.</param>
/// <param name="IsSkewed">Whether that is beyond the tolerance.</param>
public sealed record PunchTime(DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt, DateTimeOffset? DeviceAt, int? SkewSeconds, bool IsSkewed)
{
    /// <summary>Judges what a client says of a tap's time.</summary>
    /// <param name="claimed">When the device says it was made; null for a tap made now.</param>
    /// <param name="sentAt">What the device's clock showed when it sent the tap, if it says so.</param>
    public static Result<PunchTime> Of(DateTimeOffset? claimed, DateTimeOffset? sentAt, DateTimeOffset receivedAt, int offlineToleranceSeconds, int skewToleranceSeconds)
    {
        var received = WholeSeconds.Of(receivedAt);
        if (claimed is not { } at)
        {
            return new PunchTime(received, received, DeviceAt: null, SkewSeconds: null, IsSkewed: false);
        }

        if (AttendanceDay.JudgeTime(at, receivedAt, offlineToleranceSeconds) is { } refusal)
        {
            return refusal;
        }

        // Without the device's own clock at sending, only one that runs ahead of the receipt can be seen.
        var device = WholeSeconds.Of(at);
        int? skew = sentAt is { } sent ? WholeSeconds.Between(received, WholeSeconds.Of(sent)) : device > received ? WholeSeconds.Between(received, device) : null;
        return new PunchTime(device < received ? device : received, received, device, skew, skew is { } s && Math.Abs((long)s) > skewToleranceSeconds);
    }
}

/// <summary>What becomes of a tap that arrives for a day that is over.</summary>
public enum LatePunchRoute
{
    /// <summary>The day takes it and is computed anew.</summary>
    Recompute,

    /// <summary>The day is locked: the tap becomes a correction request.</summary>
    RequestCorrection,
}

/// <summary>Attendance up to a date that nobody changes any more, because it was paid.</summary>
/// <param name="Through">The last locked date; null while nothing is.</param>
public readonly record struct AttendanceLock(DateOnly? Through)
{
    public bool Holds(DateOnly date) => date <= Through;

    public LatePunchRoute Route(DateOnly date) => Holds(date) ? LatePunchRoute.RequestCorrection : LatePunchRoute.Recompute;
}
