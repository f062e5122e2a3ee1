using System.Buffers;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Satcom.Bench.Raw;

/// <summary>A day as the raw peer answers it: the members that the service answers, written by hand.</summary>
internal sealed record RawDay(Guid Id, Guid UserId, string DisplayName, DateOnly Date, string Status, DateTime FirstCheckInAt, DateTime? LastCheckOutAt, int WorkedSeconds, int ScheduledSeconds, int LateSeconds,
    string[] WorkModes, string[] Flags, uint Version)
{
    public ReadOnlyMemory<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(768);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, Id);
            json.WriteString("userId"u8, UserId);
            json.WriteString("displayName"u8, DisplayName);
            WriteRest(json, isAnswer: true);
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
            WriteRest(json, isAnswer: false);
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
        json.WriteString("displayName"u8, reader.GetString(25));
        WriteDate(json, date);
        json.WriteString("status"u8, reader.GetString(3));
        json.WriteString("firstCheckInAt"u8, reader.GetDateTime(4));
        WriteInstant(json, "lastCheckOutAt"u8, reader.IsDBNull(5) ? null : reader.GetDateTime(5));
        json.WriteNumber("workedSeconds"u8, reader.GetInt32(6));
        json.WriteNumber("breakSeconds"u8, reader.GetInt32(7));
        json.WriteNumber("lunchSeconds"u8, reader.GetInt32(8));
        json.WriteNumber("deductedSeconds"u8, reader.GetInt32(9));
        json.WriteNumber("ordinarySeconds"u8, reader.GetInt32(10));
        json.WriteNumber("overtimeSeconds"u8, reader.GetInt32(11));
        WriteOvertime(json, reader.GetInt32(12), reader.GetInt32(13), reader.GetInt32(14), reader.GetInt32(15), reader.IsDBNull(16) ? null : reader.GetInt32(16), reader.GetInt32(17));
        json.WriteNumber("lateSeconds"u8, reader.GetInt32(18));
        json.WriteNumber("earlyLeaveSeconds"u8, reader.GetInt32(19));
        json.WriteNumber("scheduledSeconds"u8, reader.GetInt32(20));
        WriteTexts(json, "workModes"u8, reader.GetFieldValue<string[]>(21));
        WriteTexts(json, "flags"u8, reader.GetFieldValue<string[]>(22));
        json.WriteBoolean("isOverridden"u8, reader.GetBoolean(23));
        json.WriteNumber("version"u8, reader.GetFieldValue<uint>(24));
        json.WriteEndObject();
    }

    private static void WriteOvertime(Utf8JsonWriter json, int holiday, int restDay, int daily, int weekly, int? approved, int payable)
    {
        json.WriteStartObject("overtime"u8);
        json.WriteNumber("holidaySeconds"u8, holiday);
        json.WriteNumber("restDaySeconds"u8, restDay);
        json.WriteNumber("dailySeconds"u8, daily);
        json.WriteNumber("weeklySeconds"u8, weekly);
        if (approved is { } seconds)
        {
            json.WriteNumber("approvedSeconds"u8, seconds);
        }
        else
        {
            json.WriteNull("approvedSeconds"u8);
        }

        json.WriteNumber("payableSeconds"u8, payable);
        json.WriteEndObject();
    }

    private void WriteRest(Utf8JsonWriter json, bool isAnswer)
    {
        WriteDate(json, Date);
        json.WriteString("status"u8, Status);
        json.WriteString("firstCheckInAt"u8, FirstCheckInAt);
        WriteInstant(json, "lastCheckOutAt"u8, LastCheckOutAt);
        json.WriteNumber("workedSeconds"u8, WorkedSeconds);
        json.WriteNumber("breakSeconds"u8, 0);
        json.WriteNumber("lunchSeconds"u8, 0);
        json.WriteNumber("deductedSeconds"u8, 0);
        json.WriteNumber("ordinarySeconds"u8, WorkedSeconds);
        json.WriteNumber("overtimeSeconds"u8, 0);
        if (isAnswer)
        {
            WriteOvertime(json, 0, 0, 0, 0, null, 0);
        }
        else
        {
            WriteAuditOnly(json);
        }

        json.WriteNumber("lateSeconds"u8, LateSeconds);
        json.WriteNumber("earlyLeaveSeconds"u8, 0);
        json.WriteNumber("scheduledSeconds"u8, ScheduledSeconds);
        WriteTexts(json, "workModes"u8, WorkModes);
        WriteTexts(json, "flags"u8, Flags);
        json.WriteBoolean("isOverridden"u8, value: false);
    }

    /// <summary>Columns that the audit keeps and no answer shows.</summary>
    private static void WriteAuditOnly(Utf8JsonWriter json)
    {
        json.WriteNumber("overtimeHolidaySeconds"u8, 0);
        json.WriteNumber("overtimeRestDaySeconds"u8, 0);
        json.WriteNumber("overtimeDailySeconds"u8, 0);
        json.WriteNumber("overtimeWeeklySeconds"u8, 0);
        json.WriteNumber("payableOvertimeSeconds"u8, 0);
        json.WriteNumber("amendmentCount"u8, 0);
        json.WriteNull("approvedOvertimeSeconds"u8);
        json.WriteNull("overtimeApprovedAt"u8);
        json.WriteNull("overtimeApprovedBy"u8);
        json.WriteNull("enteredTimeZone"u8);
        json.WriteNull("parts"u8);
        json.WriteNull("sessions"u8);
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
