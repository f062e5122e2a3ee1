using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>What the company asks of places on a date.</summary>
public sealed record GeofencePolicyDto : IVersioned
{
    /// <summary>The date that this is asked for, or from which it was set.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The first date that it holds for; null where nothing was ever set, so that nothing is asked.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The dates on which another policy begins, from that of this one on.</summary>
    public required IReadOnlyList<DateOnly> ChangesOn { get; init; }

    /// <summary>What holds.</summary>
    public required GeofencePolicyValues Policy { get; init; }

    /// <summary>Changes with every change of any date's policy; as ETag too. Zero before the first.</summary>
    public uint Version { get; set; }

    internal static GeofencePolicyDto Of(IReadOnlyList<Dated<GeofencePolicy>> history, DateOnly on, uint version)
    {
        var at = history.IndexOn(on);
        return new()
        {
            On = on,
            From = at < 0 ? null : history[at].From,
            ChangesOn = [.. history.Skip(at + 1).Select(d => d.From)],
            Policy = GeofencePolicyValues.Of(at < 0 ? new GeofencePolicy() : history[at].Value),
            Version = version,
        };
    }
}

/// <summary>What is asked of places.</summary>
public sealed record GeofencePolicyValues
{
    /// <summary>Whether the company has opted in: else no place is asked for and none is kept.</summary>
    public required bool IsOn { get; init; }

    /// <summary>How much of a fix's inaccuracy speaks for the person, in metres.</summary>
    public required int AccuracyCapMeters { get; init; }

    /// <summary>A fix coarser than this many metres proves nothing.</summary>
    public required int CoarseAboveMeters { get; init; }

    /// <summary>The work modes that a place is asked for, each once, and what is done about a check-in outside. Other modes are not asked.</summary>
    public required IReadOnlyList<GeofenceModeDto> Modes { get; init; }

    /// <summary>After how many days coordinates are purged; the result stays.</summary>
    public required int RetentionDays { get; init; }

    internal static GeofencePolicyValues Of(GeofencePolicy p) => new()
    {
        IsOn = p.IsOn,
        AccuracyCapMeters = p.AccuracyCapMeters,
        CoarseAboveMeters = p.CoarseAboveMeters,
        Modes = [.. p.Modes.OrderBy(m => m.Key).Select(m => new GeofenceModeDto(m.Key, m.Value))],
        RetentionDays = p.RetentionDays,
    };

    internal GeofencePolicy ToPolicy() => new()
    {
        IsOn = IsOn,
        AccuracyCapMeters = AccuracyCapMeters,
        CoarseAboveMeters = CoarseAboveMeters,
        Modes = Modes.ToDictionary(m => m.WorkMode, m => m.Action),
        RetentionDays = RetentionDays,
    };
}

/// <summary>What is done about check-ins of a work mode.</summary>
/// <param name="WorkMode">The mode.</param>
/// <param name="Action">record writes it down, warn also tells the person, refuse refuses a check-in outside or without a place.</param>
public sealed record GeofenceModeDto(WorkMode WorkMode, FenceAction Action);
