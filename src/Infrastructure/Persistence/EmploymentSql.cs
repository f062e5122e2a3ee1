namespace Satcom.Infrastructure.Persistence;

/// <summary>What migrations create beside the table of employees: codes that differ in more than their case, and employments that keep to the lock of attendance and to one another.</summary>
internal static class EmploymentSql
{
    /// <summary>
    /// The dates of an employment decide who has a row in what is paid, so none of a locked period comes or goes. It waits for a lock that is about to be set, as days do (<see cref="AttendanceSql.LockHeld"/>).
    /// </summary>
    public const string Locked =
        """
        CREATE FUNCTION keep_employment_of_locked_dates() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          locked date;
          made date;
          was daterange;
          now_is daterange;
          changed date;
        BEGIN
          PERFORM pg_advisory_xact_lock_shared(hashtextextended('attendance:' || NEW.tenant_id, 0));
          SELECT c.through INTO locked FROM attendance_closings c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.tenant_id;
          IF locked IS NULL THEN
            RETURN NULL;
          END IF;

          -- Where no first date is said, it is that of the account.
          BEGIN
            SELECT (u.created_at AT TIME ZONE NEW.time_zone)::date INTO made FROM users u WHERE u.tenant_id = NEW.tenant_id AND u.id = NEW.id;
          EXCEPTION WHEN invalid_parameter_value THEN
            SELECT (u.created_at AT TIME ZONE 'UTC')::date INTO made FROM users u WHERE u.tenant_id = NEW.tenant_id AND u.id = NEW.id;
          END;
          now_is := CASE WHEN coalesce(NEW.starts_on, made) <= NEW.ends_on OR NEW.ends_on IS NULL THEN daterange(coalesce(NEW.starts_on, made), NEW.ends_on, '[]') ELSE 'empty' END;
          was := CASE WHEN TG_OP = 'INSERT' THEN 'empty'
            WHEN coalesce(OLD.starts_on, made) <= OLD.ends_on OR OLD.ends_on IS NULL THEN daterange(coalesce(OLD.starts_on, made), OLD.ends_on, '[]') ELSE 'empty' END;

          -- The earliest date that lies in one of them alone; the upper bound of a range of dates is the day after it.
          changed := CASE
            WHEN isempty(was) OR isempty(now_is) OR lower(was) <> lower(now_is) THEN least(lower(was), lower(now_is))
            WHEN upper(was) IS DISTINCT FROM upper(now_is) THEN least(upper(was), upper(now_is)) END;
          IF changed <= locked THEN
            RAISE EXCEPTION 'attendance is locked on a date of the employment'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_employees_locked', TABLE = 'employees';
          END IF;
          RETURN NULL;
        END $$;

        CREATE TRIGGER employment_begun AFTER INSERT ON employees FOR EACH ROW WHEN (NEW.starts_on IS NOT NULL) EXECUTE FUNCTION keep_employment_of_locked_dates();
        CREATE TRIGGER employment_moved AFTER UPDATE OF starts_on, ends_on ON employees
          FOR EACH ROW WHEN (OLD.starts_on IS DISTINCT FROM NEW.starts_on OR OLD.ends_on IS DISTINCT FROM NEW.ends_on) EXECUTE FUNCTION keep_employment_of_locked_dates();
        """;

    /// <summary>
    /// Somebody may have several employments, one after the other: no two share a date, and the dates that come and go are those that lie in the old ones alone or in the new ones alone. An end and another
    /// beginning after it leave the dates of the first as they were.
    /// </summary>
    public const string Spans =
        """
        CREATE FUNCTION employments_of(earlier jsonb, began date, ended date, made date) RETURNS datemultirange LANGUAGE sql STABLE AS $$
          SELECT coalesce(range_agg(daterange(s.first, s.last, '[]')), '{}'::datemultirange) FROM (
            SELECT coalesce((e.one->>'from')::date, made), (e.one->>'to')::date FROM jsonb_array_elements(earlier) AS e(one)
            UNION ALL SELECT coalesce(began, made), ended) AS s(first, last)
          WHERE s.last IS NULL OR s.first <= s.last
        $$;

        CREATE OR REPLACE FUNCTION keep_employment_of_locked_dates() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          locked date;
          made date;
          was datemultirange := '{}';
          now_is datemultirange;
        BEGIN
          IF NEW.previous_ends_on IS DISTINCT FROM (NEW.earlier_employments->-1->>'to')::date OR EXISTS (
            SELECT FROM jsonb_array_elements(NEW.earlier_employments) WITH ORDINALITY AS a(one, place)
            JOIN jsonb_array_elements(NEW.earlier_employments) WITH ORDINALITY AS b(one, place) ON a.place < b.place
            WHERE b.one->>'from' IS NULL OR (b.one->>'from')::date <= (a.one->>'to')::date) THEN
            RAISE EXCEPTION 'two employments share a date'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_employees_employments', TABLE = 'employees';
          END IF;

          PERFORM pg_advisory_xact_lock_shared(hashtextextended('attendance:' || NEW.tenant_id, 0));
          SELECT c.through INTO locked FROM attendance_closings c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.tenant_id;
          IF locked IS NULL THEN
            RETURN NULL;
          END IF;

          -- Where no first date is said, it is that of the account.
          BEGIN
            SELECT (u.created_at AT TIME ZONE NEW.time_zone)::date INTO made FROM users u WHERE u.tenant_id = NEW.tenant_id AND u.id = NEW.id;
          EXCEPTION WHEN invalid_parameter_value THEN
            SELECT (u.created_at AT TIME ZONE 'UTC')::date INTO made FROM users u WHERE u.tenant_id = NEW.tenant_id AND u.id = NEW.id;
          END;
          now_is := employments_of(NEW.earlier_employments, NEW.starts_on, NEW.ends_on, made);
          IF TG_OP = 'UPDATE' THEN
            was := employments_of(OLD.earlier_employments, OLD.starts_on, OLD.ends_on, made);
          END IF;

          -- The earliest date that lies in one of them alone; of nothing it is null.
          IF least(lower(was - now_is), lower(now_is - was)) <= locked THEN
            RAISE EXCEPTION 'attendance is locked on a date of the employment'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_employees_locked', TABLE = 'employees';
          END IF;
          RETURN NULL;
        END $$;

        DROP TRIGGER employment_moved ON employees;
        CREATE TRIGGER employment_moved AFTER UPDATE OF starts_on, ends_on, earlier_employments, previous_ends_on ON employees
          FOR EACH ROW WHEN (OLD.starts_on IS DISTINCT FROM NEW.starts_on OR OLD.ends_on IS DISTINCT FROM NEW.ends_on
            OR OLD.earlier_employments IS DISTINCT FROM NEW.earlier_employments OR OLD.previous_ends_on IS DISTINCT FROM NEW.previous_ends_on)
          EXECUTE FUNCTION keep_employment_of_locked_dates();
        """;

    /// <summary>One employment of each person again, as <see cref="Locked"/> made it.</summary>
    public const string SpansDown =
        """
        DROP FUNCTION keep_employment_of_locked_dates() CASCADE;
        DROP FUNCTION employments_of(jsonb, date, date, date);
        """ + "\n" + Locked;

    /// <summary>
    /// Until now a first date alone, of an account that is shut, said that its person never came. Now the dates say it: such an employment ends before it begins. Its dates were none before, so the lock does not mind.
    /// </summary>
    public const string CalledOff =
        """
        ALTER TABLE employees DISABLE TRIGGER employment_moved;

        DO $$
        DECLARE
          tenant uuid;
        BEGIN
          FOR tenant IN SELECT id FROM tenants LOOP
            PERFORM set_config('app.tenant', tenant::text, true);
            UPDATE employees e SET ends_on = e.starts_on - 1
            FROM users u
            WHERE e.tenant_id = tenant AND u.tenant_id = e.tenant_id AND u.id = e.id AND u.status = 'deactivated' AND e.starts_on IS NOT NULL AND e.ends_on IS NULL
              AND NOT EXISTS (SELECT FROM attendance_days d WHERE d.tenant_id = e.tenant_id AND d.employee_id = e.id AND d.date >= e.starts_on);
          END LOOP;
          PERFORM set_config('app.tenant', '', true);
        END $$;

        ALTER TABLE employees ENABLE TRIGGER employment_moved;
        """;

    /// <summary>Takes it back.</summary>
    public const string CalledOffDown =
        """
        ALTER TABLE employees DISABLE TRIGGER employment_moved;

        DO $$
        DECLARE
          tenant uuid;
        BEGIN
          FOR tenant IN SELECT id FROM tenants LOOP
            PERFORM set_config('app.tenant', tenant::text, true);
            UPDATE employees SET ends_on = NULL WHERE tenant_id = tenant AND ends_on < starts_on;
          END LOOP;
          PERFORM set_config('app.tenant', '', true);
        END $$;

        ALTER TABLE employees ENABLE TRIGGER employment_moved;
        """;

    /// <summary>
    /// Codes are unique whatever their case. Of those that differ in it alone until now, the oldest account keeps its code, and the others get theirs with the first number behind it that is free. People are found by
    /// the new one too.
    /// </summary>
    public const string Codes =
        """
        DO $$
        DECLARE
          tenant uuid;
          twin record;
          number int;
          code text;
        BEGIN
          FOR tenant IN SELECT id FROM tenants LOOP
            PERFORM set_config('app.tenant', tenant::text, true);
            FOR twin IN
              SELECT e.id, e.employee_code FROM (
                SELECT e.id, e.employee_code, row_number() OVER (PARTITION BY lower(e.employee_code) ORDER BY u.created_at, u.id) AS place
                FROM employees e JOIN users u ON u.tenant_id = e.tenant_id AND u.id = e.id WHERE e.tenant_id = tenant) e
              WHERE e.place > 1 ORDER BY e.id
            LOOP
              number := 1;
              LOOP
                number := number + 1;
                code := left(twin.employee_code, 32 - length('-' || number)) || '-' || number;
                EXIT WHEN NOT EXISTS (SELECT FROM employees e WHERE e.tenant_id = tenant AND lower(e.employee_code) = lower(code));
              END LOOP;
              UPDATE employees SET employee_code = code, search_text = left(search_text || ' ' || number, 1000) WHERE tenant_id = tenant AND id = twin.id;
            END LOOP;
          END LOOP;
          PERFORM set_config('app.tenant', '', true);
        END $$;

        CREATE UNIQUE INDEX ux_employees_code ON employees (tenant_id, lower(employee_code));
        """;

    /// <summary>Takes both back, but for codes that were changed.</summary>
    public const string Down =
        """
        DROP INDEX ux_employees_code;
        DROP FUNCTION keep_employment_of_locked_dates() CASCADE;
        """;
}
