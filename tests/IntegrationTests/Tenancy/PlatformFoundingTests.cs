using System.Net;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Tenancy;

/// <summary>A40: a fresh installation has no account but the one that its operator named, and that one is invited.</summary>
public sealed class PlatformFoundingTests
{
    [Fact]
    public async Task A40_Start_OnAnEmptyInstallation_InvitesTheFirstPlatformAdministratorOnce()
    {
        await using var first = await StartAsync(await EmptyAsync());
        var id = (Guid)(await first.SqlAsync("SELECT u.id FROM users u JOIN tenants t ON t.id = u.tenant_id WHERE t.slug = 'platform' AND u.roles = '{platformAdmin}' AND u.password_hash IS NULL"))!;
        first.Messages().LinksTo("operator@host.test").ShouldBe(["invite"]);
        (await first.SqlAsync("SELECT count(*) FROM users")).ShouldBe(1L);

        await using var second = await StartAsync(first.Database);
        second.Messages().Sent.ShouldBeEmpty();

        await first.GivePasswordAsync(id);
        using var platform = await first.FreshAsync("operator@host.test");
        await platform.SendAsync(
            "/api/v1/tenants", new { slug = "first", name = "First", locale = "en", timeZone = "UTC", administrator = new { email = "a@first.test", displayName = "A" } }, HttpStatusCode.Created);
    }

    [Fact]
    public async Task A40_Start_WithoutANamedAdministrator_MakesNobody()
    {
        await using var host = await StartAsync(await EmptyAsync(), email: string.Empty);
        (await host.SqlAsync("SELECT count(*) FROM users")).ShouldBe(0L);
    }

    private static async Task<SatcomHost> StartAsync(string database, string email = "operator@host.test")
    {
        var host = new SatcomHost(database);
        host.Settings["Satcom:Demo:Seed"] = "false";
        host.Settings["Satcom:Platform:AdministratorEmail"] = email;
        await host.StartAsync();
        return host;
    }

    /// <summary>A migrated database that nobody lives in.</summary>
    private static async Task<string> EmptyAsync()
    {
        var database = await TestPostgres.CreateEmptyDatabaseAsync();
        var owner = new NpgsqlConnectionStringBuilder(await TestPostgres.AsRoleAsync("satcom_owner", database)) { Pooling = false }.ConnectionString;
        await using var context = SatcomDbContext.ForMigrations(owner);
        await context.Database.MigrateAsync();
        return database;
    }
}
