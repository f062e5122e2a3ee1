namespace Satcom.Bench.Raw;

/// <summary>One statement per request, with the rows that the service writes for the same thing.</summary>
internal static class RawSql
{
    public const string SetTenant = "SELECT set_config('app.tenant', $1, true)";

    public const string CheckIn =
        """
        WITH d AS (
          INSERT INTO attendance_days (tenant_id, id, employee_id, date, status, first_check_in_at, session_started_at, worked_seconds, break_seconds, lunch_seconds,
            overtime_seconds, late_seconds, early_leave_seconds, scheduled_seconds, flags, is_overridden, work_modes, deducted_seconds, ordinary_seconds, overtime_holiday_seconds,
            overtime_rest_day_seconds, overtime_daily_seconds, overtime_weekly_seconds, payable_overtime_seconds, amendment_count, due_at)
          VALUES ($1, $2, $3, $4, 'working', $5, $5, 0, 0, 0, 0, $19, 0, $18, $20, false, ARRAY[$6::text], 0, 0, 0, 0, 0, 0, 0, 0, $5 + interval '16 hours') RETURNING xmin AS version
        ), p AS (
          INSERT INTO attendance_punches (tenant_id, id, day_id, employee_id, sequence, kind, occurred_at, received_at, time_zone, offset_minutes, work_mode, is_offline, is_skewed)
          VALUES ($1, $7, $2, $3, 1, 'checkIn', $5, $5, $8, $9, $6, false, false)
        ), a AS (
          INSERT INTO audit_entries (tenant_id, id, at, actor_kind, actor_id, action, entity_type, entity_id, after, trace_id, remote_address)
          VALUES ($1, $10, $11, 'user', $3, 'attendance.checkIn', 'attendanceDay', $2, $12, $13, $14)
        ), o AS (
          INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, trace_parent, attempts, available_at)
          VALUES ($1, $15, $2, 'AttendanceChanged', $16, $11, $17, 0, $11)
        )
        SELECT version FROM d
        """;

    public const string CheckOut =
        """
        WITH d AS (
          UPDATE attendance_days SET status = 'completed', last_check_out_at = $3, worked_seconds = worked_seconds + extract(epoch FROM $3 - session_started_at)::int,
            ordinary_seconds = ordinary_seconds + extract(epoch FROM $3 - session_started_at)::int, due_at = NULL,
            sessions = tstzmultirange(tstzrange(session_started_at, $3)), session_started_at = NULL
          WHERE tenant_id = $1 AND employee_id = $2 AND session_started_at IS NOT NULL
          RETURNING id, date, first_check_in_at, worked_seconds, work_modes, xmin AS version, scheduled_seconds, late_seconds, flags
        ), p AS (
          INSERT INTO attendance_punches (tenant_id, id, day_id, employee_id, sequence, kind, occurred_at, received_at, time_zone, offset_minutes, is_offline, is_skewed)
          SELECT $1, $4, d.id, $2, (SELECT max(q.sequence) + 1 FROM attendance_punches q WHERE q.tenant_id = $1 AND q.day_id = d.id), 'checkOut', $3, $3, $5, $6, false, false FROM d
        ), a AS (
          INSERT INTO audit_entries (tenant_id, id, at, actor_kind, actor_id, action, entity_type, entity_id, before, after, trace_id, remote_address)
          SELECT $1, $7, $8, 'user', $2, 'attendance.checkOut', 'attendanceDay', d.id,
            jsonb_build_object('status', 'working', 'lastCheckOutAt', NULL, 'sessionStartedAt', d.first_check_in_at, 'workedSeconds', 0),
            jsonb_build_object('status', 'completed', 'lastCheckOutAt', $3, 'sessionStartedAt', NULL, 'workedSeconds', d.worked_seconds), $9, $10 FROM d
        ), o AS (
          INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, trace_parent, attempts, available_at)
          SELECT $1, $11, d.id, 'AttendanceChanged', jsonb_build_object('employeeId', $2, 'dayId', d.id, 'aggregateId', d.id), $8, $12, 0, $8 FROM d
        )
        SELECT id, date, first_check_in_at, worked_seconds, work_modes, version, scheduled_seconds, late_seconds, flags FROM d
        """;

    public const string ListDays =
        """
        SELECT d.id, d.employee_id, d.date, d.status, d.first_check_in_at, d.last_check_out_at, d.worked_seconds, d.break_seconds, d.lunch_seconds, d.deducted_seconds, d.ordinary_seconds, d.overtime_seconds,
          d.overtime_holiday_seconds, d.overtime_rest_day_seconds, d.overtime_daily_seconds, d.overtime_weekly_seconds, d.approved_overtime_seconds, d.payable_overtime_seconds, d.late_seconds,
          d.early_leave_seconds, d.scheduled_seconds, d.work_modes, d.flags, d.is_overridden, d.xmin, (SELECT u.display_name FROM users u WHERE u.tenant_id = $1 AND u.id = d.employee_id)
        FROM attendance_days d WHERE d.tenant_id = $1 AND d.date >= $2 AND d.date <= $3 ORDER BY d.date DESC, d.id DESC LIMIT $4
        """;

    public const string FindPerson =
        """
        SELECT u.display_name, (s.hours->0->'value'->>'start')::time, (s.hours->0->'value'->>'end')::time
        FROM users u
        LEFT JOIN shift_assignments a ON a.tenant_id = $1 AND a.employee_id = u.id AND a.starts_on <= current_date AND a.ends_on IS NULL
        LEFT JOIN shifts s ON s.tenant_id = $1 AND s.id = a.shift_id
        WHERE u.tenant_id = $1 AND u.id = $2
        """;

    public const string Shifts = "SELECT id, hours FROM shifts WHERE tenant_id = $1";

    public const string Board =
        """
        SELECT e.id, u.display_name, e.team_id, e.time_zone, e.zones::text, e.rest_days::text, e.targets::text, e.calendars::text, d.id, d.status, d.first_check_in_at, d.last_check_out_at, d.worked_seconds,
          d.late_seconds, d.work_modes, d.flags, a.shift_id, l.name, l.color, l.days::text
        FROM employees e
        JOIN users u ON u.tenant_id = $1 AND u.id = e.id
        LEFT JOIN attendance_days d ON d.tenant_id = $1 AND d.employee_id = e.id AND d.date = $2
        LEFT JOIN shift_assignments a ON a.tenant_id = $1 AND a.employee_id = e.id AND a.starts_on <= $2 AND (a.ends_on IS NULL OR a.ends_on >= $2)
        LEFT JOIN (
          SELECT r.employee_id, r.days, t.name, t.color FROM leave_requests r JOIN leave_types t ON t.tenant_id = $1 AND t.id = r.leave_type_id
          WHERE r.tenant_id = $1 AND r.status = 'approved' AND r.from_date <= $2 AND r.to_date >= $2
        ) l ON l.employee_id = e.id
        WHERE e.tenant_id = $1 AND (d.id IS NOT NULL OR (u.status = 'active' AND (e.starts_on IS NULL OR e.starts_on <= $2) AND (e.ends_on IS NULL OR e.ends_on >= $2)))
          AND ($3::uuid IS NULL OR e.team_id = $3)
        ORDER BY u.display_name, e.id
        """;

    public const string FindLogin = "SELECT id, password_hash FROM users WHERE tenant_id = $1 AND normalized_email = $2 AND status = 'active'";

    public const string Login =
        """
        WITH s AS (
          INSERT INTO sessions (tenant_id, id, user_id, device_name, platform, started_at, last_used_at, expires_at)
          VALUES ($1, $2, $3, $4, 'web', $5, $5, $5 + interval '90 days') RETURNING id
        ), r AS (
          INSERT INTO refresh_tokens (tenant_id, id, session_id, token_hash, created_at, expires_at) SELECT $1, $6, s.id, $7, $5, $5 + interval '14 days' FROM s
        )
        INSERT INTO audit_entries (tenant_id, id, at, actor_kind, action, entity_type, entity_id, after, trace_id, remote_address)
        SELECT $1, $8, $5, 'anonymous', 'auth.login', 'session', s.id, jsonb_build_object('userId', $3, 'deviceName', $4, 'platform', 'web', 'startedAt', $5, 'lastUsedAt', $5), $9, $10 FROM s
        """;

    public const string DeleteOutbox =
        """
        DELETE FROM outbox_messages WHERE (tenant_id, id) IN (
          SELECT tenant_id, id FROM outbox_messages WHERE dead_at IS NULL ORDER BY sequence LIMIT 100 FOR UPDATE SKIP LOCKED)
        """;
}
