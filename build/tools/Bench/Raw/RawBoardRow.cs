using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace Satcom.Bench.Raw;

/// <summary>One person of the board, from a row in the columns' order of <see cref="RawSql.Board"/>.</summary>
internal static class RawBoardRow
{
    private const string Nothing = "[]";

    public static void Write(Utf8JsonWriter json, NpgsqlDataReader reader, DateOnly date, DateTimeOffset now, IReadOnlyDictionary<Guid, RawShift> shifts, RawCounts counts)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(ZoneOn(reader.GetString(4), date) ?? reader.GetString(3));
        var shift = reader.IsDBNull(16) || IsRest(reader.GetString(5), date) ? null : shifts[reader.GetGuid(16)];
        var (starts, ends) = shift is null ? default : (Instant(date, shift.Start, zone), Instant(date, shift.End, zone));
        var leave = reader.IsDBNull(17) ? default : LeaveOn(reader.GetString(19), date);
        var scheduled = shift is null || leave.Portion is "full" ? 0 : (int)(ends - starts).TotalSeconds - shift.Lunch;
        var hasDay = !reader.IsDBNull(8);
        var standing = hasDay ? StandingOf(reader.GetString(9))
            : scheduled == 0 ? leave.Portion is null ? RawCounts.DayOff : RawCounts.OnLeave
            : now >= IsOver(date, zone, ends.AddSeconds(shift!.CheckOutWindow)) ? RawCounts.Absent
            : now > new DateTimeOffset(starts.AddSeconds(shift.LateGrace)) ? RawCounts.NotArrived
            : RawCounts.Expected;
        var late = hasDay ? reader.GetInt32(13) : 0;
        counts.Count(standing);
        if (late > 0)
        {
            counts.Count(RawCounts.Late);
        }

        json.WriteStartObject();
        json.WriteString("userId"u8, reader.GetGuid(0));
        json.WriteString("displayName"u8, reader.GetString(1));
        WriteId(json, "teamId"u8, reader, 2);
        json.WriteString("standing"u8, standing);
        WriteId(json, "dayId"u8, reader, 8);
        WriteInstant(json, "firstCheckInAt"u8, reader, 10);
        WriteInstant(json, "lastCheckOutAt"u8, reader, 11);
        json.WriteNumber("workedSeconds"u8, hasDay ? reader.GetInt32(12) : 0);
        json.WriteNumber("lateSeconds"u8, late);
        json.WriteNumber("scheduledSeconds"u8, scheduled);
        WriteInstant(json, "shiftStartsAt"u8, shift is null ? null : starts);
        WriteInstant(json, "shiftEndsAt"u8, shift is null ? null : ends);
        WriteTexts(json, "workModes"u8, hasDay ? reader.GetFieldValue<string[]>(14) : []);
        WriteTexts(json, "flags"u8, hasDay ? reader.GetFieldValue<string[]>(15) : []);
        json.WriteStartArray("leave"u8);
        if (leave.Portion is not null)
        {
            json.WriteStartObject();
            json.WriteString("leaveTypeName"u8, reader.GetString(17));
            json.WriteString("color"u8, reader.GetString(18));
            json.WriteString("portion"u8, leave.Portion);
            json.WriteNumber("seconds"u8, leave.Seconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string StandingOf(string status) => status switch
    {
        "working" => RawCounts.In,
        "onBreak" => RawCounts.OnBreak,
        "completed" => RawCounts.Left,
        _ => RawCounts.MissingCheckOut,
    };

    private static DateTime Instant(DateOnly date, TimeOnly local, TimeZoneInfo zone) => TimeZoneInfo.ConvertTimeToUtc(date.ToDateTime(local), zone);

    private static DateTimeOffset IsOver(DateOnly date, TimeZoneInfo zone, DateTime closes)
    {
        var midnight = Instant(date.AddDays(1), TimeOnly.MinValue, zone);
        return new DateTimeOffset(closes > midnight ? closes : midnight);
    }

    private static string? ZoneOn(string history, DateOnly date) => Valid(history, date) is { ValueKind: JsonValueKind.String } zone ? zone.GetString() : null;

    private static bool IsRest(string history, DateOnly date) => Valid(history, date) is { ValueKind: JsonValueKind.Number } days && (days.GetInt32() & (1 << (int)date.DayOfWeek)) != 0;

    /// <summary>What of a history was valid on a date.</summary>
    private static JsonElement? Valid(string history, DateOnly date)
    {
        if (string.Equals(history, Nothing, StringComparison.Ordinal))
        {
            return null;
        }

        JsonElement? found = null;
        foreach (var entry in JsonElement.Parse(history).EnumerateArray())
        {
            if (DateOnly.ParseExact(entry.GetProperty("from").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture) <= date)
            {
                found = entry.GetProperty("value");
            }
        }

        return found;
    }

    private static (string? Portion, int Seconds) LeaveOn(string days, DateOnly date)
    {
        var wanted = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var day in JsonElement.Parse(days).EnumerateArray())
        {
            if (day.GetProperty("date").ValueEquals(wanted))
            {
                return ("full", day.TryGetProperty("seconds", out var seconds) ? seconds.GetInt32() : 0);
            }
        }

        return default;
    }

    private static void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> name, NpgsqlDataReader reader, int ordinal)
    {
        if (reader.IsDBNull(ordinal))
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, reader.GetGuid(ordinal));
        }
    }

    private static void WriteInstant(Utf8JsonWriter json, ReadOnlySpan<byte> name, NpgsqlDataReader reader, int ordinal) => WriteInstant(json, name, reader.IsDBNull(ordinal) ? null : reader.GetDateTime(ordinal));

    private static void WriteInstant(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTime? at)
    {
        if (at is { } known)
        {
            json.WriteString(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, string[] texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
