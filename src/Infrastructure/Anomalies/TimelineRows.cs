using Microsoft.EntityFrameworkCore;
using Npgsql;
using Satcom.Application.Anomalies;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Infrastructure.Attendance;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Anomalies;

/// <remarks>The days come last and are told as they come; what is kept until then is a few numbers a day. What is written between two of the statements moves the person's judgement on, so that it is done again.</remarks>
internal sealed class TimelineRows(SatcomDbContext context, NpgsqlDataSource database) : ITimelineRows
{
    private const string SheetsSql =
        """
        SELECT employee_id, date, minutes FROM timesheet_days
        WHERE tenant_id = $1 AND employee_id = ANY ($2) AND date BETWEEN $3 AND $4 AND minutes <> 0 ORDER BY employee_id, date
        """;

    // Counted where they are: whoever is refused again and again has more of them than anybody would read.
    private const string FailuresSql =
        """
        SELECT employee_id, date, work_mode, result, count(*)::int FROM geofence_failures
        WHERE tenant_id = $1 AND employee_id = ANY ($2) AND date BETWEEN $3 AND $4 GROUP BY employee_id, date, work_mode, result ORDER BY employee_id, date
        """;

    private const string PartsSql =
        """
        SELECT employee_id, date, parts FROM attendance_days
        WHERE tenant_id = $1 AND employee_id = ANY ($2) AND date BETWEEN $3 AND $4 AND parts IS NOT NULL ORDER BY employee_id, date
        """;

    // Every column of it is in the index that it goes along. There are a hundred rows a person, so what is nothing on nearly every day is told as nothing, and a date by its distance: that is the least to write and to read.
    private const string DaysSql = DaysBegin + "shift_id" + DaysEnd;

    private const string DaysWithoutShiftsSql = DaysBegin + "NULL::uuid" + DaysEnd;

    private const string DaysBegin =
        """
        SELECT employee_id, date - $3, scheduled_seconds, late_seconds, overtime_seconds, break_seconds, lunch_seconds, longest_break_seconds, planned_break_seconds, worked_seconds, 
        """;

    private const string DaysEnd =
        $"""
        , lacking_since, nullif(lacking_limit_seconds, 0),
          CASE WHEN cardinality(flags) = 0 THEN NULL ELSE ('{DayFlags.MissingCheckOut}' = ANY (flags))::int + 2 * ('{DayFlags.AutoClosed}' = ANY (flags))::int END
        FROM attendance_days
        WHERE tenant_id = $1 AND employee_id = ANY ($2) AND date BETWEEN $3 AND $4 ORDER BY employee_id, date
        """;

    private const int Forgotten = 1;
    private const int ClosedByRule = 2;

    public async Task TellAsync(TimelineQuestion question, TimelineBuilder builder, Action<int> begin, Action end, CancellationToken cancellationToken)
    {
        // On a connection of its own, so that several questions may be asked at once.
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = BatchOf(connection, question);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);

        // The first answer is the setting's.
        await reader.NextResultAsync(cancellationToken);
        var sheets = question.Sheets is not null ? await ListAsync(reader, SheetOf, cancellationToken) : [];
        var failures = question.Failures is not null ? await ListAsync(reader, FailureOf, cancellationToken) : [];
        var parts = (question.Days is not null ? await ListAsync(reader, PartsOf, cancellationToken) : []).ToDictionary(p => (p.EmployeeId, p.Date), p => p.Parts);
        var (sheet, failure, hasDay) = (0, 0, question.Days is not null && await reader.ReadAsync(cancellationToken));
        for (var i = 0; i < question.EmployeeIds.Count; i++)
        {
            var id = question.EmployeeIds[i];
            begin(i);
            for (; sheet < sheets.Count && sheets[sheet].EmployeeId == id; sheet++)
            {
                builder.Enter(sheets[sheet].Date, sheets[sheet].Minutes);
            }

            for (; failure < failures.Count && failures[failure].EmployeeId == id; failure++)
            {
                var (_, date, mode, result, count) = failures[failure];
                builder.CheckIn(date, mode, result, count);
            }

            for (; hasDay && reader.GetGuid(0) == id; hasDay = await reader.ReadAsync(cancellationToken))
            {
                var date = Tell(reader, builder, question.Days!.Value);
                if (parts.TryGetValue((id, date), out var dates))
                {
                    // A night that is split at midnight counts on each of its dates.
                    dates.ForEach(part => builder.Work(part.Date, part.WorkedSeconds));
                }
                else
                {
                    Work(reader, builder, date);
                }
            }

            end();
        }

        if (hasDay || sheet < sheets.Count || failure < failures.Count)
        {
            throw new InvalidOperationException("People are asked for in the order of their ids, and each once.");
        }
    }

    private NpgsqlBatch BatchOf(NpgsqlConnection connection, TimelineQuestion question)
    {
        Guid[] everybody = [.. question.EmployeeIds];
        var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("SELECT set_config('app.tenant', $1, true)") { Parameters = { new NpgsqlParameter<string> { TypedValue = context.CurrentTenantId.ToString() } } },
            },
        };

        // What no rule looks at is not asked for.
        Ask(SheetsSql, question.Sheets);
        Ask(FailuresSql, question.Failures);
        Ask(PartsSql, question.Days);
        Ask(question.HasShifts ? DaysSql : DaysWithoutShiftsSql, question.Days);
        if (context.Database.GetCommandTimeout() is { } seconds)
        {
            batch.Timeout = seconds;
        }

        return batch;

        void Ask(string sql, DateOnly? from)
        {
            if (from is not { } first)
            {
                return;
            }

            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql)
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = context.CurrentTenantId },
                    new NpgsqlParameter<Guid[]> { TypedValue = everybody },
                    new NpgsqlParameter<DateOnly> { TypedValue = first },
                    new NpgsqlParameter<DateOnly> { TypedValue = question.Last },
                },
            });
        }
    }

    /// <summary>All of an answer; the reader is at the next one then.</summary>
    private static async Task<List<T>> ListAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        await reader.NextResultAsync(cancellationToken);
        return rows;
    }

    private static (Guid EmployeeId, DateOnly Date, int Minutes) SheetOf(NpgsqlDataReader row) => (row.GetGuid(0), row.GetFieldValue<DateOnly>(1), row.GetInt32(2));

    private static (Guid EmployeeId, DateOnly Date, WorkMode Mode, FenceResult Result, int Count) FailureOf(NpgsqlDataReader row) =>
        (row.GetGuid(0), row.GetFieldValue<DateOnly>(1), Enum.Parse<WorkMode>(row.GetString(2), ignoreCase: true), Enum.Parse<FenceResult>(row.GetString(3), ignoreCase: true), row.GetInt32(4));

    private static (Guid EmployeeId, DateOnly Date, List<DayPart> Parts) PartsOf(NpgsqlDataReader row) => (row.GetGuid(0), row.GetFieldValue<DateOnly>(1), AttendanceDayConfiguration.PartsOf(row.GetString(2)));

    /// <returns>The day's date.</returns>
    private static DateOnly Tell(NpgsqlDataReader row, TimelineBuilder builder, DateOnly first)
    {
        var date = first.AddDays(row.GetInt32(1));
        var flags = row.IsDBNull(13) ? 0 : row.GetInt32(13);
        builder.Attend(new AttendedDay
        {
            Date = date,
            ScheduledSeconds = row.GetInt32(2),
            LateSeconds = row.GetInt32(3),
            OvertimeSeconds = row.GetInt32(4),
            BreakSeconds = row.GetInt32(5),
            LunchSeconds = row.GetInt32(6),
            LongestBreakSeconds = row.GetInt32(7),
            PlannedBreakSeconds = row.GetInt32(8),
            ShiftId = row.IsDBNull(10) ? null : row.GetGuid(10),
            UnclosedSince = row.IsDBNull(11) ? null : row.GetFieldValue<DateTimeOffset>(11),
            LimitSeconds = row.IsDBNull(12) ? 0 : row.GetInt32(12),
            IsForgotten = (flags & Forgotten) != 0,
            IsClosedByRule = (flags & ClosedByRule) != 0,
        });
        return date;
    }

    private static void Work(NpgsqlDataReader row, TimelineBuilder builder, DateOnly date) => builder.Work(date, row.GetInt32(9));
}
