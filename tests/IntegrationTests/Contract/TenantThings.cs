using Satcom.Domain.Anomalies;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Contract;

/// <summary>One of everything that a tenant's requests can name.</summary>
internal sealed record TenantThings(
    string Slug, Guid TenantId, Guid UserId, string Email, Guid DayId, Guid AnomalyId, Guid DeadLetterId, Guid DeadMessageId, Guid AuditedId, Guid ClientEventId, string Cursor, string RefreshToken, Guid SessionId, Guid DeviceId, Guid OAuthClientId, Guid ConsentId)
{
    /// <summary>An account with an employee and a session, made for these things alone: it may be changed and shut.</summary>
    public Guid SpareUserId { get; private init; }

    public Guid SpareSessionId { get; private init; }

    public Guid SpareDeviceId { get; private init; }

    public Guid TeamId { get; private init; }

    public Guid CorrectionId { get; private init; }

    public Guid RebuildId { get; private init; }

    /// <summary>A run that the person asked for, and that is over.</summary>
    public Guid JobRunId { get; private init; }

    public Guid EvaluationId { get; private init; }

    public Guid LeaveTypeId { get; private init; }

    public Guid LeavePolicyId { get; private init; }

    public Guid LeaveAssignmentId { get; private init; }

    /// <summary>Undecided, of the person whom the things are about.</summary>
    public Guid LeaveRequestId { get; private init; }

    public Guid LeaveDelegationId { get; private init; }

    /// <summary>A project of the manager's with the user as member, a task of it, and an entry on both.</summary>
    public Guid ProjectId { get; private init; }

    public Guid TaskId { get; private init; }

    public Guid EntryId { get; private init; }

    public Guid ImportId { get; private init; }

    /// <summary>A team that nobody is in.</summary>
    public Guid SpareTeamId { get; private init; }

    public Guid OfficeId { get; private init; }

    public Guid ShiftId { get; private init; }

    public Guid PatternId { get; private init; }

    public Guid CalendarId { get; private init; }

    /// <summary>The spare person's.</summary>
    public Guid AssignmentId { get; private init; }

    /// <summary>A company made for these things alone: it may be changed and suspended.</summary>
    public Guid SpareTenantId { get; private init; }

    /// <summary>Finds or makes them in one of the demo companies.</summary>
    /// <param name="round">Another number makes another anomaly and dead letter.</param>
    /// <param name="person">Whose they are, of the demo's people.</param>
    public static async Task<TenantThings> OfAsync(SatcomHost host, string slug, int round = 0, string person = "employee")
    {
        var tenantId = (Guid)(await host.SqlAsync("SELECT id FROM tenants WHERE slug = $1", slug))!;
        var email = $"{person}@{slug}.test";
        var userId = (Guid)(await host.SqlAsync("SELECT id FROM users WHERE tenant_id = $1 AND email = $2", tenantId, email))!;

        // Not everybody of the demo has worked; of those who have not it is another's.
        var dayId = (Guid)(await host.SqlAsync("SELECT id FROM attendance_days WHERE tenant_id = $1 ORDER BY employee_id = $2 DESC, date LIMIT 1", tenantId, userId))!;

        // Before all that the walks change: what is judged anew from there on would clear it.
        var date = new DateOnly(2025, 6, 1).AddDays(round);
        var anomalyId = await RaiseAsync(host, slug, tenantId, userId, date);

        var deadLetterId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, attempts, available_at, last_error, dead_at)
            VALUES ($1, gen_random_uuid(), $2, 'NobodyKnows', '{}', now(), 10, now(), 'It would not go.', now()) RETURNING id
            """,
            tenantId,
            userId))!;
        var deadMessageId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO outgoing_messages (tenant_id, id, channel, template, sealed, locale, created_at, attempts, available_at, last_error, dead_at)
            VALUES ($1, gen_random_uuid(), 'mail', 'NobodyKnows', '\x00', 'en', now(), 10, now(), 'It would not go.', now()) RETURNING id
            """,
            tenantId))!;
        var clientEventId = (Guid)(await host.SqlAsync("SELECT coalesce(max(client_event_id::text)::uuid, gen_random_uuid()) FROM attendance_punches WHERE tenant_id = $1", tenantId))!;

        // As the list of days gives it. Nobody signs in for it: the walks do so often enough that a session of many requests would be the one too many.
        var latest = (Guid)(await host.SqlAsync("SELECT id FROM attendance_days WHERE tenant_id = $1 ORDER BY date DESC, id DESC LIMIT 1", tenantId))!;
        var cursor = Application.Common.Cursor.Of(DateOnly.FromDayNumber((int)(await host.SqlAsync("SELECT date - DATE '0001-01-01' FROM attendance_days WHERE tenant_id = $1 AND id = $2", tenantId, latest))!), latest).ToString();
        var refreshToken = (await host.LoginAsync(email)).Text("refreshToken");
        var oauthClientId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO oauth_clients (tenant_id, id, client_id, name, kind, is_native, redirect_uris, post_logout_redirect_uris, origins, scopes, grants, resources, requires_consent, created_at)
            VALUES ($1, gen_random_uuid(), gen_random_uuid()::text, 'Payroll of ' || $2, 'confidential', false, '{}', '{}', '{}', '{audit.read}', '{client_credentials}', '{}', true, now()) RETURNING id
            """,
            tenantId,
            slug))!;
        var consentId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO consents (tenant_id, id, user_id, oauth_client_id, scopes, granted_at) VALUES ($1, gen_random_uuid(), $2, $3, '{openid}', now()) RETURNING id
            """,
            tenantId,
            userId,
            oauthClientId))!;
        var sessionId = (Guid)(await host.SqlAsync("SELECT id FROM sessions WHERE tenant_id = $1 AND user_id = $2 ORDER BY started_at DESC LIMIT 1", tenantId, userId))!;
        var deviceId = await MakeDeviceAsync(host, tenantId, userId);
        var leave = await LeaveThings.MakeAsync(host, slug, tenantId, userId);
        var (projectId, taskId, entryId) = await MakeProjectAsync(host, tenantId, userId);
        var spare = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());
        var spareSessionId = await MakeSpareAsync(host, slug, tenantId, spare);
        var planned = await MakePlansAsync(host, tenantId, spare);
        return new TenantThings(slug, tenantId, userId, email, dayId, anomalyId, deadLetterId, deadMessageId, userId, clientEventId, cursor, refreshToken, sessionId, deviceId, oauthClientId, consentId)
        {
            ProjectId = projectId,
            TaskId = taskId,
            EntryId = entryId,
            ImportId = await MakeImportAsync(host, tenantId, userId),
            SpareUserId = spare,
            LeaveTypeId = leave.TypeId,
            LeavePolicyId = leave.PolicyId,
            LeaveAssignmentId = leave.AssignmentId,
            LeaveRequestId = leave.RequestId,
            LeaveDelegationId = leave.DelegationId,
            SpareSessionId = spareSessionId,
            SpareTeamId = planned[0],
            OfficeId = planned[1],
            ShiftId = planned[2],
            PatternId = planned[3],
            CalendarId = planned[4],
            AssignmentId = planned[5],
            SpareDeviceId = await MakeDeviceAsync(host, tenantId, spare),
            TeamId = (Guid)(await host.SqlAsync("SELECT team_id FROM employees WHERE tenant_id = $1 AND id = $2", tenantId, userId))!,
            CorrectionId = (Guid)(await host.SqlAsync(
                """
                INSERT INTO correction_requests (tenant_id, id, employee_id, date, reason, requested_at, status, events)
                VALUES ($1, gen_random_uuid(), $2, '2026-01-05', 'It was otherwise.', now(), 'pending', '[]') RETURNING id
                """,
                tenantId,
                userId))!,
            RebuildId = (Guid)(await host.SqlAsync(
                """
                INSERT INTO attendance_rebuilds (tenant_id, id, from_date, to_date, user_ids, causes, asked_by, asked_at, begun_at, finished_at, done_to, days, changed, followers)
                VALUES ($1, gen_random_uuid(), '2026-01-05', '2026-01-05', '{}', '{}', $2, now(), now(), now(), $2, 1, 0, 0) RETURNING id
                """,
                tenantId,
                userId))!,
            JobRunId = (Guid)(await host.SqlAsync(
                """
                INSERT INTO job_runs (tenant_id, id, job, scope, cause, state, asked_by, asked_at, started_at, finished_at, node, tenants, tenants_done, tenants_failed, failed_tenant_ids, done)
                VALUES ($1, gen_random_uuid(), 'moves', 'company', 'person', 'succeeded', $2, now(), now(), now(), 'nobody', 1, 1, 0, '{}', 0) RETURNING id
                """,
                tenantId,
                userId))!,
            EvaluationId = (Guid)(await host.SqlAsync(
                """
                INSERT INTO anomaly_evaluations (tenant_id, id, from_date, to_date, user_ids, asked_by, asked_at, finished_at, done_to, people, done, raised, changed, cleared, failed, tries, resumed, slot)
                VALUES ($1, gen_random_uuid(), '2026-01-05', '2026-01-05', '{}', $2, now(), now(), $2, 1, 1, 0, 0, 0, 0, 0, 0, 1) RETURNING id
                """,
                tenantId,
                userId))!,
            SpareTenantId = (Guid)(await host.SqlAsync(
                """
                INSERT INTO tenants (id, slug, name, locale, time_zone, status, created_at, settings)
                SELECT gen_random_uuid(), 's' || replace($1::text, '-', ''), 'Spare', locale, time_zone, status, now(), settings FROM tenants WHERE slug = 'globex' RETURNING id
                """,
                spare))!,
        };
    }

    private static async Task<(Guid ProjectId, Guid TaskId, Guid EntryId)> MakeProjectAsync(SatcomHost host, Guid tenantId, Guid userId)
    {
        var projectId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO projects (tenant_id, id, code, code_key, name, client, status, owner_id)
            SELECT tenant_id, gen_random_uuid(), 'P' || id, upper('P' || gen_random_uuid()), 'Mall', 'Malls', 'active', id FROM users WHERE tenant_id = $1 AND email LIKE 'manager@%' RETURNING id
            """,
            tenantId))!;
        await host.SqlAsync("INSERT INTO project_members (tenant_id, id, project_id, employee_id, role) VALUES ($1, gen_random_uuid(), $2, $3, 'member')", tenantId, projectId, userId);
        var taskId = (Guid)(await host.SqlAsync("INSERT INTO project_tasks (tenant_id, id, project_id, code, code_key, name, is_archived) VALUES ($1, gen_random_uuid(), $2, 'W', 'W', 'Wiring', false) RETURNING id", tenantId, projectId))!;
        var weekId = (Guid)(await host.SqlAsync(
            """
            WITH made AS (
              INSERT INTO timesheet_weeks (tenant_id, id, employee_id, first_date, last_date, status, step_count)
              SELECT $1, gen_random_uuid(), $2, '2026-02-02', '2026-02-08', 'open', 0
              WHERE NOT EXISTS (SELECT FROM timesheet_weeks WHERE tenant_id = $1 AND employee_id = $2 AND first_date = '2026-02-02') RETURNING id)
            SELECT id FROM made UNION ALL SELECT id FROM timesheet_weeks WHERE tenant_id = $1 AND employee_id = $2 AND first_date = '2026-02-02'
            """,
            tenantId,
            userId))!;
        await host.SqlAsync(
            "INSERT INTO timesheet_days (tenant_id, employee_id, date, week_id, minutes) VALUES ($1, $2, '2026-02-03', $3, 1) ON CONFLICT (tenant_id, employee_id, date) DO UPDATE SET minutes = timesheet_days.minutes + 1",
            tenantId,
            userId,
            weekId);
        var entryId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO timesheet_entries (tenant_id, id, week_id, employee_id, date, project_id, task_id, minutes, notes)
            VALUES ($1, gen_random_uuid(), $2, $3, '2026-02-03', $4, $5, 1, 'Wired.') RETURNING id
            """,
            tenantId,
            weekId,
            userId,
            projectId,
            taskId))!;
        return (projectId, taskId, entryId);
    }

    private static async Task<Guid> MakeImportAsync(SatcomHost host, Guid tenantId, Guid userId)
    {
        var id = (Guid)(await host.SqlAsync(
            """
            INSERT INTO imports (tenant_id, id, kind, is_dry_run, invites, created_at, created_by, permissions, is_proved, file_hash)
            VALUES ($1, gen_random_uuid(), 'projects', true, false, now(), $2, '{}', false, sha256(gen_random_uuid()::text::bytea)) RETURNING id
            """,
            tenantId,
            userId))!;
        await host.SqlAsync(
            "INSERT INTO import_progress (tenant_id, id, rows, state, done, created, updated, unchanged, refused, next_batch, finished_at) VALUES ($1, $2, 1, 'completed', 1, 0, 0, 0, 1, 1, now())", tenantId, id);
        await host.SqlAsync("INSERT INTO import_errors (tenant_id, import_id, line, number, field, code) VALUES ($1, $2, 2, 1, 'name', 'required')", tenantId, id);
        return id;
    }

    /// <summary>A team, an office, a shift, a pattern, a holiday calendar, and the spare person's assignment.</summary>
    private static async Task<Guid[]> MakePlansAsync(SatcomHost host, Guid tenantId, Guid spare) =>
        (Guid[])(await host.SqlAsync(
            """
            WITH team AS (INSERT INTO teams (tenant_id, id, name, is_archived) VALUES ($1, gen_random_uuid(), gen_random_uuid()::text, false) RETURNING id),
            office AS (INSERT INTO offices (tenant_id, id, name, latitude, longitude, radius_meters, time_zone, is_archived)
              VALUES ($1, gen_random_uuid(), gen_random_uuid()::text, 25.2, 55.3, 100, 'Asia/Dubai', false) RETURNING id),
            shift AS (INSERT INTO shifts (tenant_id, id, name, is_archived, hours)
              VALUES ($1, gen_random_uuid(), gen_random_uuid()::text, false, '[{"from":"0001-01-01","value":{"start":"08:00:00","end":"17:00:00","lunchSeconds":3600}}]') RETURNING id),
            pattern AS (INSERT INTO shift_patterns (tenant_id, id, name, is_archived, slots)
              SELECT $1, gen_random_uuid(), gen_random_uuid()::text, false, jsonb_build_array(id, null) FROM shift RETURNING id),
            calendar AS (INSERT INTO holiday_calendars (tenant_id, id, name, is_archived, holidays)
              VALUES ($1, gen_random_uuid(), gen_random_uuid()::text, false, '[{"date":"2090-12-02","name":"National Day","halves":3}]') RETURNING id),
            assignment AS (INSERT INTO shift_assignments (tenant_id, id, employee_id, starts_on, ends_on, shift_id, anchor)
              SELECT $1, gen_random_uuid(), $2, DATE '2095-01-01', DATE '2095-12-31', id, DATE '2095-01-01' FROM shift RETURNING id)
            SELECT ARRAY[team.id, office.id, shift.id, pattern.id, calendar.id, assignment.id] FROM team, office, shift, pattern, calendar, assignment
            """,
            tenantId,
            spare))!;

    private static async Task<Guid> MakeDeviceAsync(SatcomHost host, Guid tenantId, Guid userId) =>
        (Guid)(await host.SqlAsync(
            """
            INSERT INTO trusted_devices (tenant_id, id, user_id, token_hash, name, platform, trusted_at, last_used_at, expires_at)
            VALUES ($1, gen_random_uuid(), $2, sha256(gen_random_uuid()::text::bytea), 'Phone', 'ios', now(), now(), now() + interval '90 days') RETURNING id
            """,
            tenantId,
            userId))!;

    private static async Task<Guid> MakeSpareAsync(SatcomHost host, string slug, Guid tenantId, Guid id)
    {
        await host.SqlAsync(
            """
            INSERT INTO users (tenant_id, id, email, normalized_email, display_name, status, roles, created_at)
            VALUES ($1, $2, $2 || '@' || $3 || '.test', upper($2 || '@' || $3 || '.test'), 'Spare person', 'active', '{employee}', now())
            """,
            tenantId,
            id,
            slug);
        await host.SqlAsync("INSERT INTO employees (tenant_id, id, employee_code, designation, time_zone) VALUES ($1, $2, left($2::text, 32), 'Stand-in', 'Asia/Dubai')", tenantId, id);
        return (Guid)(await host.SqlAsync(
            """
            INSERT INTO sessions (tenant_id, id, user_id, device_name, platform, started_at, last_used_at, expires_at)
            VALUES ($1, gen_random_uuid(), $2, 'Spare phone', 'test', now(), now(), now() + interval '1 day') RETURNING id
            """,
            tenantId,
            id))!;
    }

    private static async Task<Guid> RaiseAsync(SatcomHost host, string slug, Guid tenantId, Guid userId, DateOnly date)
    {
        if (await host.SqlAsync("SELECT id FROM anomalies WHERE tenant_id = $1 AND employee_id = $2 AND subject_date = $3", tenantId, userId, date) is Guid known)
        {
            return known;
        }

        var now = RealTime.Clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await host.ChangeAsync(slug, db =>
        {
            db.Anomalies.Add(new Anomaly(tenantId, id, new Finding(AnomalyKind.MissingCheckOut, AnomalySeverity.Medium, userId, date, date, new Dictionary<string, string>(StringComparer.Ordinal) { ["date"] = date.ToString("O", System.Globalization.CultureInfo.InvariantCulture) }), now));
            return Task.CompletedTask;
        });
        return id;
    }
}
