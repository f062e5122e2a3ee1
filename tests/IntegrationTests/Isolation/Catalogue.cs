using Npgsql;
using Satcom.Infrastructure.Persistence;

namespace Satcom.IntegrationTests.Isolation;

/// <summary>T9: the rules of T2 and T4 as questions to PostgreSQL's own catalogue. Each question's rows are what breaks it.</summary>
internal static class Catalogue
{
    /// <summary>Tables that hold no tenant's rows behind the common policy, each with the reason.</summary>
    private static readonly Dictionary<string, string> NotByTenant = new(StringComparer.Ordinal)
    {
        ["__migrations"] = "which migrations are applied; read by the readiness check",
        ["attempt_counters"] = "counters of failed attempts under keyed hashes, read before tenant and account are known",
        ["jobs"] = "what the installation does by the clock and whether the platform has paused it, with policies of its own that are checked below",
        ["request_counters"] = "counters of requests under keyed hashes: of addresses, people and tenants, written by the service for all of them",
        ["sign_in_directory"] = "keyed hash of an address to its tenant, read before the tenant is known",
        ["signing_keys"] = "the installation's keys, sealed",
        ["tenants"] = "the list of tenants itself, with policies of its own that are checked below",
    };

    /// <summary>The scheduler's tables: of the installation, with no tenant's data (job data holds ids alone).</summary>
    private const string SchedulerPrefix = "qrtz_";

    private const string Own = "(tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)";
    private const string OfPlatform =
        "((( SELECT t.slug\n   FROM tenants t\n  WHERE (t.id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)))::text = 'platform'::text)";

    private const string OwnId = "(id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)";

    /// <summary>Every policy there may be: table, or * for every tenant table; name; command; role; USING; WITH CHECK.</summary>
    private static readonly string[] Policies =
    [
        $"*|tenant|*|{Own}|{Own}",
        "job_runs|jobs_dispatch|*|(current_setting('app.system'::text, true) = 'jobs'::text)|",
        "jobs|jobs_dispatch|*|(current_setting('app.system'::text, true) = 'jobs'::text)|",
        "jobs|readable|r|true|",
        $"jobs|paused_by_platform|*|{OfPlatform}|{OfPlatform}",
        "outgoing_messages|messages_dispatch|*|(current_setting('app.system'::text, true) = 'messages'::text)|",
        "outbox_messages|outbox_dispatch|*|(current_setting('app.system'::text, true) = 'outbox'::text)|",
        "tenants|readable|r|true|",
        $"tenants|created_in_own_scope|a||{OwnId}",
        $"tenants|changed_in_own_scope|w|{OwnId}|{OwnId}",
    ];

    private static readonly (string Rule, string Sql)[] Questions =
    [
        ("tenant_id is missing, though the table is not on the list of exceptions", "SELECT relname FROM ts WHERE NOT by_tenant AND NOT excepted"),
        ("tenant_id may be NULL", "SELECT t.relname FROM ts t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'tenant_id' WHERE NOT a.attnotnull"),
        ("the primary key does not start with tenant_id", "SELECT relname FROM ts t WHERE by_tenant AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary AND i.indkey[0] = t.tenant_column)"),
        ("a unique index does not start with tenant_id", "SELECT relname || '.' || i.indexrelid::regclass FROM ts t JOIN pg_index i ON i.indrelid = t.oid WHERE by_tenant AND (i.indisunique OR i.indisexclusion) AND i.indkey[0] <> t.tenant_column"),
        ("a foreign key does not start with tenant_id on both sides",
            """
            SELECT t.relname || '.' || k.conname FROM ts t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
            LEFT JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attname = 'tenant_id'
            WHERE by_tenant AND (k.conkey[1] <> t.tenant_column OR (k.confrelid <> 'tenants'::regclass AND k.confkey[1] IS DISTINCT FROM a.attnum))
            """),
        ("a table outside the tenants points into them", "SELECT k.conrelid::regclass || '.' || k.conname FROM pg_constraint k JOIN ts t ON t.oid = k.confrelid AND t.by_tenant JOIN ts o ON o.oid = k.conrelid AND NOT o.by_tenant WHERE k.contype = 'f'"),
        ("row-level security is not both enabled and forced", "SELECT relname FROM ts WHERE (by_tenant OR relname IN ('tenants', 'jobs')) AND NOT (relrowsecurity AND relforcerowsecurity)"),
        ("the common policy is missing or was altered", "SELECT relname FROM ts t WHERE by_tenant AND NOT EXISTS (SELECT FROM ps WHERE ps.relname = t.relname AND ps.policy = (@policies)[1])"),
        ("a policy is not one of those that may be", "SELECT policy || ' on ' || relname FROM ps WHERE policy <> ALL (@policies) AND relname || substr(policy, 2) <> ALL (@policies)"),
        ("a policy that must be is missing", "SELECT p FROM unnest(@policies) p WHERE p NOT LIKE '*%' AND NOT EXISTS (SELECT FROM ps WHERE relname || substr(policy, 2) = p)"),
        ("a view runs with its owner's rights", "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v' AND NOT coalesce(reloptions @> '{security_invoker=true}', false)"),
        ("a materialized view keeps rows outside row-level security", "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'm'"),
        ("a function runs with its owner's rights", "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef"),
        ("a function carries a setting of its own", "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proconfig IS NOT NULL"),
        ("the application's role has an attribute too many", "SELECT rolname FROM pg_roles WHERE rolname = @role AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)"),
        ("the application's role is a member of another", "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = @role::regrole"),
        ("the application's role owns something", "SELECT classid::regclass || ' ' || objid FROM pg_shdepend WHERE refobjid = @role::regrole AND deptype = 'o'"),
        ("the application's role may create in the schema", "SELECT 'public' WHERE has_schema_privilege(@role, 'public', 'CREATE')"),
        ("the application's role may TRUNCATE, make triggers or point at a table", "SELECT relname || ' ' || p FROM ts, unnest(ARRAY['TRUNCATE', 'TRIGGER', 'REFERENCES']) p WHERE has_table_privilege(@role, oid, p)"),
        ("the application's role may alter an append-only table", "SELECT relname || ' ' || p FROM ts, unnest(ARRAY['UPDATE', 'DELETE']) p WHERE append_only AND (has_table_privilege(@role, oid, p) OR (p = 'UPDATE' AND has_any_column_privilege(@role, oid, p)))"),
        ("the application's role may delete tenants or write migrations", "SELECT relname || ' ' || p FROM ts, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) p WHERE has_table_privilege(@role, oid, p) AND (relname = '__migrations' OR (relname = 'tenants' AND p = 'DELETE'))"),
        ("everybody (PUBLIC) has a right on a table", "SELECT relname || ' ' || a.privilege_type FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = 0"),
        ("the list of exceptions names a table that is not there", "SELECT e FROM unnest(@excepted) e WHERE NOT EXISTS (SELECT FROM ts WHERE relname = e)"),
    ];

    private static readonly string Common =
        $"""
        WITH ts AS (
          SELECT c.oid, c.relname::text AS relname, c.relrowsecurity, c.relforcerowsecurity, a.attnum AS tenant_column,
            a.attnum IS NOT NULL AND c.relname::text <> ALL (@excepted) AS by_tenant,
            c.relname::text = ANY (@excepted) OR c.relname LIKE '{SchedulerPrefix}%' AS excepted,
            coalesce(obj_description(c.oid, 'pg_class') LIKE '{TenantLockingSqlGenerator.AppendOnly}%', false) AS append_only
          FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
          WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'f')
        ), ps AS (
          SELECT c.relname::text AS relname, format('*|%s|%s|%s|%s', p.polname, p.polcmd, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) AS policy
          FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE p.polpermissive AND p.polroles = ARRAY[0::oid]
          UNION ALL SELECT c.relname::text, '*|' || p.polname || '|for a role or restrictive' FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE NOT p.polpermissive OR p.polroles <> ARRAY[0::oid]
        )

        """;

    /// <summary>What breaks the rules in the database that the connection is in.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(NpgsqlConnection connection)
    {
        var faults = new List<string>();
        foreach (var (rule, sql) in Questions)
        {
            foreach (var line in await AskAsync(connection, sql))
            {
                faults.Add($"{line}: {rule}");
            }
        }

        return faults;
    }

    /// <summary>How many tables the rules speak of, and how many of them are append-only.</summary>
    public static async Task<(int ByTenant, int AppendOnly)> SubjectsAsync(NpgsqlConnection connection) =>
        ((await AskAsync(connection, "SELECT relname FROM ts WHERE by_tenant")).Count, (await AskAsync(connection, "SELECT relname FROM ts WHERE append_only")).Count);

    private static async Task<IReadOnlyList<string>> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(Common + sql, connection);
        if (sql.Contains("@policies", StringComparison.Ordinal))
        {
            command.Parameters.AddWithValue("policies", Policies);
        }

        if (sql.Contains("@role", StringComparison.Ordinal))
        {
            command.Parameters.AddWithValue("role", TenantLockingSqlGenerator.ApplicationRole);
        }

        command.Parameters.AddWithValue("excepted", NotByTenant.Keys.ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
