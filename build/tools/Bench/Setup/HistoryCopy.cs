using System.Text.Json;
using Npgsql;
using Satcom.Domain.Common;

namespace Satcom.Bench.Setup;

/// <summary>Writes a history of days and their punches to a database, each table on a connection of its own.</summary>
internal sealed class HistoryCopy(BenchDatabase database, Crowd crowd, History history)
{
    /// <summary>
    /// So many of the latest dates have their sessions, which no two days of a person may overlap in: the database judges each of them against the others when the
    /// exclusion is made again, and for all of a year that takes longer than everything else together.
    /// </summary>
    private const int DatesWithSessions = 60;

    private static readonly string[] DayColumns =
    [
        "tenant_id", "id", "employee_id", "date", "status", "first_check_in_at", "last_check_out_at", "worked_seconds", "break_seconds", "lunch_seconds", "deducted_seconds", "ordinary_seconds", "overtime_seconds",
        "overtime_holiday_seconds", "overtime_rest_day_seconds", "overtime_daily_seconds", "overtime_weekly_seconds", "payable_overtime_seconds", "late_seconds", "early_leave_seconds", "scheduled_seconds", "flags",
        "is_overridden", "work_modes", "sessions", "amendment_count",
    ];

    private static readonly string[] PunchColumns =
    [
        "tenant_id", "id", "day_id", "employee_id", "sequence", "kind", "break_type", "occurred_at", "received_at", "time_zone", "offset_minutes", "work_mode", "is_offline", "is_skewed",
    ];

    /// <returns>How many days and punches were written.</returns>
    public async Task<(long Days, long Punches)> RunAsync(CancellationToken cancellationToken)
    {
        var days = Task.Run(() => CopyAsync("attendance_days", DayColumns, DaysAsync, cancellationToken), cancellationToken);
        var punches = Task.Run(() => CopyAsync("attendance_punches", PunchColumns, PunchesAsync, cancellationToken), cancellationToken);
        return (await days, await punches);
    }

    private async Task<long> CopyAsync(string table, string[] columns, Func<CopyRows, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);

        // What triggers and foreign keys would judge row by row is known to be right: the days are the domain's own.
        await using (var settings = new NpgsqlCommand("SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '512MB'", connection))
        {
            await settings.ExecuteNonQueryAsync(cancellationToken);
        }

        var indexes = await Indexes.DropAsync(connection, table, cancellationToken);
        long count;
        await using (var rows = await CopyRows.BeginAsync(connection, table, columns, cancellationToken))
        {
            await write(rows, cancellationToken);
            await rows.CompleteAsync(cancellationToken);
            count = rows.Rows;
        }

        await indexes.MakeAgainAsync(connection, cancellationToken);
        return count;
    }

    private async Task DaysAsync(CopyRows rows, CancellationToken cancellationToken)
    {
        var latest = history.Last.AddDays(-DatesWithSessions);
        foreach (var day in history.Days())
        {
            var f = day.Figures;
            await rows.NextAsync(cancellationToken);
            rows.Of(crowd.TenantId).Of(day.Id).Of(day.Person.Id).Of(day.Input.Date).Of(Name(f.Status)).Of(f.FirstCheckInAt).Of(f.LastCheckOutAt)
                .Of(f.WorkedSeconds).Of(f.BreakSeconds).Of(f.LunchSeconds).Of(f.DeductedSeconds).Of(f.OrdinarySeconds).Of(f.Overtime.Total)
                .Of(f.Overtime.Holiday).Of(f.Overtime.RestDay).Of(f.Overtime.Daily).Of(f.Overtime.Weekly).Of(Company.Policy.Overtime.Payable(f.Overtime, 0))
                .Of(f.LateSeconds).Of(f.EarlyLeaveSeconds).Of(f.ScheduledSeconds).Of(f.Flags)
                .Of(false).Of([.. f.WorkModes.Select(m => Name(m))]).Of(day.Input.Date > latest ? f.Sessions : null).Of(0);
        }
    }

    private async Task PunchesAsync(CopyRows rows, CancellationToken cancellationToken)
    {
        var offset = TimeZones.OffsetMinutes(LocalTimes.StartOf(history.Last, Crowd.TimeZone), Crowd.TimeZone);
        foreach (var day in history.Days(withFigures: false))
        {
            for (var i = 0; i < day.Input.Events.Count; i++)
            {
                var tap = day.Input.Events[i];
                await rows.NextAsync(cancellationToken);
                rows.Of(crowd.TenantId).Of(BenchIds.Of(tap.At, ((ulong)(uint)day.Person.Number << 8) | (uint)i)).Of(day.Id).Of(day.Person.Id).Of(i + 1).Of(Name(tap.Kind))
                    .Of(tap.BreakType is { } pause ? Name(pause) : null).Of(tap.At).Of(tap.At).Of(Crowd.TimeZone).Of(offset)
                    .Of(tap.WorkMode is { } mode ? Name(mode) : null).Of(false).Of(false);
            }
        }
    }

    private static string Name<T>(T value)
        where T : struct, Enum => Names<T>.Of[value];

    /// <summary>Enum members as they stand in columns.</summary>
    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Of = Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()));
    }
}
