using System.Net;
using System.Text.Json;
using Satcom.Domain.Anomalies;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Anomalies;

/// <summary>What the engine raises is what plain statements find in the same rows, both ways: thirteen weeks of everybody, made by a hash, under the rules' defaults.</summary>
public sealed class AnomalyReferenceTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    /// <summary>A Monday, and weeks after it; eight weeks before them are the baseline.</summary>
    private const string Range = "DATE '2025-03-03' AND DATE '2025-06-01'";

    private const string Days =
        """
        WITH template AS (SELECT d AS sample FROM attendance_days d JOIN tenants t ON t.id = d.tenant_id WHERE t.slug = 'acme' AND d.status = 'completed' ORDER BY d.id LIMIT 1),
        made AS (
          SELECT e.tenant_id, e.id AS person, day::date AS day, abs(hashtext(e.employee_code || day::date)) AS h
          FROM employees e JOIN tenants t ON t.id = e.tenant_id, generate_series(DATE '2025-01-06', DATE '2025-06-01', '1 day') AS day WHERE t.slug = 'acme')
        INSERT INTO attendance_days
        SELECT (jsonb_populate_record(template.sample, jsonb_build_object(
          'id', gen_random_uuid(), 'employee_id', person, 'date', day, 'first_check_in_at', day + time '08:00', 'last_check_out_at', day + time '18:00', 'session_started_at', NULL, 'due_at', NULL,
          'sessions', NULL, 'parts', NULL, 'lacking_since', NULL, 'lacking_limit_seconds', 0, 'shift_id', NULL, 'early_leave_seconds', 0, 'deducted_seconds', 0,
          'worked_seconds', 36000, 'ordinary_seconds', 36000 - o, 'overtime_seconds', o, 'overtime_daily_seconds', o, 'overtime_weekly_seconds', 0, 'overtime_holiday_seconds', 0, 'overtime_rest_day_seconds', 0,
          'payable_overtime_seconds', 0, 'approved_overtime_seconds', NULL,
          'scheduled_seconds', CASE WHEN h % 11 = 0 THEN 0 ELSE 28800 END, 'late_seconds', CASE WHEN h % 11 = 0 THEN 0 WHEN h % 4 = 0 THEN 60 WHEN h % 4 = 1 THEN 59 ELSE 0 END,
          'break_seconds', CASE WHEN h % 17 = 0 THEN 900 ELSE 899 END, 'lunch_seconds', 3601, 'longest_break_seconds', CASE WHEN h % 23 = 0 THEN 5401 ELSE 5400 END,
          'planned_break_seconds', CASE WHEN h % 29 = 0 THEN 1800 ELSE 0 END, 'flags', CASE WHEN h % 31 = 0 THEN '["missingCheckOut"]'::jsonb WHEN h % 31 = 1 THEN '["autoClosed"]'::jsonb ELSE '[]'::jsonb END))).*
        FROM made, template, LATERAL (SELECT CASE WHEN h % 37 = 0 THEN 20000 WHEN h % 7 = 0 THEN 4000 ELSE 0 END AS o) AS overtime
        WHERE h % 13 <> 0
        """;

    private const string Weeks =
        """
        INSERT INTO timesheet_weeks (tenant_id, id, employee_id, first_date, last_date, status, step_count)
        SELECT e.tenant_id, gen_random_uuid(), e.id, monday::date, monday::date + 6, 'open', 0
        FROM employees e JOIN tenants t ON t.id = e.tenant_id, generate_series(DATE '2025-01-06', DATE '2025-06-01', '7 days') AS monday WHERE t.slug = 'acme'
        """;

    private const string Entered =
        """
        INSERT INTO timesheet_days (tenant_id, employee_id, date, week_id, minutes)
        SELECT w.tenant_id, w.employee_id, w.first_date + i, w.id, CASE WHEN h % 19 = 0 THEN 570 WHEN h % 19 = 1 THEN 569 WHEN h % 19 = 2 THEN 631 ELSE 600 END
        FROM timesheet_weeks w JOIN employees e ON e.tenant_id = w.tenant_id AND e.id = w.employee_id JOIN tenants t ON t.id = w.tenant_id, generate_series(0, 6) AS i,
          LATERAL (SELECT abs(hashtext(e.employee_code || (w.first_date + i))) AS h) AS hash
        WHERE t.slug = 'acme' AND w.first_date BETWEEN DATE '2025-01-06' AND DATE '2025-06-01' AND h % 13 <> 0
        """;

    private const string Failures =
        """
        INSERT INTO geofence_failures (tenant_id, id, employee_id, date, at, work_mode, result, action)
        SELECT e.tenant_id, gen_random_uuid(), e.id, day::date, day, CASE WHEN h % 5 = 0 THEN 'field' ELSE 'office' END, CASE WHEN h % 2 = 0 THEN 'outside' ELSE 'notProvided' END, 'record'
        FROM employees e JOIN tenants t ON t.id = e.tenant_id, generate_series(TIMESTAMPTZ '2025-01-06 12:00Z', TIMESTAMPTZ '2025-06-01 12:00Z', '1 day') AS day,
          LATERAL (SELECT abs(hashtext('fence' || e.employee_code || day::date)) AS h) AS hash
        WHERE t.slug = 'acme' AND h % 6 = 0
        """;

    private const string Found =
        $"""
        WITH acme AS (SELECT id FROM tenants WHERE slug = 'acme'),
        d AS (SELECT a.*, date_trunc('week', date)::date AS week FROM attendance_days a WHERE tenant_id = (SELECT id FROM acme) AND date BETWEEN DATE '2025-01-06' AND DATE '2025-06-01'),
        f AS (SELECT employee_id, date, date_trunc('week', date)::date AS week FROM geofence_failures WHERE tenant_id = (SELECT id FROM acme) AND work_mode = 'office' AND result IN ('outside', 'notProvided')),
        late AS (
          SELECT DISTINCT employee_id, week FROM d l WHERE late_seconds >= 60 AND
            (SELECT count(*) FROM (SELECT w.late_seconds FROM d w WHERE w.employee_id = l.employee_id AND w.scheduled_seconds > 0 AND w.date <= l.date AND w.date > l.date - 30 ORDER BY w.date DESC LIMIT 10) AS last
             WHERE late_seconds >= 60) >= 3),
        sums AS (SELECT employee_id, week, sum(overtime_seconds) AS overtime FROM d GROUP BY employee_id, week),
        spikes AS (
          SELECT s.employee_id, s.week FROM sums s, LATERAL (SELECT count(*) AS weeks, coalesce(sum(b.overtime), 0) AS total FROM sums b WHERE b.employee_id = s.employee_id AND b.week BETWEEN s.week - 56 AND s.week - 7) AS usual
          WHERE s.overtime > 43200 OR (usual.weeks >= 4 AND s.overtime >= 14400 AND s.overtime * 100 * usual.weeks > 200 * usual.total)),
        sheets AS (
          SELECT e.id AS employee_id, date_trunc('week', day)::date AS week, coalesce(m.minutes, 0) AS minutes,
            CASE WHEN d.flags && ARRAY['missingCheckOut', 'autoClosed']::text[] THEN 0 ELSE coalesce(m.minutes, 0) * 60 - coalesce(d.worked_seconds, 0) END AS gap
          FROM employees e JOIN acme ON acme.id = e.tenant_id CROSS JOIN generate_series(DATE '2025-01-06', DATE '2025-06-01', '1 day') AS day
          LEFT JOIN d ON d.employee_id = e.id AND d.date = day::date LEFT JOIN timesheet_days m ON m.tenant_id = e.tenant_id AND m.employee_id = e.id AND m.date = day::date),
        found AS (
          SELECT 'repeatedLateCheckIn' AS kind, employee_id, week AS subject FROM late
          UNION SELECT 'missingCheckOut', employee_id, date FROM d WHERE flags && ARRAY['missingCheckOut', 'autoClosed']::text[]
          UNION SELECT 'excessiveBreak', employee_id, date FROM d
            WHERE break_seconds + lunch_seconds > CASE WHEN planned_break_seconds > 0 THEN planned_break_seconds ELSE 3600 END + 900 OR longest_break_seconds > 5400
          UNION SELECT 'overtimeSpike', employee_id, week FROM spikes
          UNION SELECT 'timesheetMismatch', employee_id, week FROM sheets GROUP BY employee_id, week HAVING bool_or(abs(gap) > 1800) AND sum(minutes) >= 1
          UNION SELECT DISTINCT 'geofenceFailure', o.employee_id, o.week FROM f o WHERE (SELECT count(*) FROM f w WHERE w.employee_id = o.employee_id AND w.date <= o.date AND w.date > o.date - 14) >= 3)
        SELECT string_agg(kind || ' ' || employee_id || ' ' || subject, ';' ORDER BY kind, employee_id, subject) FROM found WHERE subject BETWEEN {Range}
        """;

    [Fact]
    public async Task Evaluate_OfGeneratedDays_RaisesWhatPlainSqlFindsAndNothingElse()
    {
        await MakeAsync(host, new DateOnly(2025, 1, 6), new DateOnly(2025, 6, 1));

        using var hr = await host.AsAsync("hr@acme.test");
        var asked = await hr.SendAsync("/api/v1/anomalies/evaluate", new { from = "2025-03-03", to = "2025-06-01" }, HttpStatusCode.Accepted);
        await HostWork.EventuallyAsync(() => hr.ReadAsync($"/api/v1/anomalies/evaluations/{asked.Id()}"), e => e.Text("state") is "completed");

        // The rules that the statements know: another one is held to account by its own tests.
        var known = AnomalyRules.All.Select(r => JsonNamingPolicy.CamelCase.ConvertName(r.Kind.ToString())).Where(kind => Found.Contains($"'{kind}'", StringComparison.Ordinal)).ToList();
        var raised = await LinesAsync($"SELECT string_agg(kind || ' ' || employee_id || ' ' || subject_date, ';' ORDER BY kind, employee_id, subject_date) FROM anomalies WHERE subject_date BETWEEN {Range} AND kind IN ('{string.Join("', '", known)}')");
        var found = await LinesAsync(Found);

        raised.Except(found, StringComparer.Ordinal).ShouldBeEmpty("raised, and not found by SQL");
        found.Except(raised, StringComparer.Ordinal).ShouldBeEmpty("found by SQL, and not raised");
        found.Select(line => line.Split(' ')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(known.Order(StringComparer.Ordinal), "a rule found nothing, so that nothing was compared");
        known.Count.ShouldBeGreaterThanOrEqualTo(6);
    }

    /// <summary>Makes everybody's days at Acme, their timesheets and what fences said, beside what there is.</summary>
    /// <param name="from">A Monday.</param>
    internal static async Task MakeAsync(SatcomHost host, DateOnly from, DateOnly to)
    {
        foreach (var rows in new[] { Days, Weeks, Entered, Failures })
        {
            await host.SqlAsync(rows.Replace("2025-01-06", from.Iso(), StringComparison.Ordinal).Replace("2025-06-01", to.Iso(), StringComparison.Ordinal) + " ON CONFLICT DO NOTHING");
        }
    }

    private async Task<IReadOnlyList<string>> LinesAsync(string sql) => ((string)(await host.SqlAsync(sql))!).Split(';');
}
