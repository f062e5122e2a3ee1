namespace Satcom.Infrastructure.Persistence;

/// <summary>What migrations of anomalies do to the rows that there are.</summary>
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
}
