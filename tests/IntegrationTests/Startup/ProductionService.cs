using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Startup;

/// <summary>
/// A class fixture: the service as operators run it, a process with the very environment that docker/compose.yaml gives it, on an empty installation, whose
/// administrator has followed the link of their invitation and signed in.
/// </summary>
public sealed class ProductionService : IAsyncLifetime
{
    internal const string Administrator = "first@platform.example";
    internal const string Password = "harbour lantern walnut";

    private string _database = string.Empty;
    private TestInbox _inbox = null!;

    internal Collector Collector { get; private set; } = null!;

    internal ServiceProcess Process { get; private set; } = null!;

    internal Books Books { get; private set; } = null!;

    /// <summary>The invitation.</summary>
    internal InboxMail Invitation { get; private set; } = null!;

    internal TestInbox Inbox => _inbox;

    /// <summary>Nobody is signed in on it.</summary>
    internal HttpClient Stranger { get; private set; } = null!;

    /// <summary>The administrator's.</summary>
    internal HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _inbox = await TestInbox.StartAsync();
        Collector = await Collector.StartAsync();
        _database = await TestPostgres.CreateEmptyDatabaseAsync();
        Books = new Books(await TestPostgres.SuperAsync(_database));
        await MigrateAsync();
        Process = await ServiceProcess.StartAsync(await SettingsAsync(), "Production");
        Stranger = Process.Client();
        Invitation = await _inbox.LatestAsync(Administrator);
        await Stranger.SendAsync("/api/v1/auth/password/reset", new { token = Invitation.Text.Split("token=")[1].Split('\n')[0].Trim(), newPassword = Password }, HttpStatusCode.NoContent);
        var signedIn = await Stranger.SendAsync("/api/v1/auth/login", new { tenant = "platform", email = Administrator, password = Password });
        Client = Process.Client();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", signedIn.Text("accessToken"));
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        Stranger?.Dispose();
        if (Process is not null)
        {
            await Process.DisposeAsync();
        }

        await Collector.DisposeAsync();
        await _inbox.DisposeAsync();
        await TestPostgres.DropAsync(_database);
    }

    private async Task<Dictionary<string, string>> SettingsAsync()
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SATCOM_APP_PASSWORD"] = "secret",
            ["SATCOM_KEY_ENCRYPTION_KEY"] = Convert.ToBase64String([.. Enumerable.Repeat((byte)5, 32)]),
            ["SATCOM_ADMINISTRATOR_EMAIL"] = Administrator,
        };
        var settings = new Dictionary<string, string>(ComposeFile.Environment("service", given), StringComparer.Ordinal);
        settings["ASPNETCORE_ENVIRONMENT"].ShouldBe("Production");
        settings["Satcom__Http__TrustedProxies"].ShouldNotBeEmpty();
        settings["Satcom__Database__ConnectionString"].ShouldBe("Host=postgres;Database=satcom;Username=satcom_app;Password=secret");
        settings["Satcom__Database__ConnectionString"] = await TestPostgres.AsRoleAsync("satcom_app", _database);

        // The inbox of compose is on the service's loopback as this one is, so the same rules judge both; the port alone is another.
        settings["Satcom__Mail__Host"].ShouldBe("127.0.0.1");
        settings["Satcom__Mail__Port"] = _inbox.SmtpPort;
        settings["Satcom__Jobs__MissingCheckOutCron"] = "* * * * * ?";
        Collector.Serve(settings);
        return settings;
    }

    private async Task MigrateAsync()
    {
        var owner = new NpgsqlConnectionStringBuilder(await TestPostgres.AsRoleAsync("satcom_owner", _database)) { Pooling = false }.ConnectionString;
        await using var context = SatcomDbContext.ForMigrations(owner);
        await context.Database.MigrateAsync();
    }
}
