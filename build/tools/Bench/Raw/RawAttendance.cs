using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Npgsql;
using NpgsqlTypes;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Raw;

/// <summary>The raw peer's attendance: HMAC, a parsed body, one statement, a written answer.</summary>
internal sealed class RawAttendance(NpgsqlDataSource database, RawPeople people, RawOutbox outbox, TimeProvider time)
{
    private const string Remote = "127.0.0.1";
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(Crowd.TimeZone);

    public async Task CheckInAsync(HttpContext context)
    {
        var now = time.GetUtcNow();
        if (!RawTokens.TryRead(context.Request.Headers.Authorization, now, out var tenant, out var user) || await WorkModeAsync(context) is not { } mode
            || await people.FindAsync(tenant, user, context.RequestAborted) is not { } person)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var (dayId, date, at) = (Guid.CreateVersion7(now), LocalDate(now), WholeSecond(now));
        var (scheduled, late) = person.Judge(TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime));
        string[] flags = late > 0 ? ["late"] : [];
        var day = new RawDay(dayId, user, person.DisplayName, date, "working", at, null, 0, scheduled, late, [mode], flags, 0);
        var version = await ExecuteAsync(
            tenant, RawSql.CheckIn,
            [
                Of(tenant), Of(dayId), Of(user), Of(date), Of(at), Of(mode), Of(Guid.CreateVersion7(now)), Of(Crowd.TimeZone), Of((int)Zone.GetUtcOffset(now).TotalMinutes),
                Of(Guid.CreateVersion7(now)), Of(now.UtcDateTime), Json(day.ToAudit()), Of(Trace()), Of(Remote),
                Of(Guid.CreateVersion7(now)), Json($$"""{"employeeId":"{{user}}","dayId":"{{dayId}}","aggregateId":"{{dayId}}"}"""), Of(TraceParent()), Of(scheduled), Of(late), Of(flags),
            ],
            static reader => reader.GetFieldValue<uint>(0), context.RequestAborted);
        await AnswerAsync(context, StatusCodes.Status201Created, day with { Version = version });
    }

    public async Task CheckOutAsync(HttpContext context)
    {
        var now = time.GetUtcNow();
        if (!RawTokens.TryRead(context.Request.Headers.Authorization, now, out var tenant, out var user)
            || await people.FindAsync(tenant, user, context.RequestAborted) is not { } person)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var at = WholeSecond(now);
        var day = await ExecuteAsync(
            tenant, RawSql.CheckOut,
            [
                Of(tenant), Of(user), Of(at), Of(Guid.CreateVersion7(now)), Of(Crowd.TimeZone), Of((int)Zone.GetUtcOffset(now).TotalMinutes),
                Of(Guid.CreateVersion7(now)), Of(now.UtcDateTime), Of(Trace()), Of(Remote), Of(Guid.CreateVersion7(now)), Of(TraceParent()),
            ],
            reader => new RawDay(
                reader.GetGuid(0), user, person.DisplayName, reader.GetFieldValue<DateOnly>(1), "completed", reader.GetDateTime(2), at, reader.GetInt32(3), reader.GetInt32(6), reader.GetInt32(7),
                reader.GetFieldValue<string[]>(4), reader.GetFieldValue<string[]>(8), reader.GetFieldValue<uint>(5)),
            context.RequestAborted);
        if (day is null)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            return;
        }

        await AnswerAsync(context, StatusCodes.Status200OK, day);
    }

    public async Task ListDaysAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (!RawTokens.TryRead(context.Request.Headers.Authorization, time.GetUtcNow(), out var tenant, out _)
            || !DateOnly.TryParseExact(query["from"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            || !DateOnly.TryParseExact(query["to"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
            || !int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > 200)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var buffer = new ArrayBufferWriter<byte>(32 * 1024);
        await using (var connection = await database.OpenConnectionAsync(context.RequestAborted))
        await using (var batch = Batch(connection, tenant, RawSql.ListDays, [Of(tenant), Of(from), Of(to), Of(limit + 1)]))
        await using (var reader = await batch.ExecuteReaderAsync(context.RequestAborted))
        {
            await reader.NextResultAsync(context.RequestAborted);
            await using var json = new Utf8JsonWriter(buffer);
            await RawDay.WritePageAsync(json, reader, limit, context.RequestAborted);
        }

        await RawPeer.WriteAsync(context, StatusCodes.Status200OK, buffer.WrittenMemory);
    }

    private async Task AnswerAsync(HttpContext context, int status, RawDay day)
    {
        outbox.Wake();
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{day.Version}\"");
        await RawPeer.WriteAsync(context, status, day.ToJson());
    }

    private async Task<T?> ExecuteAsync<T>(Guid tenant, string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = Batch(connection, tenant, sql, parameters);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var result = await reader.ReadAsync(cancellationToken) ? read(reader) : default;
        await reader.NextResultAsync(cancellationToken);
        return result;
    }

    private static NpgsqlBatch Batch(NpgsqlConnection connection, Guid tenant, string sql, NpgsqlParameter[] parameters)
    {
        var statement = new NpgsqlBatchCommand(sql);
        statement.Parameters.AddRange(parameters);
        return new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand(RawSql.SetTenant) { Parameters = { Of(tenant.ToString()) } }, statement },
        };
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter<string> Json(string value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Jsonb };

    private static DateTime WholeSecond(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);

    private static DateOnly LocalDate(DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);

    private static string Trace() => Activity.Current?.TraceId.ToHexString() ?? "00000000000000000000000000000000";

    private static string TraceParent() => Activity.Current?.Id ?? "00-00000000000000000000000000000000-0000000000000000-00";

    /// <summary>The body's work mode; null when it is not that of a check-in.</summary>
    private static async ValueTask<string?> WorkModeAsync(HttpContext context)
    {
        var read = await context.Request.BodyReader.ReadAtLeastAsync((int)(context.Request.ContentLength ?? 0), context.RequestAborted);
        var mode = Parse(read.Buffer);
        context.Request.BodyReader.AdvanceTo(read.Buffer.End);
        return mode;

        static string? Parse(ReadOnlySequence<byte> body)
        {
            var json = new Utf8JsonReader(body);
            string? found = null;
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("workMode"u8) && json.Read())
                {
                    found = json.GetString();
                }
            }

            return found;
        }
    }
}
