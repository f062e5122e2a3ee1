using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Satcom.Bench.Raw;

/// <summary>The raw peer's board of one date: one statement for everybody, what is planned computed by hand, and a written answer.</summary>
internal sealed class RawBoard(NpgsqlDataSource database, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, IReadOnlyDictionary<Guid, RawShift>> _shifts = new();

    public async Task GetAsync(HttpContext context)
    {
        var (now, query, team) = (time.GetUtcNow(), context.Request.Query, (Guid?)null);
        if (!RawTokens.TryRead(context.Request.Headers.Authorization, now, out var tenant, out _)
            || !DateOnly.TryParseExact(query["date"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (Guid.TryParse(query["teamId"], out var asked))
        {
            team = asked;
        }

        var shifts = await ShiftsAsync(tenant, context.RequestAborted);
        var items = new ArrayBufferWriter<byte>(64 * 1024);
        var counts = new RawCounts();
        await using (var connection = await database.OpenConnectionAsync(context.RequestAborted))
        await using (var batch = Batch(connection, tenant, RawSql.Board, [Of(tenant), Of(date), new NpgsqlParameter { Value = (object?)team ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid }]))
        await using (var reader = await batch.ExecuteReaderAsync(context.RequestAborted))
        {
            await reader.NextResultAsync(context.RequestAborted);
            await using var json = new Utf8JsonWriter(items);
            json.WriteStartArray();
            while (await reader.ReadAsync(context.RequestAborted))
            {
                RawBoardRow.Write(json, reader, date, now, shifts, counts);
            }

            json.WriteEndArray();
        }

        var answer = new ArrayBufferWriter<byte>(items.WrittenCount + 1024);
        await using (var json = new Utf8JsonWriter(answer))
        {
            json.WriteStartObject();
            json.WriteString("date"u8, date.ToString("O", CultureInfo.InvariantCulture));
            counts.Write(json);
            json.WritePropertyName("items"u8);
            json.WriteRawValue(items.WrittenSpan, skipInputValidation: true);
            json.WriteEndObject();
        }

        await RawPeer.WriteAsync(context, StatusCodes.Status200OK, answer.WrittenMemory);
    }

    private async ValueTask<IReadOnlyDictionary<Guid, RawShift>> ShiftsAsync(Guid tenant, CancellationToken cancellationToken)
    {
        if (_shifts.TryGetValue(tenant, out var known))
        {
            return known;
        }

        var shifts = new Dictionary<Guid, RawShift>();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = Batch(connection, tenant, RawSql.Shifts, [Of(tenant)]);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            shifts[reader.GetGuid(0)] = RawShift.Parse(reader.GetString(1));
        }

        return _shifts[tenant] = shifts;
    }

    private static NpgsqlBatch Batch(NpgsqlConnection connection, Guid tenant, string sql, NpgsqlParameter[] parameters)
    {
        var statement = new NpgsqlBatchCommand(sql);
        statement.Parameters.AddRange(parameters);
        return new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(RawSql.SetTenant) { Parameters = { Of(tenant.ToString()) } }, statement } };
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}

/// <summary>Hours of a shift, in seconds of the local day.</summary>
internal sealed record RawShift(TimeOnly Start, TimeOnly End, int Lunch, int LateGrace, int CheckOutWindow)
{
    /// <summary>Reads the hours as the column holds them; the bench's shifts never change theirs.</summary>
    public static RawShift Parse(string hours)
    {
        using var json = JsonDocument.Parse(hours);
        var value = json.RootElement[0].GetProperty("value");
        int Seconds(string name) => value.TryGetProperty(name, out var seconds) ? seconds.GetInt32() : 0;
        TimeOnly Time(string name) => TimeOnly.Parse(value.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
        return new RawShift(Time("start"), Time("end"), Seconds("lunchSeconds"), Seconds("lateGraceSeconds"), Seconds("checkOutWindowSeconds"));
    }
}

/// <summary>How many people stand how, in the order in which it is answered.</summary>
internal sealed class RawCounts
{
    public const string DayOff = "dayOff";
    public const string OnLeave = "onLeave";
    public const string Expected = "expected";
    public const string NotArrived = "notArrived";
    public const string In = "in";
    public const string OnBreak = "onBreak";
    public const string Left = "left";
    public const string MissingCheckOut = "missingCheckOut";
    public const string Absent = "absent";
    public const string Late = "late";

    private static readonly string[] Names = [DayOff, OnLeave, Expected, NotArrived, In, OnBreak, Left, MissingCheckOut, Absent, Late];
    private readonly int[] _counts = new int[Names.Length];

    public void Count(string name) => _counts[Array.IndexOf(Names, name)]++;

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("counts"u8);
        for (var i = 0; i < Names.Length; i++)
        {
            json.WriteNumber(Names[i], _counts[i]);
        }

        json.WriteEndObject();
    }
}
