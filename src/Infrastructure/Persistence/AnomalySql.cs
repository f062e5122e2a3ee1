namespace Satcom.Infrastructure.Persistence;

/// <summary>What migrations of anomalies do to the rows that there are, and beside the tables.</summary>
internal static class AnomalySql
{
    /// <summary>Until then every anomaly was about one date, and a day did not say since when its session lacks a check-out. Figures of breaks come with the day's next rebuild.</summary>
    public const string SubjectsOfOneDate =
        """
        DO $$
        DECLARE
          tenant uuid;
        BEGIN
          FOR tenant IN SELECT id FROM tenants LOOP
            PERFORM set_config('app.tenant', tenant::text, true);
            UPDATE anomalies SET subject_end = subject_date;
            UPDATE attendance_days
            SET lacking_since = session_started_at, lacking_limit_seconds = greatest(0, coalesce(extract(epoch FROM due_at - session_started_at), 0))::integer
            WHERE session_started_at IS NOT NULL;
          END LOOP;
          PERFORM set_config('app.tenant', '', true);
        END $$;
        """;

    /// <summary>
    /// What the service settled was not marked, and of days that were given up before it was not written down since when they lack a check-out: that is taken from what their anomaly says, which gets
    /// the facts that it would be found with now. How long single breaks were, and what the shift planned, comes with a day's next rebuild; until then its breaks count as planned, so that nobody is blamed for them.
    /// Nothing is done to what was written since days say these things themselves.
    /// </summary>
    public const string FactsOfBefore =
        """
        -- No time of a locked day changes, so the lock does not mind.
        ALTER TABLE attendance_days DISABLE TRIGGER locked;

        DO $$
        DECLARE
          tenant uuid;
        BEGIN
          FOR tenant IN SELECT id FROM tenants LOOP
            PERFORM set_config('app.tenant', tenant::text, true);
            UPDATE attendance_days d
            SET lacking_since = (a.facts ->> 'sessionStartedAt')::timestamptz, lacking_limit_seconds = (a.facts ->> 'limitSeconds')::integer
            FROM anomalies a
            WHERE a.tenant_id = d.tenant_id AND a.employee_id = d.employee_id AND a.subject_date = d.date AND a.kind = 'missingCheckOut'
              AND a.facts ?& ARRAY['sessionStartedAt', 'limitSeconds'] AND d.lacking_since IS NULL AND d.flags && ARRAY['missingCheckOut', 'autoClosed'];
            UPDATE attendance_days SET planned_break_seconds = break_seconds + lunch_seconds
            WHERE break_seconds + lunch_seconds > 0 AND longest_break_seconds = 0 AND planned_break_seconds = 0;
            UPDATE anomalies a
            SET is_cleared = a.is_cleared OR (a.status = 'resolved' AND coalesce((
                SELECT s.actor_id IS NULL FROM anomaly_steps s WHERE s.tenant_id = a.tenant_id AND s.anomaly_id = a.id ORDER BY s.at DESC, s.id DESC LIMIT 1), false)),
              facts = CASE WHEN a.kind = 'missingCheckOut' THEN jsonb_build_object('graceSeconds', '0', 'closedByRule', (EXISTS (
                SELECT FROM attendance_days d WHERE d.tenant_id = a.tenant_id AND d.employee_id = a.employee_id AND d.date = a.subject_date AND 'autoClosed' = ANY (d.flags)))::text) ELSE '{}' END || a.facts;
          END LOOP;
          PERFORM set_config('app.tenant', '', true);
        END $$;

        ALTER TABLE attendance_days ENABLE TRIGGER locked;
        """;

    /// <summary>A node of the version before raises anomalies of one date without saying where their period ends.</summary>
    public const string EndOfSubject =
        """
        CREATE FUNCTION end_with_subject_date() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          NEW.subject_end := NEW.subject_date;
          RETURN NEW;
        END $$;

        ALTER TABLE anomalies ALTER COLUMN subject_end DROP DEFAULT;
        CREATE TRIGGER end_of_subject BEFORE INSERT ON anomalies FOR EACH ROW WHEN (NEW.subject_end IS NULL) EXECUTE FUNCTION end_with_subject_date();
        """;

    public const string EndOfSubjectDown =
        """
        DROP TRIGGER end_of_subject ON anomalies;
        DROP FUNCTION end_with_subject_date();
        ALTER TABLE anomalies ALTER COLUMN subject_end SET DEFAULT '0001-01-01';
        """;
}
