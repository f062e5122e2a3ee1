using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Satcom.Bench.Load;
using Satcom.Bench.Setup;
using Satcom.Domain.Anomalies;

namespace Satcom.Bench.Engine;

/// <summary>
/// The same six rules, under their defaults, as somebody would write them who lets the database find what is wrong: a statement each over everybody at once, with windows and no loops, as a superuser whom no row
/// security slows, with memory to sort in and as many workers as the server gives. They tell who, which and when, but none of a finding's facts, and keep nothing.
/// </summary>
internal sealed class PlainSql(Workforce workforce, int postmaster)
{
    /// <summary>The rules that there are statements of. What another one finds is compared with nothing.</summary>
    public static readonly IReadOnlyList<AnomalyKind> Kinds =
    [
        AnomalyKind.RepeatedLateCheckIn, AnomalyKind.MissingCheckOut, AnomalyKind.ExcessiveBreak, AnomalyKind.OvertimeSpike, AnomalyKind.TimesheetMismatch, AnomalyKind.GeofenceFailure,
    ];

    private static readonly string[] Unknown = ["missingCheckOut", "autoClosed"];

    /// <returns>What was found, and for each rule how long it took.</returns>
    public async Task<(HashSet<Found> Found, IReadOnlyList<(AnomalyKind Kind, double Seconds)> Rules, double CpuSeconds)> RunAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using (var settings = new NpgsqlCommand("SET work_mem = '256MB'; SET jit = off", connection))
        {
            await settings.ExecuteNonQueryAsync(cancellationToken);
        }

        HashSet<Found> found = [];
        List<(AnomalyKind, double)> rules = [];
        var cpu = CpuTime.OfServer(postmaster);
        foreach (var kind in Kinds)
        {
            await Console.Error.WriteLineAsync($"SQL: {kind}");
            var started = Stopwatch.GetTimestamp();
            await using var command = new NpgsqlCommand($"SELECT employee_id, subject FROM ({Of(kind)}) AS found WHERE subject BETWEEN DATE '{Date(workforce.First)}' AND DATE '{Date(workforce.Last)}'", connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(new Found(kind, reader.GetGuid(0), await reader.GetFieldValueAsync<DateOnly>(1, cancellationToken)));
            }

            rules.Add((kind, Stopwatch.GetElapsedTime(started).TotalSeconds));
        }

        return (found, rules, (CpuTime.OfServer(postmaster) - cpu) / 1e6);
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Week(string date) => $"{date} - ({date} - DATE '2001-01-01') % 7";

    private string Of(AnomalyKind kind)
    {
        var within = $"tenant_id = '{workforce.TenantId}' AND date BETWEEN DATE '{Date(workforce.First)}' AND DATE '{Date(workforce.Last)}'";
        var unknown = $"flags && ARRAY['{string.Join("', '", Unknown)}']::text[]";
        return kind switch
        {
            AnomalyKind.RepeatedLateCheckIn =>
                $"""
                SELECT DISTINCT employee_id, {Week("date")} AS subject FROM (
                  SELECT employee_id, date, working_day, lag(working_day, 2) OVER late AS first_working_day, lag(date, 2) OVER late AS first_date FROM (
                    SELECT employee_id, date, late_seconds, row_number() OVER (PARTITION BY employee_id ORDER BY date) AS working_day
                    FROM attendance_days WHERE {within} AND scheduled_seconds > 0) AS days
                  WHERE late_seconds >= 60 WINDOW late AS (PARTITION BY employee_id ORDER BY date)) AS third
                WHERE working_day - first_working_day <= 9 AND date - first_date <= 29
                """,
            AnomalyKind.MissingCheckOut => $"SELECT employee_id, date AS subject FROM attendance_days WHERE {within} AND {unknown}",
            AnomalyKind.ExcessiveBreak =>
                $"""
                SELECT employee_id, date AS subject FROM attendance_days WHERE {within}
                  AND (break_seconds + lunch_seconds > CASE WHEN planned_break_seconds > 0 THEN planned_break_seconds ELSE 3600 END + 900 OR longest_break_seconds > 5400)
                """,
            AnomalyKind.OvertimeSpike =>
                $"""
                SELECT employee_id, DATE '2001-01-01' + 7 * week AS subject FROM (
                  SELECT employee_id, week, overtime, count(*) OVER usual AS weeks, coalesce(sum(overtime) OVER usual, 0) AS total
                  FROM (SELECT employee_id, (date - DATE '2001-01-01') / 7 AS week, sum(overtime_seconds) AS overtime FROM attendance_days WHERE {within} GROUP BY 1, 2) AS sums
                  WINDOW usual AS (PARTITION BY employee_id ORDER BY week RANGE BETWEEN 8 PRECEDING AND 1 PRECEDING)) AS spikes
                WHERE overtime > 43200 OR (weeks >= 4 AND overtime >= 14400 AND overtime * 100 * weeks > 200 * total)
                """,
            AnomalyKind.TimesheetMismatch =>
                $"""
                SELECT employee_id, {Week("date")} AS subject FROM (
                  SELECT coalesce(d.employee_id, m.employee_id) AS employee_id, coalesce(d.date, m.date) AS date, coalesce(m.minutes, 0) AS minutes,
                    CASE WHEN d.is_unknown THEN 0 ELSE coalesce(m.minutes, 0) * 60 - coalesce(d.worked_seconds, 0) END AS gap
                  FROM (SELECT employee_id, date, worked_seconds, {unknown} OR lacking_since IS NOT NULL AS is_unknown FROM attendance_days WHERE {within}) AS d
                  FULL JOIN (SELECT employee_id, date, minutes FROM timesheet_days WHERE {within}) AS m ON m.employee_id = d.employee_id AND m.date = d.date) AS sheets
                GROUP BY 1, 2 HAVING bool_or(abs(gap) > 1800) AND sum(minutes) >= 1 AND {Week("date")} + 6 + 3 < DATE '{Date(workforce.Today)}'
                """,
            AnomalyKind.GeofenceFailure =>
                $"""
                SELECT DISTINCT employee_id, {Week("date")} AS subject FROM (
                  SELECT employee_id, date, count(*) OVER (PARTITION BY employee_id ORDER BY date - DATE '2001-01-01' RANGE 13 PRECEDING) AS times
                  FROM geofence_failures WHERE {within} AND work_mode = 'office' AND result IN ('outside', 'notProvided')) AS failures
                WHERE times >= 3
                """,
            _ => throw new BenchException($"There is no statement of {kind}."),
        };
    }
}
