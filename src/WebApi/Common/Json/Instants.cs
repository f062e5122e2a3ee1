using System.Globalization;

namespace Satcom.WebApi.Common.Json;

/// <summary>The text form of instants: RFC 3339 section 5.6, years 0001 to 9999, up to seven digits of a second.</summary>
internal static class Instants
{
    /// <summary>"2026-11-21T07:51:44.1234567Z".</summary>
    public const int MaxLength = 28;

    private const int SecondsEnd = 19;

    /// <summary>Reads an instant with any offset; one without an offset is refused, because it is no instant.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length is < SecondsEnd + 1 or > 33
            || !DateTime.TryParseExact(text[..SecondsEnd], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return false;
        }

        var rest = text[SecondsEnd..];
        if (!TryTakeFraction(ref rest, out var fraction) || !TryOffset(rest, out var offset))
        {
            return false;
        }

        var ticks = local.Ticks + fraction - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        instant = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    /// <summary>Writes an instant in UTC, without a fraction where it has none.</summary>
    /// <returns>How many bytes it took.</returns>
    public static int Format(DateTimeOffset instant, Span<byte> destination)
    {
        // The framework has a way of its own for this format, many times faster than the same written out.
        var utc = instant.UtcDateTime;
        utc.TryFormat(destination, out var end, "s", CultureInfo.InvariantCulture);
        var fraction = utc.Ticks % TimeSpan.TicksPerSecond;
        if (fraction > 0)
        {
            destination[end++] = (byte)'.';
            for (var weight = TimeSpan.TicksPerSecond / 10; fraction > 0; fraction %= weight, weight /= 10)
            {
                destination[end++] = (byte)('0' + (fraction / weight));
            }
        }

        destination[end] = (byte)'Z';
        return end + 1;
    }

    private static bool TryTakeFraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest[0] != '.')
        {
            return true;
        }

        var digits = 1;
        for (var weight = TimeSpan.TicksPerSecond / 10; digits < rest.Length && char.IsAsciiDigit(rest[digits]); digits++, weight /= 10)
        {
            ticks += (rest[digits] - '0') * weight;
        }

        rest = rest[digits..];
        return digits is > 1 and <= 8;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > 23
            || !int.TryParse(text[4..], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
