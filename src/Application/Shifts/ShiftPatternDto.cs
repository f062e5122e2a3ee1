using Satcom.Application.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>A cycle of days: seven are a week, any other number a rotation.</summary>
public sealed record ShiftPatternDto : IVersioned
{
    /// <summary>The pattern's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique among the company's patterns that are not archived.</summary>
    public required string Name { get; init; }

    /// <summary>True when no new assignment takes it.</summary>
    public required bool IsArchived { get; init; }

    /// <summary>A shift's id for each day of the cycle; null is rest.</summary>
    public required IReadOnlyList<Guid?> Slots { get; init; }

    /// <summary>Changes with every change of the pattern; as ETag too.</summary>
    public uint Version { get; set; }

    internal static ShiftPatternDto AfterChange(ShiftPattern pattern) => Of(pattern) with { Version = 0 };

    internal static ShiftPatternDto Of(ShiftPattern pattern) => new()
    {
        Id = pattern.Id,
        Name = pattern.Name,
        IsArchived = pattern.IsArchived,
        Slots = pattern.Slots,
        Version = pattern.Version,
    };
}
