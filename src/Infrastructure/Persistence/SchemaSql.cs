namespace Satcom.Infrastructure.Persistence;

/// <summary>What migrations create beside tables: functions, the policies that differ from the common one, and constraints that the model cannot express.</summary>
internal static class SchemaSql
{
    public const string Before =
        """
        CREATE FUNCTION version_conflict() RETURNS integer LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'the row has another version' USING ERRCODE = 'SA412';
        END $$;
        """;

    /// <summary>
    /// Nobody works twice at once, on whichever days the sessions are. Days without spans stay outside of it, so that a check-in,
    /// which has none, pays nothing.
    /// </summary>
    public const string SessionsApart =
        """
        ALTER TABLE attendance_days ADD CONSTRAINT ex_attendance_days_sessions
          EXCLUDE USING gist (tenant_id WITH =, employee_id WITH =, sessions WITH &&) WHERE (sessions IS NOT NULL);
        """;

    /// <summary>A person's living requests share no half-day, and nobody earns leave of one type twice at once.</summary>
    public const string Leaves =
        """
        ALTER TABLE leave_requests ADD CONSTRAINT ex_leave_requests_slots
          EXCLUDE USING gist (tenant_id WITH =, employee_id WITH =, int4range(first_slot, end_slot) WITH &&) WHERE (status IN ('pending', 'recommended', 'approved'));
        ALTER TABLE leave_assignments ADD CONSTRAINT ex_leave_assignments_dates
          EXCLUDE USING gist (tenant_id WITH =, employee_id WITH =, leave_type_id WITH =, daterange(from_date, to_date, '[]') WITH &&);
        """;

    /// <summary>Leave of locked dates neither comes nor goes. The lock's row is held until the commit, so of a lock and an approval at once the second sees the first.</summary>
    public const string LeaveLock =
        """
        CREATE FUNCTION keep_leave_of_locked_dates() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          locked date;
        BEGIN
          -- The company's lock of AttendanceSql.LockHeld: there is no row to hold before a period is closed for the first time.
          PERFORM pg_advisory_xact_lock_shared(hashtextextended('attendance:' || NEW.tenant_id, 0));
          SELECT c.through INTO locked FROM attendance_closings c WHERE c.tenant_id = NEW.tenant_id;
          IF NEW.from_date <= locked THEN
            RAISE EXCEPTION 'attendance is locked on a date of the leave'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_leave_requests_locked', TABLE = 'leave_requests';
          END IF;
          RETURN NULL;
        END $$;

        CREATE TRIGGER leave_asked_for AFTER INSERT ON leave_requests FOR EACH ROW WHEN (NEW.status IN ('pending', 'recommended', 'approved')) EXECUTE FUNCTION keep_leave_of_locked_dates();
        CREATE TRIGGER leave_decided AFTER UPDATE OF status ON leave_requests FOR EACH ROW WHEN ((OLD.status = 'approved') <> (NEW.status = 'approved')) EXECUTE FUNCTION keep_leave_of_locked_dates();
        """;

    /// <summary>Approved leave is ended sooner behind the lock alone.</summary>
    public const string LeaveEnds =
        """
        CREATE FUNCTION keep_leave_until_the_lock() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock_shared(hashtextextended('attendance:' || NEW.tenant_id, 0));
          IF EXISTS (SELECT FROM attendance_closings c WHERE c.tenant_id = NEW.tenant_id AND c.through > NEW.to_date) THEN
            RAISE EXCEPTION 'attendance is locked on a date that the leave would no longer have'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_leave_requests_locked', TABLE = 'leave_requests';
          END IF;
          RETURN NULL;
        END $$;

        CREATE TRIGGER leave_shortened AFTER UPDATE OF to_date ON leave_requests FOR EACH ROW
          WHEN (OLD.status = 'approved' AND NEW.status = 'approved' AND NEW.to_date < OLD.to_date) EXECUTE FUNCTION keep_leave_until_the_lock();
        """;

    public const string LeaveEndsDown = "DROP FUNCTION keep_leave_until_the_lock() CASCADE;";

    /// <summary>What is earned, lost or adjusted is booked behind the lock, so that the table of a closed period stays as it was. What leave takes and gives back is held by the request's own dates.</summary>
    public const string LeaveEntriesLock =
        """
        CREATE FUNCTION keep_leave_entries_behind_the_lock() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          -- The company's lock of AttendanceSql.LockHeld, so that of a lock and an entry at once one comes after the other.
          PERFORM pg_advisory_xact_lock_shared(hashtextextended('attendance:' || NEW.tenant_id, 0));
          IF EXISTS (SELECT FROM attendance_closings c WHERE c.tenant_id = NEW.tenant_id AND c.through >= coalesce(NEW.booked_on, NEW.date)) THEN
            RAISE EXCEPTION 'attendance is locked on the date of the entry'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_leave_entries_locked', TABLE = 'leave_entries';
          END IF;
          RETURN NULL;
        END $$;

        CREATE TRIGGER leave_posted AFTER INSERT ON leave_entries
          FOR EACH ROW WHEN (NEW.kind IN ('adjustment', 'accrual', 'forfeit', 'expiry')) EXECUTE FUNCTION keep_leave_entries_behind_the_lock();
        """;

    public const string LeaveEntriesLockDown = "DROP FUNCTION keep_leave_entries_behind_the_lock() CASCADE;";

    /// <summary>Names that differ in case alone were let in until now: all but the first of them get a number behind them.</summary>
    public const string LeaveNames =
        """
        DO $$
        DECLARE
          tenant uuid;
          kind text;
          twin record;
          fresh text;
          n integer;
          is_taken boolean;
        BEGIN
          FOR tenant IN SELECT id FROM tenants LOOP
            PERFORM set_config('app.tenant', tenant::text, true);
            FOREACH kind IN ARRAY ARRAY['leave_types', 'leave_policies'] LOOP
              FOR twin IN EXECUTE format(
                'SELECT id, name FROM (SELECT id, name, row_number() OVER (PARTITION BY lower(name) ORDER BY id) AS nth FROM %I WHERE tenant_id = $1) named WHERE nth > 1 ORDER BY id', kind) USING tenant
              LOOP
                n := 1;
                LOOP
                  n := n + 1;
                  fresh := left(twin.name, 120 - length(n::text) - 3) || ' (' || n || ')';
                  EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE tenant_id = $1 AND lower(name) = lower($2))', kind) INTO is_taken USING tenant, fresh;
                  EXIT WHEN NOT is_taken;
                END LOOP;

                EXECUTE format('UPDATE %I SET name = $3 WHERE tenant_id = $1 AND id = $2', kind) USING tenant, twin.id, fresh;
              END LOOP;
            END LOOP;
          END LOOP;
          PERFORM set_config('app.tenant', '', true);
        END $$;

        CREATE UNIQUE INDEX ux_leave_types_name ON leave_types (tenant_id, lower(name));
        CREATE UNIQUE INDEX ux_leave_policies_name ON leave_policies (tenant_id, lower(name));
        """;

    /// <summary>A calendar that holds more already, which nothing forbade, stays as it is.</summary>
    public const string HolidaysBounded = "ALTER TABLE holiday_calendars ADD CONSTRAINT ck_holiday_calendars_size CHECK (jsonb_array_length(holidays) <= 1000) NOT VALID;";

    public const string LeaveNamesDown =
        """
        DROP INDEX ux_leave_policies_name;
        DROP INDEX ux_leave_types_name;
        """;

    public const string LeaveLockDown =
        """
        DROP TRIGGER leave_decided ON leave_requests;
        DROP TRIGGER leave_asked_for ON leave_requests;
        DROP FUNCTION keep_leave_of_locked_dates();
        """;

    public const string After =
        """
        -- A person's manager, that one's manager and so on, nearest first; a cycle ends where it closes.
        CREATE FUNCTION manager_chain(employee uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
          WITH RECURSIVE chain AS (
            SELECT e.manager_id AS id, 1 AS depth, ARRAY[e.id] AS seen
            FROM employees e
            WHERE e.tenant_id = NULLIF(current_setting('app.tenant', true), '')::uuid AND e.id = employee AND e.manager_id IS NOT NULL
            UNION ALL
            SELECT e.manager_id, chain.depth + 1, chain.seen || e.id
            FROM chain
            JOIN employees e ON e.tenant_id = NULLIF(current_setting('app.tenant', true), '')::uuid AND e.id = chain.id
            WHERE e.manager_id IS NOT NULL AND e.manager_id <> ALL (chain.seen || e.id)
          )
          SELECT coalesce(array_agg(id ORDER BY depth), '{}') FROM chain
        $$;

        -- Everybody who reports to a manager, directly or below.
        CREATE FUNCTION reports_of(manager uuid) RETURNS TABLE (employee_id uuid) LANGUAGE sql STABLE AS $$
          WITH RECURSIVE line AS (
            SELECT e.id FROM employees e
            WHERE e.tenant_id = NULLIF(current_setting('app.tenant', true), '')::uuid AND e.manager_id = manager
            UNION
            SELECT e.id FROM line
            JOIN employees e ON e.tenant_id = NULLIF(current_setting('app.tenant', true), '')::uuid AND e.manager_id = line.id
          )
          SELECT id FROM line WHERE id <> manager
        $$;

        -- Tenants can be found by everybody, and written by their own scope alone.
        ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
        ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
        REVOKE DELETE ON tenants FROM satcom_app;
        CREATE POLICY readable ON tenants FOR SELECT USING (true);
        CREATE POLICY created_in_own_scope ON tenants FOR INSERT WITH CHECK (id = NULLIF(current_setting('app.tenant', true), '')::uuid);
        CREATE POLICY changed_in_own_scope ON tenants FOR UPDATE
          USING (id = NULLIF(current_setting('app.tenant', true), '')::uuid)
          WITH CHECK (id = NULLIF(current_setting('app.tenant', true), '')::uuid);

        -- The dispatcher delivers every tenant's events; it says so, and reaches this table alone.
        CREATE POLICY outbox_dispatch ON outbox_messages USING (current_setting('app.system', true) = 'outbox');

        -- The service reads which migrations are applied, so that it can say that it is not ready.
        GRANT SELECT ON __migrations TO satcom_app;
        """;

    /// <summary>What the database holds about people beside keys: the reporting line has no cycle, a company keeps an administrator, and search finds what is there.</summary>
    /// <remarks>
    /// The checks run after the row is written and behind one lock per tenant, so of two changes that break a rule only together the second
    /// sees the first: each statement of a function reads anew under READ COMMITTED.
    /// </remarks>
    public const string People =
        """
        CREATE FUNCTION refuse_manager_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('people:' || NEW.tenant_id, 0));
          IF EXISTS (
            WITH RECURSIVE line AS (
              SELECT NEW.manager_id AS id
              UNION
              SELECT e.manager_id FROM line JOIN employees e ON e.tenant_id = NEW.tenant_id AND e.id = line.id WHERE e.manager_id IS NOT NULL
            )
            SELECT FROM line WHERE id = NEW.id
          ) THEN
            RAISE EXCEPTION 'the line of managers leads back to the employee'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_employees_manager_cycle', TABLE = 'employees';
          END IF;
          RETURN NULL;
        END $$;

        CREATE TRIGGER manager_cycle AFTER INSERT OR UPDATE OF manager_id ON employees
          FOR EACH ROW WHEN (NEW.manager_id IS NOT NULL) EXECUTE FUNCTION refuse_manager_cycle();

        -- An administrator who has never set a password cannot sign in, so they count for none.
        CREATE FUNCTION keep_an_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          administrator text;
        BEGIN
          FOREACH administrator IN ARRAY ARRAY['superAdmin', 'platformAdmin'] LOOP
            CONTINUE WHEN OLD.status <> 'active' OR OLD.password_hash IS NULL OR NOT administrator = ANY (OLD.roles);
            CONTINUE WHEN TG_OP = 'UPDATE' AND NEW.status = 'active' AND administrator = ANY (NEW.roles);
            PERFORM pg_advisory_xact_lock(hashtextextended('people:' || OLD.tenant_id, 0));
            IF NOT EXISTS (
              SELECT FROM users u
              WHERE u.tenant_id = OLD.tenant_id AND u.id <> OLD.id AND u.status = 'active' AND u.password_hash IS NOT NULL AND administrator = ANY (u.roles)
            ) THEN
              RAISE EXCEPTION 'nobody would be left to administer the tenant'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_users_last_administrator', TABLE = 'users';
            END IF;
          END LOOP;
          RETURN NULL;
        END $$;

        CREATE TRIGGER last_administrator AFTER DELETE OR UPDATE OF roles, status ON users
          FOR EACH ROW EXECUTE FUNCTION keep_an_administrator();

        -- Platform administrators live in the platform tenant, and nobody else does.
        CREATE FUNCTION keep_platform_apart() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF ('platformAdmin' = ANY (NEW.roles)) <> EXISTS (SELECT FROM tenants t WHERE t.id = NEW.tenant_id AND t.slug = 'platform') THEN
            RAISE EXCEPTION 'platform administrators live in the platform tenant, and nobody else does'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_users_platform_apart', TABLE = 'users';
          END IF;
          RETURN NULL;
        END $$;

        CREATE TRIGGER platform_apart AFTER INSERT OR UPDATE OF roles ON users
          FOR EACH ROW EXECUTE FUNCTION keep_platform_apart();

        CREATE FUNCTION keep_search_terms() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'UPDATE' THEN
            DELETE FROM user_search_terms WHERE tenant_id = NEW.tenant_id AND user_id = NEW.id AND source = TG_TABLE_NAME;
          END IF;
          INSERT INTO user_search_terms (tenant_id, term, user_id, source)
          SELECT DISTINCT NEW.tenant_id, left(term, 40), NEW.id, TG_TABLE_NAME FROM string_to_table(NEW.search_text, ' ') AS term WHERE term <> '';
          RETURN NULL;
        END $$;

        CREATE TRIGGER search_terms AFTER INSERT OR UPDATE OF search_text ON users FOR EACH ROW EXECUTE FUNCTION keep_search_terms();
        CREATE TRIGGER search_terms AFTER INSERT OR UPDATE OF search_text ON employees FOR EACH ROW EXECUTE FUNCTION keep_search_terms();

        -- Those who are there already are found by a plainer form of their words, until they are changed.
        DO $$
        DECLARE
          tenant uuid;
        BEGIN
          FOR tenant IN SELECT id FROM tenants LOOP
            PERFORM set_config('app.tenant', tenant::text, true);
            UPDATE users SET search_text = left(lower(regexp_replace(display_name || ' ' || email, '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+', ' ', 'g')), 1000);
            UPDATE employees SET search_text = left(lower(regexp_replace(employee_code, '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+', ' ', 'g')), 1000);
          END LOOP;
          PERFORM set_config('app.tenant', '', true);
        END $$;
        """;

    /// <summary>What days of before have in the new columns: no policy counted overtime, so all that was worked is ordinary, and an open session is due at the company's limit.</summary>
    public const string OrdinaryTime =
        """
        DO $$
        DECLARE
          tenant record;
        BEGIN
          FOR tenant IN SELECT id, coalesce((settings ->> 'maxSessionSeconds')::int, 57600) AS longest FROM tenants LOOP
            PERFORM set_config('app.tenant', tenant.id::text, true);
            UPDATE attendance_days SET ordinary_seconds = worked_seconds, due_at = session_started_at + make_interval(secs => tenant.longest);
          END LOOP;
          PERFORM set_config('app.tenant', '', true);
        END $$;
        """;

    /// <summary>Takes <see cref="People"/> back.</summary>
    public const string PeopleDown = "DROP FUNCTION refuse_manager_cycle(), keep_an_administrator(), keep_platform_apart(), keep_search_terms() CASCADE;";

    /// <summary>
    /// What the database holds about timesheets beside keys: nobody's weeks share a date, and nothing is entered into a week that is submitted, approved or locked.
    /// </summary>
    /// <remarks>
    /// Every change of an entry changes the row of its date, which locks its week against a move until the commit: an entry and a submission at once come one after the other, and an entry that comes
    /// second finds the week sealed.
    /// </remarks>
    public const string TimesheetsHeld =
        """
        ALTER TABLE timesheet_weeks ADD CONSTRAINT ex_timesheet_weeks_apart
          EXCLUDE USING gist (tenant_id WITH =, employee_id WITH =, daterange(first_date, last_date, '[]') WITH &&);

        CREATE FUNCTION refuse_sealed_timesheet() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM FROM timesheet_weeks w WHERE w.tenant_id = NEW.tenant_id AND w.id = NEW.week_id AND w.status IN ('open', 'rejected') FOR SHARE;
          IF NOT FOUND THEN
            RAISE EXCEPTION 'the week of the timesheet is sealed'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_timesheet_days_sealed', TABLE = 'timesheet_days';
          END IF;
          RETURN NULL;
        END $$;

        CREATE TRIGGER sealed AFTER INSERT OR UPDATE ON timesheet_days FOR EACH ROW EXECUTE FUNCTION refuse_sealed_timesheet();
        CREATE TRIGGER sealed AFTER INSERT OR UPDATE ON timesheet_entries FOR EACH ROW EXECUTE FUNCTION refuse_sealed_timesheet();
        """;

    /// <summary>Takes <see cref="TimesheetsHeld"/> back.</summary>
    public const string TimesheetsHeldDown = "DROP FUNCTION refuse_sealed_timesheet() CASCADE;";
}
