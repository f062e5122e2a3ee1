using Npgsql;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Isolation;

public sealed class CatalogueTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Fact]
    public async Task T2_T4_T9_Database_AsMigrated_BreaksNoRule()
    {
        await using var connection = await OpenAsync();

        var (byTenant, appendOnly) = await Catalogue.SubjectsAsync(connection);

        byTenant.ShouldBeGreaterThan(10);
        appendOnly.ShouldBeGreaterThanOrEqualTo(3);
        (await Catalogue.FaultsAsync(connection)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("DROP POLICY tenant ON teams", "teams: the common policy is missing or was altered")]
    [InlineData("ALTER POLICY tenant ON teams USING (true)", "teams: the common policy is missing or was altered")]
    [InlineData("ALTER POLICY tenant ON teams WITH CHECK (true)", "teams: the common policy is missing or was altered")]
    [InlineData("ALTER POLICY tenant ON teams TO satcom_owner", "teams: the common policy is missing or was altered")]
    [InlineData("CREATE POLICY hole ON users USING (true)", "a policy is not one of those that may be")]
    [InlineData("DROP POLICY changed_in_own_scope ON tenants", "a policy that must be is missing")]
    [InlineData("ALTER TABLE users NO FORCE ROW LEVEL SECURITY", "users: row-level security is not both enabled and forced")]
    [InlineData("ALTER TABLE users DISABLE ROW LEVEL SECURITY", "users: row-level security is not both enabled and forced")]
    [InlineData("CREATE UNIQUE INDEX hole ON users (normalized_email)", "users.hole: a unique index does not start with tenant_id")]
    [InlineData("CREATE UNIQUE INDEX one_id ON teams (id); ALTER TABLE employees ADD CONSTRAINT hole FOREIGN KEY (team_id) REFERENCES teams (id)", "employees.hole: a foreign key does not start with tenant_id on both sides")]
    [InlineData("CREATE TABLE hole (id uuid PRIMARY KEY)", "hole: tenant_id is missing, though the table is not on the list of exceptions")]
    [InlineData("CREATE TABLE hole (id uuid PRIMARY KEY, tenant_id uuid)", "hole: tenant_id may be NULL")]
    [InlineData("CREATE TABLE hole (id uuid PRIMARY KEY, tenant_id uuid NOT NULL)", "hole: the primary key does not start with tenant_id")]
    [InlineData("CREATE VIEW hole AS SELECT * FROM users", "hole: a view runs with its owner's rights")]
    [InlineData("CREATE MATERIALIZED VIEW hole AS SELECT * FROM users", "hole: a materialized view keeps rows outside row-level security")]
    [InlineData("CREATE FUNCTION hole() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM users'", "hole(): a function runs with its owner's rights")]
    [InlineData("GRANT TRUNCATE ON teams TO satcom_app", "teams TRUNCATE: the application's role may TRUNCATE, make triggers or point at a table")]
    [InlineData("GRANT UPDATE (action) ON audit_entries TO satcom_app", "audit_entries UPDATE: the application's role may alter an append-only table")]
    [InlineData("GRANT DELETE ON attendance_punches TO PUBLIC", "attendance_punches DELETE: the application's role may alter an append-only table")]
    [InlineData("GRANT SELECT ON users TO PUBLIC", "users SELECT: everybody (PUBLIC) has a right on a table")]
    [InlineData("GRANT DELETE ON tenants TO satcom_app", "tenants DELETE: the application's role may delete tenants or write migrations")]
    [InlineData("ALTER TABLE teams OWNER TO satcom_app", "the application's role owns something")]
    [InlineData("ALTER ROLE satcom_app BYPASSRLS", "satcom_app: the application's role has an attribute too many")]
    [InlineData("ALTER ROLE satcom_app CREATEDB", "satcom_app: the application's role has an attribute too many")]
    [InlineData("GRANT satcom_owner TO satcom_app", "satcom_owner: the application's role is a member of another")]
    [InlineData("GRANT CREATE ON SCHEMA public TO satcom_app", "the application's role may create in the schema")]
    [InlineData("ALTER TABLE signing_keys RENAME TO keys", "signing_keys: the list of exceptions names a table that is not there")]
    public async Task T9_Database_WhenAFaultIsPlanted_BreaksTheRuleOfIt(string plant, string expected)
    {
        // Everything here can be rolled back in PostgreSQL, roles too, so nobody else ever sees the fault.
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(plant, connection);
        await command.ExecuteNonQueryAsync();

        (await Catalogue.FaultsAsync(connection)).ShouldContain(fault => fault.EndsWith(expected, StringComparison.Ordinal));
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(await TestPostgres.SuperAsync(host.Database));
        await connection.OpenAsync();
        return connection;
    }
}
