using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance.Geofence;

/// <summary>Where a tap was made, as far as its fix tells.</summary>
public enum FenceResult
{
    Inside,
    Outside,

    /// <summary>The fix is too coarse or simulated, or the person has no office: it proves nothing, and is no failure.</summary>
    Uncertain,

    /// <summary>The device sent no place.</summary>
    NotProvided,
}

/// <summary>What is done about a tap outside the fence.</summary>
public enum FenceAction
{
    /// <summary>It is written down.</summary>
    Record,

    /// <summary>The person is told, too.</summary>
    Warn,

    /// <summary>The tap is refused; so is one without a place.</summary>
    Refuse,
}

/// <summary>The tap needs a place: the policy refuses its work mode without one.</summary>
public sealed record LocationRequired() : Error("location_required", ErrorKind.Unprocessable), IKeepsChanges;

/// <summary>The tap lies outside every office of the person.</summary>
public sealed record OutsideFence() : Error("outside_fence", ErrorKind.Unprocessable), IKeepsChanges;

/// <summary>What is stored of a tap's place.</summary>
/// <param name="OfficeId">The office whose fence is nearest.</param>
/// <param name="DistanceMeters">From that office's middle, in whole metres.</param>
/// <param name="Fix">Purged after the policy's days.</param>
public sealed record FenceVerdict(FenceResult Result, FenceAction Action, Guid? OfficeId, int? DistanceMeters, GeoFix? Fix)
{
    /// <summary>True when the tap did not prove to be inside where it should have.</summary>
    public bool IsFailure => Result is FenceResult.Outside or FenceResult.NotProvided;
}

/// <summary>What a company asks of places. Off until it opts in.</summary>
public sealed record GeofencePolicy
{
    public bool IsOn { get; init; }

    /// <summary>How much of a fix's inaccuracy speaks for the person, in metres.</summary>
    public int AccuracyCapMeters { get; init; } = 100;

    /// <summary>A fix coarser than this proves nothing.</summary>
    public int CoarseAboveMeters { get; init; } = 1000;

    /// <summary>The work modes that a place is asked for, and what is done about one outside.</summary>
    public IReadOnlyDictionary<WorkMode, FenceAction> Modes { get; init; } = new Dictionary<WorkMode, FenceAction>();

    /// <summary>After how many days coordinates are purged; the result stays.</summary>
    public int RetentionDays { get; init; } = 90;

    /// <summary>Judges a check-in.</summary>
    /// <param name="offices">All that are assigned to the person.</param>
    /// <returns>What to store; null where nothing is, because the company has not opted in or the mode asks for no place.</returns>
    public (FenceVerdict? Verdict, Error? Refusal) Judge(WorkMode mode, GeoFix? fix, IReadOnlyList<Office> offices)
    {
        if (!IsOn || !Modes.TryGetValue(mode, out var action))
        {
            return (null, null);
        }

        if (fix is null)
        {
            return (new FenceVerdict(FenceResult.NotProvided, action, OfficeId: null, DistanceMeters: null, Fix: null), action == FenceAction.Refuse ? new LocationRequired() : null);
        }

        // The nearest by its fence: within a wide one is nearer than just outside a narrow one.
        var nearest = offices.Select(o => (Office: o, Distance: o.DistanceMeters(fix.Point))).OrderBy(o => o.Distance - o.Office.RadiusMeters).FirstOrDefault();
        var result = nearest.Office is null || fix.IsMock || fix.AccuracyMeters > CoarseAboveMeters ? FenceResult.Uncertain
            : nearest.Distance - Math.Min(fix.AccuracyMeters, AccuracyCapMeters) <= nearest.Office.RadiusMeters ? FenceResult.Inside
            : FenceResult.Outside;
        var verdict = new FenceVerdict(result, action, nearest.Office?.Id, nearest.Office is null ? null : (int)Math.Round(nearest.Distance), fix);
        return (verdict, result == FenceResult.Outside && action == FenceAction.Refuse ? new OutsideFence() : null);
    }

    /// <summary>Coordinates of taps before this moment are to be purged.</summary>
    public DateTimeOffset PurgeBefore(DateTimeOffset now) => now.AddDays(-RetentionDays);
}
