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

    /// <summary>Takes <see cref="LockHeld"/> back.</summary>
    public const string LockHeldDown = "DROP FUNCTION refuse_locked_day(), refuse_event_of_locked_day(), close_attendance() CASCADE;";
}
