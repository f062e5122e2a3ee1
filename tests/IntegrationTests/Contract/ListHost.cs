using System.Globalization;
using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Contract;

/// <summary>
/// A class fixture: a company that has at least three things of every list, of more people than one, some of them with the same place in the order. What tests of one feature make by calls is here rows alone:
/// a list shows rows, however they came to be.
/// </summary>
public sealed class ListHost : IAsyncLifetime
{
    private readonly Dictionary<string, HashSet<string>> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public SatcomHost Host { get; } = new();

    /// <summary>Made three times over, all of them of employee@acme.test or of a spare person each.</summary>
    internal IReadOnlyList<TenantThings> Things { get; private set; } = [];

    /// <summary>In no team, with a row of their own in most lists.</summary>
    internal Guid StaffId { get; private set; }

    internal Guid ManagerId { get; private set; }

    internal Guid HrId { get; private set; }

    /// <summary>The latest date that somebody has a day on.</summary>
    internal DateOnly LastDay { get; private set; }

    /// <summary>A pattern that one assignment names.</summary>
    internal Guid PatternId => Things[0].PatternId;

    public async ValueTask InitializeAsync()
    {
        await Host.InitializeAsync();
        Things = [await TenantThings.OfAsync(Host, "acme"), await TenantThings.OfAsync(Host, "acme", 1), await TenantThings.OfAsync(Host, "acme", 2)];
        (StaffId, ManagerId, HrId) = (await Host.UserIdAsync("staff@acme.test"), await Host.UserIdAsync("manager@acme.test"), await Host.UserIdAsync("hr@acme.test"));
        await SeedPeopleAsync();
        await SeedAttendanceAsync();
        await SeedTimesheetsAsync();
        await SeedLeaveAsync();
        await SeedOrganisationAsync();
        await SeedOperationsAsync();
        await KeepAsync("team", "SELECT id FROM employees WHERE team_id = $1", Things[0].TeamId);
        await KeepAsync("reports", "SELECT id FROM employees WHERE manager_id = $1", ManagerId);
        await KeepAsync("projectsOfUser", "SELECT project_id FROM project_members WHERE employee_id = $1", Things[0].UserId);
        await KeepAsync("submittedEntries", "SELECT e.id FROM timesheet_entries e JOIN timesheet_weeks w ON w.id = e.week_id WHERE e.tenant_id = $1 AND w.status = 'submitted'", Things[0].TenantId);
        await KeepAsync("overtimePending", "SELECT id FROM attendance_days WHERE tenant_id = $1 AND approved_overtime_seconds IS NULL AND overtime_seconds > payable_overtime_seconds", Things[0].TenantId);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>Whether the database counts an id among those of a name.</summary>
    internal bool Holds(string set, string id) => _sets[set].Contains(id);

    /// <summary>What the first of the things of a table is called.</summary>
    internal string NameOf(string table) => _names[table];

    /// <summary>Whether somebody is in the team of the things.</summary>
    internal bool IsInTeam(JsonElement item) => Holds("team", item.Text("userId"));

    private async Task KeepAsync(string set, string sql, object of) =>
        _sets[set] = [.. ((Guid[])(await Host.SqlAsync($"SELECT coalesce(array_agg(q.id), '{{}}'::uuid[]) FROM ({sql}) q (id)", of))!).Select(id => id.ToString())];

    /// <summary>Copies a row, with another id and whatever else is given as JSON by its column.</summary>
    /// <returns>The new id.</returns>
    private async Task<Guid> CopyAsync(string table, Guid id, string changes = "{}") =>
        (Guid)(await Host.SqlAsync(
            $"INSERT INTO {table} SELECT (jsonb_populate_record(x, jsonb_build_object('id', gen_random_uuid()) || $2::jsonb)).* FROM {table} x WHERE id = $1 RETURNING id", id, changes))!;

    /// <summary>Each instant goes to its whole day, so that ids decide.</summary>
    private Task TieAsync(string table, string column) => Host.SqlAsync($"UPDATE {table} SET {column} = date_trunc('day', {column})");

    private async Task SeedPeopleAsync()
    {
        await Host.SqlAsync("UPDATE employees SET starts_on = '2025-01-01'");
        await Host.SqlAsync("UPDATE employees SET office_ids = ARRAY[$1] WHERE id = $2", Things[0].OfficeId, StaffId);
        await Host.SqlAsync("UPDATE users SET status = 'deactivated' WHERE id = $1", Things[2].SpareUserId);
        await TieAsync("users", "created_at");
        await Host.SqlAsync("UPDATE tenants SET status = 'suspended', suspended_at = now() WHERE id = $1", Things[2].SpareTenantId);
        await TieAsync("tenants", "created_at");
    }

    private async Task SeedAttendanceAsync()
    {
        await TieAsync("correction_requests", "requested_at");
        await CopyAsync("correction_requests", Things[0].CorrectionId, $$"""{"employee_id":"{{StaffId}}","date":"2026-01-12","source":"latePunch","requested_at":"2026-01-13T00:00:00Z"}""");
        await CopyAsync("correction_requests", Things[0].CorrectionId, """{"status":"cancelled","requested_at":"2026-01-13T00:00:00Z"}""");

        await Host.SqlAsync(
            """
            INSERT INTO geofence_failures (tenant_id, id, employee_id, date, at, work_mode, result, action, office_id, distance_meters)
            SELECT $1, gen_random_uuid(), p.employee, p.date::date, p.at::timestamptz, 'office', p.result, p.action, p.office, 500
            FROM (VALUES ($2::uuid, '2026-01-05', '2026-01-05T08:00Z', 'outside', 'warn', $4::uuid), ($2, '2026-01-05', '2026-01-05T08:00Z', 'outside', 'warn', $4),
              ($2, '2026-01-06', '2026-01-06T08:00Z', 'outside', 'record', $4), ($3::uuid, '2026-01-12', '2026-01-12T08:00Z', 'notProvided', 'refuse', $5::uuid)) p (employee, date, at, result, action, office)
            """,
            Things[0].TenantId,
            Things[0].UserId,
            StaffId,
            Things[0].OfficeId,
            Things[1].OfficeId);

        LastDay = DateOnly.FromDayNumber((int)(await Host.SqlAsync("SELECT max(date) - DATE '0001-01-01' FROM attendance_days WHERE tenant_id = $1", Things[0].TenantId))!);
        var day = await CopyAsync("attendance_days", Things[0].DayId, $$"""{"employee_id":"{{StaffId}}","flags":["late"]}""");
        await Host.SqlAsync("UPDATE attendance_days SET overtime_seconds = 600, overtime_daily_seconds = 600, ordinary_seconds = worked_seconds - 600 WHERE id = $1", day);

        await TieAsync("anomaly_evaluations", "asked_at");
        await CopyAsync("anomaly_evaluations", Things[0].EvaluationId, """{"finished_at":null}""");
        await TieAsync("anomalies", "raised_at");
        await CopyAsync("anomalies", Things[0].AnomalyId, $$"""{"employee_id":"{{StaffId}}","subject_date":"2026-05-01","subject_end":"2026-05-01","severity":"high","status":"acknowledged","assignee_id":"{{HrId}}","raised_at":"2026-05-02T00:00:00Z"}""");
    }

    private async Task SeedOperationsAsync()
    {
        await TieAsync("job_runs", "asked_at");
        await CopyAsync("job_runs", Things[0].JobRunId, """{"job":"leave-accrual","state":"lost","cause":"clock","asked_by":null,"asked_at":"2026-01-02T00:00:00Z"}""");
        await TieAsync("outbox_messages", "dead_at");
        await Host.SqlAsync(
            """
            INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, attempts, available_at, dead_at)
            VALUES ($1, gen_random_uuid(), $2, 'NobodyKnowsThisEither', '{}', now(), 10, now(), '2026-01-02T00:00:00Z')
            """,
            Things[0].TenantId,
            StaffId);
        await TieAsync("outgoing_messages", "dead_at");

        // For the lists over all companies.
        await Host.SqlAsync(
            """
            INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, attempts, available_at, dead_at)
            SELECT id, gen_random_uuid(), gen_random_uuid(), 'NobodyKnows', '{}', now(), 10, now(), '2026-03-01T00:00:00Z' FROM tenants WHERE slug = 'globex';
            INSERT INTO job_runs (tenant_id, id, job, scope, cause, state, asked_at, started_at, finished_at, node, tenants, tenants_done, tenants_failed, failed_tenant_ids, done)
            SELECT id, gen_random_uuid(), 'moves', 'company', 'clock', 'failed', '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z', 'nobody', 1, 1, 1, '{}', 0
            FROM tenants, generate_series(1, 2) WHERE slug = 'globex'
            """);
        await CopyAsync("outgoing_messages", Things[0].DeadMessageId, """{"channel":"sms","template":"NobodyKnowsThisEither","dead_at":"2026-01-02T00:00:00Z"}""");
    }

    private async Task SeedTimesheetsAsync()
    {
        var week = (Guid)(await Host.SqlAsync("SELECT week_id FROM timesheet_entries WHERE id = $1", Things[0].EntryId))!;
        var ofStaff = await CopyAsync("timesheet_weeks", week, $$"""{"employee_id":"{{StaffId}}","first_date":"2026-02-09","last_date":"2026-02-15"}""");
        await CopyAsync("timesheet_weeks", week, $$"""{"employee_id":"{{StaffId}}"}""");
        await CopyAsync("timesheet_weeks", week, $$"""{"employee_id":"{{StaffId}}","first_date":"2026-01-05","last_date":"2026-01-11","status":"submitted"}""");
        await Host.SqlAsync("INSERT INTO timesheet_days (tenant_id, employee_id, date, week_id, minutes) VALUES ($1, $2, '2026-02-10', $3, 60)", Things[0].TenantId, StaffId, ofStaff);
        await CopyAsync("timesheet_entries", Things[0].EntryId, $$"""{"employee_id":"{{StaffId}}","week_id":"{{ofStaff}}","date":"2026-02-10","task_id":null,"minutes":60}""");
        await Host.SqlAsync("UPDATE timesheet_weeks SET status = 'submitted' WHERE id = $1", ofStaff);
    }

    private async Task SeedLeaveAsync()
    {
        await Host.SqlAsync(
            """
            INSERT INTO leave_recharge_failures (tenant_id, id, employee_id, from_date, failed_at)
            SELECT tenant_id, gen_random_uuid(), id, '2026-01-05', date_trunc('day', now()) FROM employees WHERE tenant_id = $1 ON CONFLICT DO NOTHING
            """,
            Things[0].TenantId);
        var account = (Guid)(await Host.SqlAsync("SELECT id FROM leave_accounts WHERE employee_id = $1 AND leave_type_id = $2", Things[0].UserId, Things[0].LeaveTypeId))!;
        var ofStaff = await CopyAsync("leave_accounts", account, $$"""{"employee_id":"{{StaffId}}","leave_type_id":"{{Things[1].LeaveTypeId}}","pending":0}""");
        await Host.SqlAsync(
            """
            INSERT INTO leave_entries (tenant_id, id, account_id, kind, date, amount, key, reason, request_id)
            SELECT $1, gen_random_uuid(), e.account, e.kind, e.date::date, 1, 'seed:' || e.n, 'Seeded', CASE WHEN e.n = 1 THEN $4::uuid END
            FROM (VALUES (1, $2::uuid, 'adjustment', '2026-02-01'), (2, $2, 'adjustment', '2026-02-01'), (3, $2, 'accrual', '2026-03-01'), (4, $3::uuid, 'adjustment', '2026-04-01')) e (n, account, kind, date)
            """,
            Things[0].TenantId,
            account,
            ofStaff,
            Things[0].LeaveRequestId);

        foreach (var (person, type, date) in ((Guid, Guid, string)[])[(StaffId, Things[1].LeaveTypeId, "2027-03-01"), (ManagerId, Things[1].LeaveTypeId, "2027-03-01"), (Things[0].UserId, Things[0].LeaveTypeId, "2027-03-01"), (StaffId, Things[1].LeaveTypeId, "2027-06-01")])
        {
            var slot = 2 * DateOnly.Parse(date, CultureInfo.InvariantCulture).DayNumber;
            await CopyAsync(
                "leave_requests", Things[0].LeaveRequestId, $$"""{"employee_id":"{{person}}","leave_type_id":"{{type}}","from_date":"{{date}}","to_date":"{{date}}","first_slot":{{slot}},"end_slot":{{slot + 2}},"status":"approved"}""");
        }

        await CopyAsync("leave_assignments", Things[0].LeaveAssignmentId, $$"""{"employee_id":"{{StaffId}}","to_date":"2026-01-31"}""");
        await CopyAsync("leave_delegations", Things[0].LeaveDelegationId, $$"""{"approver_id":"{{ManagerId}}","delegate_id":"{{StaffId}}","from_date":"2051-01-01","to_date":"2051-01-14"}""");
        await CopyAsync("leave_types", Things[0].LeaveTypeId, """{"name":"Put away","is_archived":true}""");
    }

    private async Task SeedOrganisationAsync()
    {
        foreach (var (table, id) in ((string, Guid)[])[("teams", Things[0].SpareTeamId), ("offices", Things[0].OfficeId), ("shifts", Things[0].ShiftId), ("shift_patterns", PatternId), ("holiday_calendars", Things[0].CalendarId)])
        {
            await CopyAsync(table, id, """{"name":"Put away","is_archived":true}""");
            _names[table] = (string)(await Host.SqlAsync($"SELECT name FROM {table} WHERE id = $1", id))!;
        }

        // Three people who were planned for January and never came, and one by a pattern, far ahead.
        foreach (var person in (Guid[])[StaffId, ManagerId, Things[0].UserId])
        {
            await CopyAsync("shift_assignments", Things[0].AssignmentId, $$"""{"employee_id":"{{person}}","starts_on":"2026-01-01","ends_on":"2026-01-31","anchor":"2026-01-01"}""");
        }

        await CopyAsync("shift_assignments", Things[0].AssignmentId, $$"""{"employee_id":"{{StaffId}}","starts_on":"2090-01-01","ends_on":"2090-12-31","anchor":"2090-01-01","shift_id":null,"pattern_id":"{{PatternId}}"}""");

        await CopyAsync("projects", Things[0].ProjectId, $$"""{"code":"Q1","code_key":"Q1","name":"Harbour","client":"Port","status":"archived","owner_id":"{{StaffId}}"}""");
        foreach (var n in (int[])[1, 2, 3])
        {
            await CopyAsync("project_tasks", Things[0].TaskId, $$"""{"code":"X{{n}}","code_key":"X{{n}}","is_archived":{{(n == 3 ? "true" : "false")}}}""");
        }

        var member = (Guid)(await Host.SqlAsync("SELECT id FROM project_members WHERE project_id = $1", Things[0].ProjectId))!;
        await CopyAsync("project_members", member, $$"""{"employee_id":"{{StaffId}}"}""");
        await CopyAsync("project_members", member, $$"""{"employee_id":"{{HrId}}"}""");

        await TieAsync("imports", "created_at");
        var import = await CopyAsync("imports", Things[0].ImportId, """{"kind":"employees","file_hash":"\\x00","created_at":"2026-01-01T00:00:00Z"}""");
        await Host.SqlAsync(
            "INSERT INTO import_progress SELECT (jsonb_populate_record(x, jsonb_build_object('id', $2::uuid, 'state', 'running', 'done', 0, 'refused', 0, 'finished_at', null))).* FROM import_progress x WHERE id = $1",
            Things[0].ImportId,
            import);
    }
}
