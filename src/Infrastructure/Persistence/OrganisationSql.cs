namespace Satcom.Infrastructure.Persistence;

/// <summary>What migrations create beside the tables of organisation and shifts: constraints that the model cannot express.</summary>
internal static class OrganisationSql
{
    public const string Up =
        """
        -- Of two assignments of one person at once the database refuses the second.
        ALTER TABLE shift_assignments ADD CONSTRAINT ex_shift_assignments_dates
          EXCLUDE USING gist (tenant_id WITH =, employee_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&);

        -- Names are unique whatever their case; an archived thing gives its name free.
        CREATE UNIQUE INDEX ux_teams_name ON teams (tenant_id, lower(name)) WHERE NOT is_archived;
        CREATE UNIQUE INDEX ux_offices_name ON offices (tenant_id, lower(name)) WHERE NOT is_archived;
        CREATE UNIQUE INDEX ux_shifts_name ON shifts (tenant_id, lower(name)) WHERE NOT is_archived;
        CREATE UNIQUE INDEX ux_shift_patterns_name ON shift_patterns (tenant_id, lower(name)) WHERE NOT is_archived;
        CREATE UNIQUE INDEX ux_holiday_calendars_name ON holiday_calendars (tenant_id, lower(name)) WHERE NOT is_archived;

        -- Who somebody reports to on a date; an empty history says that it was always the present manager.
        CREATE FUNCTION manager_on(history jsonb, present uuid, day date) RETURNS uuid LANGUAGE sql STABLE AS $$
          SELECT CASE WHEN jsonb_array_length(history) = 0 THEN present ELSE (
            SELECT (d.dated->>'value')::uuid FROM jsonb_array_elements(history) AS d(dated)
            WHERE (d.dated->>'from')::date <= day ORDER BY (d.dated->>'from')::date DESC LIMIT 1) END
        $$;

        -- A planned move must not close the line of managers either, on any date on which somebody is to move.
        CREATE FUNCTION refuse_planned_manager_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          day date;
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('people:' || NEW.tenant_id, 0));
          FOR day IN
            SELECT DISTINCT (d.dated->>'from')::date FROM employees e CROSS JOIN LATERAL jsonb_array_elements(e.managers) AS d(dated)
            WHERE e.tenant_id = NEW.tenant_id AND e.moves_on IS NOT NULL AND (d.dated->>'from')::date >= e.moves_on
          LOOP
            IF EXISTS (
              WITH RECURSIVE line AS (
                SELECT manager_on(NEW.managers, NEW.manager_id, day) AS id
                UNION
                SELECT manager_on(e.managers, e.manager_id, day) FROM line JOIN employees e ON e.tenant_id = NEW.tenant_id AND e.id = line.id
              )
              SELECT FROM line WHERE id = NEW.id
            ) THEN
              RAISE EXCEPTION 'the line of managers would lead back to the employee on %', day
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_employees_manager_cycle', TABLE = 'employees';
            END IF;
          END LOOP;
          RETURN NULL;
        END $$;

        CREATE TRIGGER planned_manager_cycle AFTER UPDATE OF managers ON employees
          FOR EACH ROW WHEN (NEW.managers <> '[]') EXECUTE FUNCTION refuse_planned_manager_cycle();

        -- A team is archived when nobody is in it or is to join it; and nobody joins an archived one.
        CREATE FUNCTION is_member(team uuid, present uuid, history jsonb, moves_on date) RETURNS boolean LANGUAGE sql STABLE AS $$
          SELECT coalesce(present = team, false) OR (moves_on IS NOT NULL AND EXISTS (
            SELECT FROM jsonb_array_elements(history) AS d(dated) WHERE d.dated->>'value' = team::text AND (d.dated->>'from')::date >= moves_on))
        $$;

        CREATE FUNCTION refuse_team_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('people:' || NEW.tenant_id, 0));
          IF EXISTS (SELECT FROM employees e WHERE e.tenant_id = NEW.tenant_id AND is_member(NEW.id, e.team_id, e.teams, e.moves_on)) THEN
            RAISE EXCEPTION 'somebody is in the team, or is to join it'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_teams_in_use', TABLE = 'teams';
          END IF;
          RETURN NULL;
        END $$;

        CREATE TRIGGER team_in_use AFTER UPDATE OF is_archived ON teams
          FOR EACH ROW WHEN (NEW.is_archived) EXECUTE FUNCTION refuse_team_in_use();

        CREATE FUNCTION refuse_archived_team() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('people:' || NEW.tenant_id, 0));
          IF EXISTS (SELECT FROM teams t WHERE t.tenant_id = NEW.tenant_id AND t.is_archived AND is_member(t.id, NEW.team_id, NEW.teams, NEW.moves_on)) THEN
            RAISE EXCEPTION 'the team is archived'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_employees_team_archived', TABLE = 'employees';
          END IF;
          RETURN NULL;
        END $$;

        CREATE TRIGGER archived_team AFTER INSERT OR UPDATE OF team_id, teams ON employees
          FOR EACH ROW WHEN (NEW.team_id IS NOT NULL OR NEW.teams <> '[]') EXECUTE FUNCTION refuse_archived_team();
        """;

    /// <summary>Takes back what of <see cref="Up"/> does not go with its tables.</summary>
    public const string Down =
        """
        DROP FUNCTION refuse_planned_manager_cycle(), refuse_team_in_use(), refuse_archived_team() CASCADE;
        DROP FUNCTION manager_on(jsonb, uuid, date), is_member(uuid, uuid, jsonb, date);
        DROP INDEX ux_teams_name;
        """;
}
