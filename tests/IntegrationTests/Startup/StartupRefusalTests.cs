using System.Globalization;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Startup;

/// <summary>What the service refuses to start with, and that it says which setting is at fault.</summary>
public sealed class StartupRefusalTests(SatcomHost demo) : IClassFixture<SatcomHost>
{
    private const string ConnectionString = "Satcom:Database:ConnectionString";

    [Theory]
    [InlineData("Development", ConnectionString, "", "Satcom:Database:ConnectionString is missing")]
    [InlineData("Development", ConnectionString, "+;Multiplexing=true", "neither Multiplexing nor No Reset On Close")]
    [InlineData("Development", ConnectionString, "+;No Reset On Close=true", "neither Multiplexing nor No Reset On Close")]
    [InlineData("Development", ConnectionString, "Hots=nowhere", "Satcom:Database:ConnectionString cannot be read")]
    [InlineData("Development", "Satcom:Database:MaxPoolSize", "4", "Satcom:Database:MaxPoolSize must lie in 5..1000")]
    [InlineData("Development", "Satcom:Keys:KeyEncryptionKey", "", "Satcom:Keys:KeyEncryptionKey must be base64 of 32 random bytes")]
    [InlineData("Development", "Satcom:Keys:KeyEncryptionKey", "c2hvcnQ=", "Satcom:Keys:KeyEncryptionKey must be base64 of 32 random bytes")]
    [InlineData("Development", "Satcom:Keys:KeyEncryptionKey", "not base64!", "Satcom:Keys:KeyEncryptionKey is not base64")]
    [InlineData("Development", "Satcom:Tokens:Issuer", "satcom", "Satcom:Tokens:Issuer must be an absolute https URL")]
    [InlineData("Development", "Satcom:Tokens:Issuer", "https://satcom.example/", "Satcom:Tokens:Issuer must be an absolute https URL without a trailing slash")]
    [InlineData("Development", "Satcom:Jobs:CleanupCron", "often", "Satcom:Jobs:CleanupCron is not a cron expression")]
    [InlineData("Production", "Satcom:Tokens:Issuer", "http://satcom.example", "Satcom:Tokens:Issuer must be an absolute https URL")]
    [InlineData("Production", "Satcom:Tokens:PasswordIterations", "219999", "Satcom:Tokens:PasswordIterations must be at least 220000")]
    [InlineData("Production", "Satcom:Keys:KeyEncryptionKey", "", "Satcom:Keys:KeyEncryptionKey must be base64 of 32 random bytes")]
    public async Task Start_WhenASettingIsWrong_NamesItAndDoesNotStart(string environment, string name, string value, string says)
    {
        await using var host = await NodeAsync(environment, demo.Database);
        host.Settings[name] = value.StartsWith('+') ? host.Settings[name] + value[1..] : value;

        (await RefusalAsync(host)).ShouldContain(says);
    }

    [Fact]
    public async Task A40_Start_WhenADemoPasswordIsInTheDatabase_RefusesOutsideDevelopment()
    {
        await using var host = await NodeAsync("Production", demo.Database);
        (await RefusalAsync(host)).ShouldContain("demo password");
    }

    [Fact]
    public async Task A40_Start_WhenSomebodyOfTheDemoHasAnotherAddressByNow_RefusesToo()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        await new Books(await TestPostgres.SuperAsync(database)).RowsAsync("UPDATE users SET email = 'other.' || email, normalized_email = 'OTHER.' || normalized_email");
        await using (var host = await NodeAsync("Production", database))
        {
            (await RefusalAsync(host)).ShouldContain("demo password");
        }

        await TestPostgres.DropAsync(database);
    }

    [Theory]
    [InlineData("superuser")]
    [InlineData("satcom_owner")]
    public async Task T4_Start_WhenTheRoleCouldBypassRowSecurity_Refuses(string role)
    {
        await using var host = await NodeAsync("Production", demo.Database);
        host.Settings[ConnectionString] = role.Is("superuser") ? await TestPostgres.SuperAsync(demo.Database) : await TestPostgres.AsRoleAsync(role, demo.Database);

        (await RefusalAsync(host)).ShouldContain("could bypass row-level security");
    }

    [Theory]
    [InlineData("CREATE ROLE {0}_power SUPERUSER; GRANT {0}_power TO {0}", "DROP ROLE IF EXISTS {0}_power")]
    [InlineData("CREATE ROLE {0}_power BYPASSRLS; CREATE ROLE {0}_between; GRANT {0}_power TO {0}_between; GRANT {0}_between TO {0}", "DROP ROLE IF EXISTS {0}_power, {0}_between")]
    [InlineData("ALTER DATABASE {0} OWNER TO CURRENT_USER; GRANT satcom_owner TO {0}", "ALTER DATABASE {0} OWNER TO satcom_owner")]
    public async Task T4_Start_WhenTheRoleMayBecomeOneThatCould_Refuses(string plant, string remove)
    {
        // Roles are the whole server's: the one that signs in is named as its database, which nobody else has.
        var database = await TestPostgres.CreateDatabaseAsync();
        var super = new Books(await TestPostgres.SuperAsync(database));
        await super.RowsAsync($"CREATE ROLE {database} LOGIN PASSWORD '{TestPostgres.Password}'; GRANT satcom_app TO {database}");
        try
        {
            await using (var harmless = await NodeAsync("Production", database))
            {
                harmless.Settings[ConnectionString] = await TestPostgres.AsRoleAsync(database, database);
                (await RefusalAsync(harmless)).ShouldContain("demo password", Case.Sensitive, "The role itself is let in.");
            }

            await super.RowsAsync(string.Format(CultureInfo.InvariantCulture, plant, database));
            await using var host = await NodeAsync("Production", database);
            host.Settings[ConnectionString] = await TestPostgres.AsRoleAsync(database, database);

            (await RefusalAsync(host)).ShouldContain("could bypass row-level security");
        }
        finally
        {
            await super.RowsAsync(string.Format(CultureInfo.InvariantCulture, remove, database));
            await TestPostgres.DropAsync(database);
            await new Books(await TestPostgres.SuperAsync()).RowsAsync($"DROP ROLE {database}");
        }
    }

    [Fact]
    public async Task Start_WhenTheDatabaseIsNotMigrated_SaysSo()
    {
        var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using (var host = await NodeAsync("Production", database))
        {
            (await RefusalAsync(host)).ShouldContain("The database lacks");
        }

        await TestPostgres.DropAsync(database);
    }

    [Fact]
    public async Task Start_WhenTheLastMigrationIsMissing_NamesIt()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        var books = new Books(await TestPostgres.SuperAsync(database));
        var last = await books.ValueAsync<string>("""DELETE FROM __migrations WHERE "MigrationId" = (SELECT max("MigrationId") FROM __migrations) RETURNING "MigrationId" """);
        await using (var host = await NodeAsync("Production", database))
        {
            (await RefusalAsync(host)).ShouldContain($"The database lacks 1 migration(s), from {last} on. Run build/migrate update.");
        }

        await TestPostgres.DropAsync(database);
    }

    [Fact]
    public async Task Start_WhenTheKeyEncryptionKeyIsAnother_SaysSo()
    {
        await using var host = await NodeAsync("Development", demo.Database);
        host.Settings["Satcom:Keys:KeyEncryptionKey"] = Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)]);

        (await RefusalAsync(host)).ShouldContain("Satcom:Keys:KeyEncryptionKey is not the one that sealed it");
    }

    [Fact]
    public async Task Process_WhenASettingIsMissing_EndsWithAFailureThatNamesIt()
    {
        var (exitCode, log) = await ServiceProcess.RunAsync([], "Production");

        exitCode.ShouldNotBe(0);
        log.ShouldContain("Satcom:Database:ConnectionString is missing");
        log.ShouldContain("Satcom:Keys:KeyEncryptionKey must be base64");
        log.ShouldContain("Satcom:Tokens:Issuer must be an absolute https URL");
    }

    private static async Task<SatcomHost> NodeAsync(string environment, string database)
    {
        var host = new SatcomHost(database);
        host.Settings["environment"] = environment;
        host.Settings[ConnectionString] = await TestPostgres.AsRoleAsync("satcom_app", database);
        if (environment.Is("Production"))
        {
            host.Settings["Satcom:Tokens:Issuer"] = "https://satcom.example";
            host.Settings["Satcom:Tokens:PasswordIterations"] = "220000";
            host.Settings["Satcom:Http:PublicUrl"] = "https://satcom.example";
        }

        return host;
    }

    private static async Task<string> RefusalAsync(SatcomHost host) => (await Should.ThrowAsync<Exception>(host.StartAsync)).ToString();
}
