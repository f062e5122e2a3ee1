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
}
