using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>A named shift with its hours by date.</summary>
public sealed record ShiftDto : IVersioned
{
    /// <summary>The shift's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique among the company's shifts that are not archived.</summary>
    public required string Name { get; init; }

    /// <summary>True when no new assignment takes it.</summary>
    public required bool IsArchived { get; init; }

    /// <summary>Its hours in the order of their dates.</summary>
    public required IReadOnlyList<ShiftHoursDto> Hours { get; init; }

    /// <summary>Changes with every change of the shift; as ETag too.</summary>
    public uint Version { get; set; }

    internal static ShiftDto AfterChange(Shift shift) => Of(shift) with { Version = 0 };

    internal static ShiftDto Of(Shift shift) => new()
    {
        Id = shift.Id,
        Name = shift.Name,
        IsArchived = shift.IsArchived,
        Hours = [.. shift.Hours.Select(ShiftHoursDto.Of)],
        Version = shift.Version,
    };
}

/// <summary>When a shift is worked, in local time, from a date on.</summary>
public sealed record ShiftHoursDto
{
    /// <summary>The first date of these hours; null for the first of all.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Local time, such as 08:00.</summary>
    public required string Start { get; init; }

    /// <summary>Local time; on the next date where it is not later than the start.</summary>
    public required string End { get; init; }

    /// <summary>Planned unpaid lunch.</summary>
    public required int LunchSeconds { get; init; }

    /// <summary>Planned paid breaks.</summary>
    public required int BreakSeconds { get; init; }

    /// <summary>Lateness up to this counts as none.</summary>
    public required int LateGraceSeconds { get; init; }

    /// <summary>Leaving so much early counts as none.</summary>
    public required int EarlyLeaveGraceSeconds { get; init; }

    /// <summary>How long before its start a check-in belongs to the shift.</summary>
    public required int CheckInWindowSeconds { get; init; }

    /// <summary>How long after its end a check-out is waited for.</summary>
    public required int CheckOutWindowSeconds { get; init; }

    internal static ShiftHoursDto Of(Dated<ShiftHours> dated) => new()
    {
        From = dated.From.OrAlways(),
        Start = ShiftRules.TextOf(dated.Value.Start),
        End = ShiftRules.TextOf(dated.Value.End),
        LunchSeconds = dated.Value.LunchSeconds,
        BreakSeconds = dated.Value.BreakSeconds,
        LateGraceSeconds = dated.Value.LateGraceSeconds,
        EarlyLeaveGraceSeconds = dated.Value.EarlyLeaveGraceSeconds,
        CheckInWindowSeconds = dated.Value.CheckInWindowSeconds,
        CheckOutWindowSeconds = dated.Value.CheckOutWindowSeconds,
    };
}

/// <summary>When a shift is to be worked. What is left out is as in a new shift: no lunch, no breaks, no grace, windows of two and four hours.</summary>
/// <param name="Start">Local time, such as 08:00.</param>
/// <param name="End">Local time; on the next date where it is not later than the start. The same time means 24 hours.</param>
/// <param name="LunchSeconds">Planned unpaid lunch.</param>
/// <param name="BreakSeconds">Planned paid breaks.</param>
/// <param name="LateGraceSeconds">Lateness up to this counts as none.</param>
/// <param name="EarlyLeaveGraceSeconds">Leaving so much early counts as none.</param>
/// <param name="CheckInWindowSeconds">How long before its start a check-in belongs to the shift.</param>
/// <param name="CheckOutWindowSeconds">How long after its end a check-out is waited for.</param>
public sealed record ShiftHoursInput(
    string Start,
    string End,
    int? LunchSeconds = null,
    int? BreakSeconds = null,
    int? LateGraceSeconds = null,
    int? EarlyLeaveGraceSeconds = null,
    int? CheckInWindowSeconds = null,
    int? CheckOutWindowSeconds = null)
{
    internal ShiftHours ToHours()
    {
        ShiftRules.TryTime(Start, out var start);
        ShiftRules.TryTime(End, out var end);
        var hours = new ShiftHours(start, end);
        return hours with
        {
            LunchSeconds = LunchSeconds ?? hours.LunchSeconds,
            BreakSeconds = BreakSeconds ?? hours.BreakSeconds,
            LateGraceSeconds = LateGraceSeconds ?? hours.LateGraceSeconds,
            EarlyLeaveGraceSeconds = EarlyLeaveGraceSeconds ?? hours.EarlyLeaveGraceSeconds,
            CheckInWindowSeconds = CheckInWindowSeconds ?? hours.CheckInWindowSeconds,
            CheckOutWindowSeconds = CheckOutWindowSeconds ?? hours.CheckOutWindowSeconds,
        };
    }
}

/// <summary>Dates of histories as clients see them.</summary>
internal static class HistoryDates
{
    /// <summary>Null for the beginning of a history.</summary>
    public static DateOnly? OrAlways(this DateOnly from) => from == DateOnly.MinValue ? null : from;
}
