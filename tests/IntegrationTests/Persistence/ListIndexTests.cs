using Npgsql;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Persistence;

/// <summary>The lists of the workforce that grow with the years: each filter that lets little through has an index, behind row-level security, in a company that has much.</summary>
public sealed class ListIndexTests(ListIndexTests.Company company) : IClassFixture<ListIndexTests.Company>
{
    private const string Rare = "0192f0c1-0000-7000-8000-00000000bbbb";

    [Theory]
    [InlineData("attendance_days", "true", "date", "ix_attendance_days_date")]
    [InlineData("attendance_days", $"employee_id = '{Rare}'", "date", "ux_attendance_days_employee_date")]
    [InlineData("attendance_days", "status = 'working' AND status <> 'completed'", "date", "ix_attendance_days_unended")]
    [InlineData("attendance_days", "flags @> ARRAY['late']::text[] AND cardinality(flags) > 0", "date", "ix_attendance_days_flagged")]
    [InlineData("attendance_days", "overtime_seconds > payable_overtime_seconds AND (approved_overtime_seconds IS NULL OR overtime_seconds > approved_of_seconds)", "date", "ix_attendance_days_overtime_pending")]
    [InlineData("correction_requests", "true", "requested_at", "ix_correction_requests_requested")]
    [InlineData("correction_requests", $"employee_id = '{Rare}'", "requested_at", "ix_correction_requests_employee")]
    [InlineData("correction_requests", "status = 'cancelled'", "requested_at", "ix_correction_requests_status")]
    [InlineData("correction_requests", "source = 'latePunch'", "requested_at", "ix_correction_requests_source")]
    [InlineData("correction_requests", "date >= '2026-01-05' AND date <= '2026-01-06'", "requested_at", "ix_correction_requests_date")]
    [InlineData("geofence_failures", "true", "at", "ix_geofence_failures_at")]
    [InlineData("geofence_failures", $"employee_id = '{Rare}'", "at", "ix_geofence_failures_employee")]
    [InlineData("geofence_failures", $"office_id = '{Rare}'", "at", "ix_geofence_failures_office")]
    [InlineData("geofence_failures", "date >= '2026-01-05' AND date <= '2026-01-06'", "at", "ix_geofence_failures_date")]
    [InlineData("leave_requests", "true", "from_date", "ix_leave_requests_from")]
    [InlineData("leave_requests", $"employee_id = '{Rare}'", "from_date", "ix_leave_requests_employee")]
    [InlineData("leave_requests", "status = 'pending'", "from_date", "ix_leave_requests_status")]
    [InlineData("leave_requests", $"leave_type_id = '{Rare}'", "from_date", "ix_leave_requests_type")]
    [InlineData("timesheet_entries", "true", "date", "ix_timesheet_entries_date")]
    [InlineData("timesheet_entries", $"employee_id = '{Rare}'", "date", "ix_timesheet_entries_employee")]
    [InlineData("timesheet_entries", $"project_id = '{Rare}'", "date", "ix_timesheet_entries_project")]
    [InlineData("timesheet_entries", $"task_id = '{Rare}'", "date", "ix_timesheet_entries_task")]
    public async Task Filter_OfAFullList_UsesItsIndex(string table, string filter, string order, string index)
    {
        var plan = await PlanAsync($"SELECT * FROM {table} WHERE tenant_id = '{company.TenantId}' AND {filter} ORDER BY {order} DESC, id DESC LIMIT 51");

        plan.ShouldContain(index);
        plan.ShouldNotContain("Seq Scan");
    }

    [Theory]
    [InlineData("true", "ix_timesheet_weeks_list")]
    [InlineData($"employee_id = '{Rare}'", "ux_timesheet_weeks_start")]
    [InlineData("status = 'submitted'", "ix_timesheet_weeks_status")]
    public async Task Filter_OfManyWeeks_UsesItsIndex(string filter, string index)
    {
        var plan = await PlanAsync($"SELECT * FROM timesheet_weeks WHERE tenant_id = '{company.TenantId}' AND {filter} ORDER BY first_date DESC, employee_id DESC LIMIT 51");

        plan.ShouldContain(index);
        plan.ShouldNotContain("Seq Scan");
    }

    private async Task<string> PlanAsync(string select)
    {
        await using var connection = new NpgsqlConnection(await TestPostgres.AsRoleAsync("satcom_app", company.Host.Database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"BEGIN; SELECT set_config('app.tenant', '{company.TenantId}', true); EXPLAIN {select}; ROLLBACK;", connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(0));
        }

        return string.Join('\n', plan);
    }

    /// <summary>A company with ten thousand rows in each of the lists. They are written past constraints and triggers: a plan asks for how many there are and how they differ, not for what they mean.</summary>
    public sealed class Company : IAsyncLifetime
    {
        public SatcomHost Host { get; } = new();

        public Guid TenantId { get; private set; }

        public async ValueTask InitializeAsync()
        {
            await Host.InitializeAsync();
            TenantId = (Guid)(await Host.SqlAsync("SELECT id FROM tenants WHERE slug = 'acme'"))!;

            // Two hundred people, fifty dates each, nearly all of them as most are.
            await FillAsync("attendance_days", """
                (tenant_id, id, employee_id, date, status, first_check_in_at, worked_seconds, break_seconds, lunch_seconds, deducted_seconds, ordinary_seconds, overtime_seconds, overtime_daily_seconds,
                  scheduled_seconds, overtime_weekly_seconds, overtime_holiday_seconds, overtime_rest_day_seconds, payable_overtime_seconds, late_seconds, early_leave_seconds, is_overridden, amendment_count, flags, work_modes, sessions)
                SELECT $1, gen_random_uuid(), md5((n % 200)::text)::uuid, DATE '2025-01-01' + n / 200, CASE WHEN n % 500 = 0 THEN 'working' ELSE 'completed' END, now(), 28800, 0, 0, 0, 28000, CASE WHEN n % 400 = 0 THEN 60 ELSE 0 END,
                  CASE WHEN n % 400 = 0 THEN 60 ELSE 0 END, 0, 0, 0, 0, 0, 0, 0, false, 0, CASE WHEN n % 300 = 0 THEN '{late}'::text[] ELSE '{}' END, '{office}', '{}'
                """);
            await FillAsync("correction_requests", """
                (tenant_id, id, employee_id, date, reason, requested_at, status, decided_by, source, events)
                SELECT $1, gen_random_uuid(), md5((n % 200)::text)::uuid, DATE '2025-01-01' + n / 20, 'Forgotten', now() - n * interval '1 hour', CASE WHEN n % 500 = 0 THEN 'cancelled' ELSE 'approved' END,
                  CASE WHEN n % 500 = 0 THEN NULL ELSE gen_random_uuid() END,
                  CASE WHEN n % 500 = 1 THEN 'latePunch' ELSE 'person' END, '[]'
                """);
            await FillAsync("geofence_failures", """
                (tenant_id, id, employee_id, date, at, work_mode, result, action, office_id)
                SELECT $1, gen_random_uuid(), md5((n % 200)::text)::uuid, DATE '2025-01-01' + n / 20, now() - n * interval '1 hour', 'office', 'outside', 'warn', md5((n % 50)::text)::uuid
                """);
            await FillAsync("leave_requests", """
                (tenant_id, id, employee_id, leave_type_id, from_date, to_date, portion, status, days, amount, first_slot, end_slot, requested_at)
                SELECT $1, gen_random_uuid(), md5((n % 200)::text)::uuid, md5((n % 20)::text)::uuid, DATE '2025-01-01' + n / 10, DATE '2025-01-01' + n / 10, 'full', CASE WHEN n % 500 = 0 THEN 'pending' ELSE 'denied' END, '[]', 1, 2 * n, 2 * n + 2, now()
                """);
            await FillAsync("timesheet_entries", """
                (tenant_id, id, week_id, employee_id, date, project_id, task_id, minutes)
                SELECT $1, gen_random_uuid(), md5((n / 5)::text)::uuid, md5((n % 200)::text)::uuid, DATE '2025-01-01' + n / 20, md5((n % 50)::text)::uuid, md5((n % 100)::text)::uuid, 60
                """);
            await FillAsync("timesheet_weeks", """
                (tenant_id, id, employee_id, first_date, last_date, status, step_count)
                SELECT $1, gen_random_uuid(), md5((n % 200)::text)::uuid, DATE '2020-01-06' + 7 * (n / 200), DATE '2020-01-12' + 7 * (n / 200), CASE WHEN n % 500 = 0 THEN 'submitted' ELSE 'locked' END, 0
                """);
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();

        private async Task FillAsync(string table, string rows)
        {
            await using var connection = new NpgsqlConnection(await TestPostgres.SuperAsync(Host.Database));
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"SET session_replication_role = replica; INSERT INTO {table} {rows.Replace("$1", $"'{TenantId}'", StringComparison.Ordinal)} FROM generate_series(1, 10000) n; ANALYZE {table}", connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
