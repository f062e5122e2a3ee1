using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Startup;

/// <summary>The service as operators run it: a process with the very environment that docker/compose.yaml gives it, on an empty installation. There is one, because a start is most of what this costs.</summary>
public sealed class ProductionTests : IAsyncLifetime
{
    private const string Administrator = "first@platform.example";
    private const string Password = "harbour lantern walnut";

    private string _database = string.Empty;
    private TestInbox _inbox = null!;
    private Collector _collector = null!;
    private ServiceProcess _service = null!;
    private Books _books = null!;

    public async ValueTask InitializeAsync()
    {
        _inbox = await TestInbox.StartAsync();
        _collector = await Collector.StartAsync();
        _database = await TestPostgres.CreateEmptyDatabaseAsync();
        _books = new Books(await TestPostgres.SuperAsync(_database));
        await MigrateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        await _collector.DisposeAsync();
        await _inbox.DisposeAsync();
        await TestPostgres.DropAsync(_database);
    }

    [Fact]
    public async Task A40_O56_Start_WithWhatComposeSets_LetsTheInvitedAdministratorInAlone_AndTellsLogAndCollectorWhoAndWhereButNoSecrets()
    {
        _service = await ServiceProcess.StartAsync(await SettingsAsync(), "Production");
        using var client = _service.Client();
        await Waiting.UntilAsync(() => IsReadyAsync(client), "the service does not become ready");
        await client.PostProblemAsync(
            "/api/v1/auth/register", new { email = "stranger@platform.example", password = Password, displayName = "Stranger", tenant = "platform" }, HttpStatusCode.NotFound, "not_found");
        (await _books.RowsAsync("SELECT email FROM users")).ShouldBe([Administrator]);

        var mail = await _inbox.LatestAsync(Administrator);
        mail.Text.ShouldContain("https://satcom.example/");
        await client.SendAsync("/api/v1/auth/password/reset", new { token = mail.Text.Split("token=")[1].Split('\n')[0].Trim(), newPassword = Password }, HttpStatusCode.NoContent);
        var signedIn = await client.SendAsync("/api/v1/auth/login", new { tenant = "platform", email = Administrator, password = Password });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", signedIn.Text("accessToken"));
        await client.ReadAsync("/api/v1/tenants");

        await LinesNameTraceTenantAndPersonAsync(client);
        await CollectorIsToldAsync();
    }

    /// <summary>A request, an event, a job and a mail fail, each in its own way: each leaves a line that can be found by trace and company.</summary>
    private async Task LinesNameTraceTenantAndPersonAsync(HttpClient client)
    {
        var (tenant, person) = ((await _books.ValueAsync<Guid>("SELECT id FROM tenants")).ToString(), (await _books.ValueAsync<Guid>("SELECT id FROM users")).ToString());
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        var refused = await client.ReadAsync($"/api/v1/tenants/{person}", HttpStatusCode.NotFound);
        await _books.RowsAsync(
            $$"""
            INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, available_at, attempts, trace_parent)
            SELECT id, gen_random_uuid(), gen_random_uuid(), 'FromTheFuture', '{}', now(), now(), 0, '00-{{Trace}}-b7ad6b7169203331-01' FROM tenants;
            CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.sealed := ''\x00''; RETURN NEW; END';
            CREATE TRIGGER spoil BEFORE INSERT ON outgoing_messages FOR EACH ROW EXECUTE FUNCTION spoil();
            ALTER TABLE attendance_days RENAME TO mislaid_days
            """);
        await client.SendAsync("/api/v1/auth/password/forgot", new { email = Administrator, tenant = "platform" }, HttpStatusCode.Accepted);

        var access = await LineAsync("Satcom.Access", "GET api/v1/tenants/{id");
        (Scope(access, "traceId"), Scope(access, "tenantId"), Scope(access, "userId")).ShouldBe((refused.Text("traceId"), tenant, person));
        var delivery = await LineAsync("Satcom.Infrastructure.Outbox.OutboxDispatcher", "FromTheFuture");
        (Scope(delivery, "traceId"), Scope(delivery, "tenantId")).ShouldBe((Trace, tenant));
        foreach (var line in (JsonElement[])[await LineAsync("Satcom.Infrastructure.Jobs.EachTenant", "missing-check-out"), await LineAsync("Satcom.Infrastructure.Notifications.MessageDispatcher", "PasswordReset")])
        {
            Scope(line, "traceId").ShouldNotBeNull().ShouldMatch("^[0-9a-f]{32}$");
            Scope(line, "tenantId").ShouldBe(tenant);
        }

        foreach (var secret in (string[])[Password, Administrator, "token="])
        {
            _service.Log.ShouldNotContain(secret);
        }
    }

    /// <summary>Traces and metrics come over OTLP, because the setting asks for it.</summary>
    private async Task CollectorIsToldAsync()
    {
        foreach (var (path, name) in ((string, string)[])[("/v1/traces", "LoginCommand"), ("/v1/traces", "outbox.deliver"), ("/v1/traces", "job.run"), ("/v1/metrics", "satcom.message.duration")])
        {
            await Waiting.UntilAsync(() => Task.FromResult(_collector.TakenAt(path).Contains(name, StringComparison.Ordinal)), $"{path} hears nothing of {name}");
        }

        foreach (var path in (string[])["/v1/traces", "/v1/metrics"])
        {
            var taken = _collector.TakenAt(path);
            taken.ShouldContain("service.name");
            taken.ShouldNotContain(Password);
            taken.ShouldNotContain(Administrator);
        }
    }

    /// <summary>The first line of a category that says so, waited for. Whatever the service has written is a line of JSON.</summary>
    private async Task<JsonElement> LineAsync(string category, string says)
    {
        JsonElement? found = null;
        await Waiting.UntilAsync(
            () =>
            {
                var lines = _service.Log.Split('\n').Select(line => JsonElement.Parse(line));
                found = lines.Where(l => l.Text("Category").Is(category) && l.Text("Message").Contains(says, StringComparison.Ordinal)).Select(l => (JsonElement?)l).FirstOrDefault();
                return Task.FromResult(found is not null);
            },
            $"{category} has not logged {says}");
        return found!.Value;
    }

    /// <summary>What the scopes of a line say, the innermost last.</summary>
    private static string? Scope(JsonElement line, string name) =>
        line.GetProperty("Scopes").EnumerateArray().Where(s => s.ValueKind == JsonValueKind.Object && s.TryGetProperty(name, out _)).Select(s => s.GetProperty(name).GetString()).LastOrDefault();

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return answer.IsSuccessStatusCode;
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
        _collector.Serve(settings);
        return settings;
    }

    private async Task MigrateAsync()
    {
        var owner = new NpgsqlConnectionStringBuilder(await TestPostgres.AsRoleAsync("satcom_owner", _database)) { Pooling = false }.ConnectionString;
        await using var context = SatcomDbContext.ForMigrations(owner);
        await context.Database.MigrateAsync();
    }
}
