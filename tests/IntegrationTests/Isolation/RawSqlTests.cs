using Npgsql;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Isolation;

/// <summary>T4: what row-level security lets the application's role do, without the service between.</summary>
public sealed class RawSqlTests(SatcomHost host) : IClassFixture<SatcomHost>, IAsyncLifetime
{
    private NpgsqlConnection _connection = null!;
    private IReadOnlyList<string> _tables = [];
    private string _acme = string.Empty;
    private string _globex = string.Empty;

    public async ValueTask InitializeAsync()
    {
        _connection = new NpgsqlConnection(await TestPostgres.AsRoleAsync("satcom_app", host.Database));
        await _connection.OpenAsync();
        _tables = await ListAsync("SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' WHERE c.relrowsecurity ORDER BY 1");
        _acme = (await ListAsync("SELECT id::text FROM tenants WHERE slug = 'acme'")).Single();
        _globex = (await ListAsync("SELECT id::text FROM tenants WHERE slug = 'globex'")).Single();
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    [Fact]
    public async Task T4_Select_WithoutATenant_ReturnsNoRow()
    {
        _tables.Count.ShouldBeGreaterThan(10);
        (await host.SqlAsync("SELECT count(*) FROM users")).ShouldNotBe(0L);
        foreach (var table in _tables)
        {
            (await ScalarAsync($"SELECT count(*) FROM {table}")).ShouldBe(0L, table);
        }
    }

    [Fact]
    public async Task T4_Select_WithATenant_ReturnsItsRowsAlone()
    {
        var seen = 0L;
        await using var transaction = await EnterAsync(_globex);
        foreach (var table in _tables)
        {
            seen += (long)(await ScalarAsync($"SELECT count(*) FROM {table}"))!;
            (await ScalarAsync($"SELECT count(*) FROM {table} WHERE tenant_id <> '{_globex}'")).ShouldBe(0L, table);
            (await ScalarAsync($"SELECT count(*) FROM {table} WHERE tenant_id = '{_acme}'")).ShouldBe(0L, table);
        }

        seen.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task T4_Insert_IntoAnotherTenant_IsRefused()
    {
        foreach (var table in _tables)
        {
            await using var transaction = await EnterAsync(_globex);
            var refusal = await Should.ThrowAsync<PostgresException>(() => ScalarAsync(
                $"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(NULL::{table}, jsonb_build_object('tenant_id', '{_acme}'))).*"));
            refusal.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, table);
            refusal.MessageText.ShouldContain("row-level security", customMessage: table);
        }
    }

    [Fact]
    public async Task T4_Update_OfAnotherTenantsRows_TouchesNone()
    {
        await using var transaction = await EnterAsync(_globex);

        (await ScalarAsync($"WITH u AS (UPDATE teams SET name = 'x' WHERE tenant_id = '{_acme}' RETURNING 1) SELECT count(*) FROM u")).ShouldBe(0L);
        (await ScalarAsync($"WITH d AS (DELETE FROM sessions WHERE tenant_id = '{_acme}' RETURNING 1) SELECT count(*) FROM d")).ShouldBe(0L);
        (await ScalarAsync("WITH u AS (UPDATE teams SET name = name RETURNING 1) SELECT count(*) FROM u")).ShouldBe(1L);
    }

    [Fact]
    public async Task T4_Update_ThatWouldGiveARowAway_IsRefused()
    {
        await using var transaction = await EnterAsync(_globex);

        (await Should.ThrowAsync<PostgresException>(() => ScalarAsync($"UPDATE teams SET tenant_id = '{_acme}'"))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData("UPDATE tenants SET name = 'x' WHERE slug = 'acme' RETURNING 1")]
    [InlineData("UPDATE tenants SET name = 'x' WHERE slug <> 'globex' RETURNING 1")]
    public async Task T4_UpdateOfTenants_OfAnother_TouchesNone(string sql)
    {
        await using var transaction = await EnterAsync(_globex);
        (await ScalarAsync(sql)).ShouldBeNull();
    }

    [Theory]
    [InlineData("DELETE FROM tenants")]
    [InlineData("TRUNCATE teams")]
    [InlineData("UPDATE audit_entries SET action = 'x'")]
    [InlineData("DELETE FROM audit_entries")]
    [InlineData("ALTER TABLE teams DISABLE ROW LEVEL SECURITY")]
    [InlineData("DROP POLICY tenant ON teams")]
    [InlineData("SET ROLE satcom_owner")]
    [InlineData("CREATE TABLE mine (id int)")]
    [InlineData("SELECT pg_read_file('postgresql.conf')")]
    public async Task T4_A39_Statement_BeyondTheRole_IsRefused(string sql)
    {
        await using var transaction = await EnterAsync(_globex);
        (await Should.ThrowAsync<PostgresException>(() => ScalarAsync(sql))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task T5_SetConfig_AfterTheTransaction_LeavesNothingBehind(bool commit)
    {
        await using (var transaction = await EnterAsync(_globex))
        {
            (await ScalarAsync("SELECT current_setting('app.tenant', true)")).ShouldBe(_globex);
            await (commit ? transaction.CommitAsync() : transaction.RollbackAsync());
        }

        (await ScalarAsync("SELECT coalesce(current_setting('app.tenant', true), '')")).ShouldBe(string.Empty);
        (await ScalarAsync("SELECT count(*) FROM users")).ShouldBe(0L);
    }

    [Fact]
    public async Task T5_SetConfig_OutsideATransaction_OpensNothing()
    {
        await ScalarAsync($"SELECT set_config('app.tenant', '{_globex}', true)");

        (await ScalarAsync("SELECT count(*) FROM users")).ShouldBe(0L);
    }

    [Fact]
    public async Task T4_SystemSetting_OfTheDispatcher_OpensTheOutboxAlone()
    {
        await host.SqlAsync(
            "INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, attempts, available_at, dead_at) SELECT id, gen_random_uuid(), id, 'x', '{}', now(), 1, now(), now() FROM tenants");
        await using var transaction = await _connection.BeginTransactionAsync();
        await ScalarAsync("SELECT set_config('app.system', 'outbox', true)");

        foreach (var table in _tables)
        {
            var rows = (long)(await ScalarAsync($"SELECT count(DISTINCT tenant_id) FROM {table}"))!;
            rows.ShouldBe(table is "outbox_messages" ? 3L : 0L, table);
        }
    }

    private async Task<NpgsqlTransaction> EnterAsync(string tenantId)
    {
        var transaction = await _connection.BeginTransactionAsync();
        await ScalarAsync($"SELECT set_config('app.tenant', '{tenantId}', true)");
        return transaction;
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return await command.ExecuteScalarAsync();
    }

    private async Task<IReadOnlyList<string>> ListAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
