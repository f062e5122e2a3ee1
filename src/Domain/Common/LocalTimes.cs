namespace Satcom.Domain.Common;

/// <summary>The clocks jump over this local time that day.</summary>
public sealed record LocalTimeSkipped() : Error("local_time_skipped", ErrorKind.Unprocessable);

/// <summary>The clocks show this local time twice that day; an offset says which is meant.</summary>
public sealed record LocalTimeAmbiguous() : Error("local_time_ambiguous", ErrorKind.Unprocessable);

/// <summary>The zone does not have this offset at that local time.</summary>
public sealed record LocalOffsetWrong() : Error("local_offset_wrong", ErrorKind.Unprocessable);

/// <summary>Instants of local times, on days on which clocks are changed too.</summary>
public static class LocalTimes
{
    /// <summary>The instant of a local time that somebody entered by hand.</summary>
    /// <param name="offsetMinutes">The offset from UTC in minutes; needed where the time occurs twice.</param>
    /// <returns>An error where the time does not exist, occurs twice and no offset says which, or never has the given offset.</returns>
    public static Result<DateTimeOffset> Enter(DateOnly date, TimeOnly time, string zone, int? offsetMinutes = null)
    {
        var (first, second) = Find(TimeZoneInfo.FindSystemTimeZoneById(zone), date.ToDateTime(time));
        if (first is not { } at)
        {
            return new LocalTimeSkipped();
        }

        if (offsetMinutes is null)
        {
            return second is null ? at : new LocalTimeAmbiguous();
        }

        return TimeZones.OffsetMinutes(at, zone) == offsetMinutes ? at
            : second is { } later && TimeZones.OffsetMinutes(later, zone) == offsetMinutes ? later
            : new LocalOffsetWrong();
    }

    /// <summary>
    /// The instant of a planned local time, which always has one: of two the first, and where the clocks jump over it the moment of the
    /// jump. A later local time of a date is never an earlier instant.
    /// </summary>
    public static DateTimeOffset Plan(DateOnly date, TimeOnly time, string zone)
    {
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var local = date.ToDateTime(time);
        return Find(info, local).First ?? JumpOver(info, local);
    }

    /// <summary>The first instant of a local date.</summary>
    public static DateTimeOffset StartOf(DateOnly date, string zone) => Plan(date, TimeOnly.MinValue, zone);

    private static (DateTimeOffset? First, DateTimeOffset? Second) Find(TimeZoneInfo zone, DateTime local)
    {
        var (before, after) = OffsetsAround(zone, local);
        var first = At(zone, local, before);
        if (before == after)
        {
            return (first, null);
        }

        var second = At(zone, local, after);
        return first is null ? (second, null) : (first, second);
    }

    /// <summary>Offsets are at most 14 hours, so a day to either side of the local time, read as UTC, lies its instant.</summary>
    private static (TimeSpan Before, TimeSpan After) OffsetsAround(TimeZoneInfo zone, DateTime local)
    {
        var asUtc = new DateTimeOffset(local, TimeSpan.Zero);
        return (zone.GetUtcOffset(asUtc.AddDays(-1)), zone.GetUtcOffset(asUtc.AddDays(1)));
    }

    private static DateTimeOffset? At(TimeZoneInfo zone, DateTime local, TimeSpan offset)
    {
        var at = new DateTimeOffset(local.Ticks - offset.Ticks, TimeSpan.Zero);
        return zone.GetUtcOffset(at) == offset ? at : null;
    }

    private static DateTimeOffset JumpOver(TimeZoneInfo zone, DateTime local)
    {
        var (before, after) = OffsetsAround(zone, local);
        var (low, high) = (local.Ticks - after.Ticks, local.Ticks - before.Ticks);
        while (high - low > TimeSpan.TicksPerSecond)
        {
            var middle = low + ((high - low) / 2 / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
            middle = middle == low ? low + TimeSpan.TicksPerSecond : middle;
            (low, high) = zone.GetUtcOffset(new DateTimeOffset(middle, TimeSpan.Zero)) == after ? (low, middle) : (middle, high);
        }

        return WholeSeconds.Of(new DateTimeOffset(high, TimeSpan.Zero));
    }
}
