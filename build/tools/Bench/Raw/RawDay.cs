using System.Buffers;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Satcom.Bench.Raw;

/// <summary>A day as the raw peer answers it: the members that the service answers, written by hand.</summary>
internal sealed record RawDay(Guid Id, Guid UserId, DateOnly Date, string Status, DateTime FirstCheckInAt, DateTime? LastCheckOutAt, int WorkedSeconds, string[] WorkModes, uint Version)
{
    public ReadOnlyMemory<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(768);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, Id);
            json.WriteString("userId"u8, UserId);
            WriteRest(json);
            json.WriteNumber("version"u8, Version);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>What the audit keeps of a new day.</summary>
    public string ToAudit()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("employeeId"u8, UserId);
            json.WriteString("sessionStartedAt"u8, FirstCheckInAt);
            WriteRest(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A page of rows in the columns' order of <see cref="RawSql.ListDays"/>.</summary>
    public static async Task WritePageAsync(Utf8JsonWriter json, NpgsqlDataReader reader, int limit, CancellationToken cancellationToken)
    {
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        var (count, last, lastDate) = (0, Guid.Empty, default(DateOnly));
        var hasMore = false;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (count++ == limit)
            {
                hasMore = true;
                break;
            }

            (last, lastDate) = (reader.GetGuid(0), reader.GetFieldValue<DateOnly>(2));
            WriteRow(json, reader, last, lastDate);
        }

        json.WriteEndArray();
        json.WritePropertyName("nextCursor"u8);
        if (hasMore)
        {
            json.WriteStringValue($"{lastDate.DayNumber}.{last:N}");
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, NpgsqlDataReader reader, Guid id, DateOnly date)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("userId"u8, reader.GetGuid(1));
        WriteDate(json, date);
        json.WriteString("status"u8, reader.GetString(3));
        json.WriteString("firstCheckInAt"u8, reader.GetDateTime(4));
        WriteInstant(json, "lastCheckOutAt"u8, reader.IsDBNull(5) ? null : reader.GetDateTime(5));
        json.WriteNumber("workedSeconds"u8, reader.GetInt32(6));
        json.WriteNumber("breakSeconds"u8, reader.GetInt32(7));
        json.WriteNumber("lunchSeconds"u8, reader.GetInt32(8));
        json.WriteNumber("overtimeSeconds"u8, reader.GetInt32(9));
        json.WriteNumber("lateSeconds"u8, reader.GetInt32(10));
        json.WriteNumber("earlyLeaveSeconds"u8, reader.GetInt32(11));
        json.WriteNumber("scheduledSeconds"u8, reader.GetInt32(12));
        WriteTexts(json, "workModes"u8, reader.GetFieldValue<string[]>(13));
        WriteTexts(json, "flags"u8, reader.GetFieldValue<string[]>(14));
        json.WriteBoolean("isOverridden"u8, reader.GetBoolean(15));
        json.WriteNumber("version"u8, reader.GetFieldValue<uint>(16));
        json.WriteEndObject();
    }

    private void WriteRest(Utf8JsonWriter json)
    {
        WriteDate(json, Date);
        json.WriteString("status"u8, Status);
        json.WriteString("firstCheckInAt"u8, FirstCheckInAt);
        WriteInstant(json, "lastCheckOutAt"u8, LastCheckOutAt);
        json.WriteNumber("workedSeconds"u8, WorkedSeconds);
        json.WriteNumber("breakSeconds"u8, 0);
        json.WriteNumber("lunchSeconds"u8, 0);
        json.WriteNumber("overtimeSeconds"u8, 0);
        json.WriteNumber("lateSeconds"u8, 0);
        json.WriteNumber("earlyLeaveSeconds"u8, 0);
        json.WriteNumber("scheduledSeconds"u8, 0);
        WriteTexts(json, "workModes"u8, WorkModes);
        WriteTexts(json, "flags"u8, []);
        json.WriteBoolean("isOverridden"u8, value: false);
    }

    private static void WriteDate(Utf8JsonWriter json, DateOnly date)
    {
        Span<char> text = stackalloc char[10];
        date.TryFormat(text, out _, "O", System.Globalization.CultureInfo.InvariantCulture);
        json.WriteString("date"u8, text);
    }

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
