using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Faults;

/// <summary>The tests of bad input see whatever is written, in any table.</summary>
public sealed class WrittenRowsTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Theory]
    [InlineData("INSERT INTO teams (tenant_id, id, name, is_archived) SELECT id, gen_random_uuid(), 'Planted', false FROM tenants WHERE slug = 'acme'", "teams")]
    [InlineData("UPDATE employees SET designation = 'Planted' WHERE id = (SELECT id FROM employees LIMIT 1)", "employees")]
    [InlineData("UPDATE oauth_clients SET name = 'Planted' WHERE id = (SELECT id FROM oauth_clients LIMIT 1)", "oauth_clients")]
    [InlineData("UPDATE attendance_days SET date = date WHERE id = (SELECT id FROM attendance_days LIMIT 1)", "attendance_days")]
    public async Task Written_WhenARowIsPlanted_NamesItsTableAlone(string plant, string table)
    {
        var before = await host.WrittenAsync();
        (await host.WrittenAsync()).ShouldBe(before);
        await host.SqlAsync(plant);

        (await host.WrittenAsync()).Split('\n').Except(before.Split('\n'), StringComparer.Ordinal).Select(line => line.Split(':')[0]).ShouldBe([table]);
    }

    [Fact]
    public async Task Exceptions_AreTables()
    {
        foreach (var table in WrittenRows.Exceptions.Keys)
        {
            (await host.SqlAsync("SELECT to_regclass($1)::text", table)).ShouldBe(table);
        }
    }
}
