using Npgsql;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Auditing;

/// <summary>Every filter of the audit has an index that also gives the order, behind row-level security.</summary>
public sealed class AuditIndexTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Theory]
    [InlineData("actor_id = gen_random_uuid()", "ix_audit_entries_tenant_id_actor_id_at_id")]
    [InlineData("oauth_client_id = '0192f0c1-0000-7000-8000-00000000cccc'", "ix_audit_entries_tenant_id_oauth_client_id_at_id")]
    [InlineData("entity_id = '0192f0c1-0000-7000-8000-00000000aaaa'", "ix_audit_entries_tenant_id_entity_id_at_id")]
    [InlineData("action = 'rare.deed'", "ix_audit_entries_tenant_id_action_at_id")]
    [InlineData("entity_type = 'rarity'", "ix_audit_entries_tenant_id_entity_type_at_id")]
    [InlineData("at >= now() - interval '1 minute'", "ix_audit_entries_tenant_id_at_id")]
    public async Task Filter_OfAFullAudit_UsesItsIndex(string filter, string index)
    {
        filter = filter.Replace("gen_random_uuid()", "'0192f0c1-0000-7000-8000-00000000bbbb'", StringComparison.Ordinal);
        var tenant = (Guid)(await host.SqlAsync("SELECT id FROM tenants WHERE slug = 'acme'"))!;
        if ((long)(await host.SqlAsync("SELECT count(*) FROM audit_entries"))! < 5_000)
        {
            await host.SqlAsync(
                """
                INSERT INTO audit_entries (tenant_id, id, at, actor_kind, actor_id, action, entity_type, entity_id, oauth_client_id)
                SELECT $1, gen_random_uuid(), now() - n * interval '1 minute', 'user', gen_random_uuid(), 'common.deed', 'commonThing', gen_random_uuid(), CASE WHEN n % 2 = 0 THEN gen_random_uuid() END FROM generate_series(1, 20000) n
                """,
                tenant);
            await host.SqlAsync("ANALYZE audit_entries");
        }

        (await PlanAsync(tenant, filter)).ShouldContain(index);
    }

    private async Task<string> PlanAsync(Guid tenant, string filter)
    {
        await using var connection = new NpgsqlConnection(await TestPostgres.AsRoleAsync("satcom_app", host.Database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"BEGIN; SELECT set_config('app.tenant', '{tenant}', true); EXPLAIN SELECT * FROM audit_entries WHERE tenant_id = '{tenant}' AND {filter} ORDER BY at DESC, id DESC LIMIT 51; ROLLBACK;",
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(0));
        }

        return string.Join('\n', plan);
    }
}
