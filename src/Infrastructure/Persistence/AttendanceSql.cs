namespace Satcom.Infrastructure.Persistence;

/// <summary>What migrations create beside the tables of attendance: the lock of a period holds in the database, whatever a node remembers of it.</summary>
internal static class AttendanceSql
{
    /// <remarks>
    /// Whoever writes a day shares a lock of the company's until the commit, and whoever closes a period takes it alone. So a period is closed after the taps that are under way, and a tap that comes
    /// second finds it closed: each statement of a function reads anew under READ COMMITTED. It is an advisory lock because a shared lock on the one row of the company would write that row with every tap.
    /// </remarks>
    public const string LockHeld =
        """
        CREATE FUNCTION refuse_locked_day() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock_shared(hashtextextended('attendance:' || NEW.tenant_id, 0));
          IF EXISTS (SELECT FROM attendance_closings c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.tenant_id AND c.through >= least(NEW.date, OLD.date)) THEN
            RAISE EXCEPTION 'the attendance of % is locked', NEW.date
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_attendance_days_locked', TABLE = 'attendance_days';
          END IF;
          RETURN NEW;
        END $$;

        CREATE TRIGGER locked BEFORE INSERT OR UPDATE ON attendance_days FOR EACH ROW EXECUTE FUNCTION refuse_locked_day();

        -- After the statement, for a tap comes in one statement with the day that it opens.
        CREATE FUNCTION refuse_event_of_locked_day() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock_shared(hashtextextended('attendance:' || NEW.tenant_id, 0));
          IF EXISTS (
            SELECT FROM attendance_closings c JOIN attendance_days d ON d.tenant_id = c.tenant_id AND d.id = NEW.day_id
            WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.tenant_id AND c.through >= d.date
          ) THEN
            RAISE EXCEPTION 'the attendance of that day is locked'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_attendance_days_locked', TABLE = 'attendance_days';
          END IF;
          RETURN NULL;
        END $$;

        CREATE TRIGGER locked AFTER INSERT ON attendance_punches FOR EACH ROW EXECUTE FUNCTION refuse_event_of_locked_day();
        CREATE TRIGGER locked AFTER INSERT ON attendance_amendments FOR EACH ROW EXECUTE FUNCTION refuse_event_of_locked_day();

        CREATE FUNCTION close_attendance() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('attendance:' || NEW.tenant_id, 0));
          IF EXISTS (SELECT FROM attendance_days d WHERE d.tenant_id = NEW.tenant_id AND d.session_started_at IS NOT NULL AND d.date <= NEW.through) THEN
            RAISE EXCEPTION 'a session of the period is open'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_attendance_closings_open_session', TABLE = 'attendance_closings';
          END IF;
          RETURN NULL;
        END $$;

        CREATE TRIGGER closing AFTER INSERT OR UPDATE OF through ON attendance_closings
          FOR EACH ROW WHEN (NEW.through IS NOT NULL) EXECUTE FUNCTION close_attendance();
        """;

    /// <summary>One rebuild of a company runs at a time. It is judged at the commit, for one ends and the next begins in the same.</summary>
    public const string RebuildsApart =
        """
        ALTER TABLE attendance_rebuilds ADD CONSTRAINT ex_attendance_rebuilds_running
          EXCLUDE USING btree (tenant_id WITH =) WHERE (begun_at IS NOT NULL AND finished_at IS NULL) DEFERRABLE INITIALLY DEFERRED;
        """;

    /// <summary>Requests that a tap made say so by their reason alone until now.</summary>
    public const string LateTapsTold =
        """
        DO $$
        DECLARE
          tenant uuid;
        BEGIN
          FOR tenant IN SELECT id FROM tenants LOOP
            PERFORM set_config('app.tenant', tenant::text, true);
            UPDATE correction_requests SET source = 'latePunch' WHERE reason = 'latePunch';
          END LOOP;
          PERFORM set_config('app.tenant', '', true);
        END $$;
        """;

    /// <summary>
    /// What a date without a day is judged by, and what is credited on it, is said by assignments and holidays, so none of a locked date comes, goes or changes. It waits for a lock that is about to be set, as days do.
    /// </summary>
    public const string PlansHeld =
        """
        CREATE FUNCTION keep_plan_of_locked_dates(tenant uuid, changed date, relation text) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock_shared(hashtextextended('attendance:' || tenant, 0));
          IF EXISTS (SELECT FROM attendance_closings c WHERE c.tenant_id = tenant AND c.id = tenant AND c.through >= changed) THEN
            RAISE EXCEPTION 'attendance is locked on %', changed
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_' || relation || '_locked', TABLE = relation;
          END IF;
        END $$;

        CREATE FUNCTION keep_assignment_of_locked_dates() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          -- Where the end alone moves, what lies behind the earlier of both changes.
          PERFORM keep_plan_of_locked_dates(
            CASE WHEN TG_OP = 'DELETE' THEN OLD.tenant_id ELSE NEW.tenant_id END,
            CASE WHEN TG_OP = 'INSERT' THEN NEW.starts_on WHEN TG_OP = 'DELETE' THEN OLD.starts_on
              WHEN (OLD.employee_id, OLD.starts_on, OLD.shift_id, OLD.pattern_id, OLD.anchor) IS DISTINCT FROM (NEW.employee_id, NEW.starts_on, NEW.shift_id, NEW.pattern_id, NEW.anchor) THEN least(OLD.starts_on, NEW.starts_on)
              WHEN OLD.ends_on IS DISTINCT FROM NEW.ends_on THEN least(OLD.ends_on, NEW.ends_on) + 1 END,
            'shift_assignments');
          RETURN NULL;
        END $$;

        CREATE TRIGGER locked AFTER INSERT OR UPDATE OR DELETE ON shift_assignments FOR EACH ROW EXECUTE FUNCTION keep_assignment_of_locked_dates();

        CREATE FUNCTION keep_holidays_of_locked_dates() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM keep_plan_of_locked_dates(
            NEW.tenant_id,
            (SELECT min((d.day ->> 'date')::date) FROM (
              (SELECT jsonb_array_elements(OLD.holidays) AS day EXCEPT SELECT jsonb_array_elements(NEW.holidays))
              UNION ALL
              (SELECT jsonb_array_elements(NEW.holidays) AS day EXCEPT SELECT jsonb_array_elements(OLD.holidays))) d),
            'holiday_calendars');
          RETURN NULL;
        END $$;

        CREATE TRIGGER locked AFTER UPDATE OF holidays ON holiday_calendars FOR EACH ROW WHEN (OLD.holidays IS DISTINCT FROM NEW.holidays) EXECUTE FUNCTION keep_holidays_of_locked_dates();
        """;

    /// <summary>Takes <see cref="PlansHeld"/> back.</summary>
    public const string PlansHeldDown = "DROP FUNCTION keep_assignment_of_locked_dates(), keep_holidays_of_locked_dates(), keep_plan_of_locked_dates(uuid, date, text) CASCADE;";

    /// <summary>
    /// Late taps of a locked date are one request. It is judged at the commit, for the one before it ends in the same. Of those that there are the one that says most stays.
    /// </summary>
    public const string LateTapsOnce =
        """
        DO $$
        DECLARE
          tenant uuid;
        BEGIN
          FOR tenant IN SELECT id FROM tenants LOOP
            PERFORM set_config('app.tenant', tenant::text, true);
            UPDATE correction_requests r SET status = 'cancelled', decided_at = now() WHERE r.tenant_id = tenant AND r.source = 'latePunch' AND r.status = 'pending' AND EXISTS (
              SELECT FROM correction_requests o WHERE o.tenant_id = r.tenant_id AND o.employee_id = r.employee_id AND o.date = r.date AND o.source = 'latePunch' AND o.status = 'pending'
                AND (jsonb_array_length(o.events), o.requested_at, o.id) > (jsonb_array_length(r.events), r.requested_at, r.id));
          END LOOP;
          PERFORM set_config('app.tenant', '', true);
        END $$;

        ALTER TABLE correction_requests ADD CONSTRAINT ex_correction_requests_late_taps
          EXCLUDE USING btree (tenant_id WITH =, employee_id WITH =, date WITH =) WHERE (source = 'latePunch' AND status = 'pending') DEFERRABLE INITIALLY DEFERRED;
        """;

    /// <summary>Takes <see cref="LockHeld"/> back.</summary>
    public const string LockHeldDown = "DROP FUNCTION refuse_locked_day(), refuse_event_of_locked_day(), close_attendance() CASCADE;";
}
