namespace Satcom.Domain.Common;

/// <summary>IANA time zones as the domain uses them.</summary>
public static class TimeZones
{
    /// <summary>The longest IANA identifier that is accepted.</summary>
    public const int MaxLength = 64;

    /// <summary>True when this is a known IANA identifier ("Asia/Dubai"); Windows names and offsets are not.</summary>
    public static bool IsKnown(string id) =>
        id.Length is > 0 and <= MaxLength
        && (string.Equals(id, "UTC", StringComparison.Ordinal) || id.Contains('/', StringComparison.Ordinal))
        && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
        && zone.HasIanaId;

    /// <summary>The local date of an instant in a zone.</summary>
    public static DateOnly LocalDate(DateTimeOffset instant, string zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime);

    /// <summary>The zone's offset from UTC at an instant, in whole minutes.</summary>
    public static int OffsetMinutes(DateTimeOffset instant, string zone) =>
        (int)TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(instant).TotalMinutes;
}
