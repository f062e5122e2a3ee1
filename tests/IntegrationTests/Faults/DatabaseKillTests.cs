using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Provider;

namespace Satcom.IntegrationTests.Faults;

[Collection(ByTheClock.Name)]
public sealed class DatabaseKillTests(DatabaseKillTests.Fixture fixture) : IClassFixture<DatabaseKillTests.Fixture>
{
    private static readonly string[] People = ["employee@acme.test", "nadia@acme.test", "staff@acme.test", "lead@acme.test"];

    private readonly EmbeddedPostgres _postgres = fixture.Postgres;
    private readonly SatcomHost _host = fixture.Host;

    private Books Books => new(new NpgsqlConnectionStringBuilder(_postgres.SuperConnectionString) { Database = "satcom", Pooling = false }.ConnectionString);

    [Fact]
    public async Task O60_Provider_WhenPostgresIsDown_SaysSoInItsOwnShapeAndServesItsPublicDocumentsFromMemory()
    {
        var app = await RegisterAsync();
        (await app.TokenAsync(_host)).Text("access_token").ShouldNotBeEmpty();
        string[] documents = ["/t/acme/.well-known/openid-configuration", "/t/acme/.well-known/jwks.json", "/.well-known/jwks.json"];
        using var client = _host.Anonymous();
        var known = new List<string>();
        foreach (var document in documents)
        {
            known.Add((await client.ReadAsync(document)).ToString());
        }

        await Books.RowsAsync(
            "INSERT INTO tenants (id, slug, name, locale, time_zone, status, created_at, settings) SELECT gen_random_uuid(), 'latecomer', 'Latecomer', locale, time_zone, status, now(), settings FROM tenants WHERE slug = 'acme'");
        await _postgres.KillAsync();
        await ShouldBeDownAsync();

        // Long past the seconds for which a tenant is cached, and past the five minutes for which the documents may be kept.
        foreach (var ahead in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromSeconds(31), TimeSpan.FromMinutes(6), TimeSpan.FromHours(2)])
        {
            fixture.Clock.Advance(ahead);
            for (var i = 0; i < documents.Length; i++)
            {
                (await client.ReadAsync(documents[i])).ToString().ShouldBe(known[i]);
            }

            KeyValuePair<string, string>[] form = [new("grant_type", "client_credentials"), new("token", "x"), new("client_id", app.ClientId), new("client_secret", app.Secret!)];
            foreach (var path in (string[])["/connect/token", "/connect/introspect", "/connect/revoke", "/connect/device_authorization"])
            {
                var begun = Stopwatch.GetTimestamp();
                using var refused = await Integrator.PostAsync(_host, path, form);
                await refused.ProtocolErrorAsync(HttpStatusCode.ServiceUnavailable, "temporarily_unavailable");
                refused.Headers.RetryAfter.ShouldNotBeNull();
                TestContext.Current.TestOutputHelper?.WriteLine($"{path} answered after {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms");
            }

            // Nothing that judges goes on from memory.
            using var page = await client.GetAsync(new Uri("/t/acme/connect/authorize?client_id=x", UriKind.Relative));
            page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        // Whoever nobody has asked for before cannot be known.
        using var unknown = await client.GetAsync(new Uri("/t/latecomer/.well-known/openid-configuration", UriKind.Relative));
        await unknown.ProtocolErrorAsync(HttpStatusCode.ServiceUnavailable, "temporarily_unavailable");

        await _postgres.RestartAsync();
        await Waiting.UntilAsync(
            async () =>
            {
                using var again = await Integrator.PostAsync(_host, "/connect/token", [new("grant_type", "client_credentials")], app.Basic());
                return again.StatusCode == HttpStatusCode.OK;
            },
            "no tokens again");
        (await client.ReadAsync("/t/latecomer/.well-known/openid-configuration")).Text("issuer").ShouldEndWith("/t/latecomer");
    }

    [Fact]
    public async Task F3_Taps_WhenPostgresIsKilledAndRestarted_AreRefusedMeanwhileAndNoneIsLost()
    {
        var writers = await Task.WhenAll(People.Select(async email =>
            new Writer(email, (await _host.LoginAsync(email)).Text("accessToken"), [_host.BaseAddress])));
        using var stop = new CancellationTokenSource();
        var traffic = Task.WhenAll(writers.Select(w => w.RunAsync(stop.Token)));
        await Waiting.UntilAsync(() => Task.FromResult(writers.All(w => w.Acknowledged > 5)), "no traffic");

        await _postgres.KillAsync();
        await ShouldBeDownAsync();
        await _postgres.RestartAsync();

        var before = writers.Sum(w => w.Acknowledged);
        var watch = Stopwatch.StartNew();
        await Waiting.UntilAsync(() => Task.FromResult(writers.All(w => w.Acknowledged > 10) && writers.Sum(w => w.Acknowledged) > before + 20), "no recovery");
        await stop.CancelAsync();
        await traffic;

        TestContext.Current.TestOutputHelper?.WriteLine($"Taps again {watch.ElapsedMilliseconds} ms after the restart; the slowest request took {writers.Max(w => w.Slowest).TotalMilliseconds:F0} ms.");
        writers.Sum(w => w.Unavailable).ShouldBeGreaterThan(0);
        using var client = _host.Anonymous();
        await Waiting.UntilAsync(
            async () =>
            {
                using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                return ready.StatusCode == HttpStatusCode.OK;
            },
            "not ready again");
        await Books.ShouldBalanceAsync(writers);
    }

    private async Task<Integrator> RegisterAsync()
    {
        using var admin = _host.With((await _host.LoginAsync("superadmin@acme.test")).Text("accessToken"));
        var made = await admin.SendAsync(
            "/api/v1/oauth-clients", new { name = "Payroll", kind = "confidential", grants = Integrator.Words("client_credentials"), scopes = Integrator.Words("audit.read") }, HttpStatusCode.Created);
        return new Integrator(made.GetProperty("client").Id(), made.GetProperty("client").Text("clientId"), made.Text("clientSecret"));
    }

    private async Task ShouldBeDownAsync()
    {
        using var client = _host.Anonymous();
        await Waiting.UntilAsync(
            async () =>
            {
                using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                return ready.StatusCode == HttpStatusCode.ServiceUnavailable
                    && !JsonElement.Parse(await ready.Content.ReadAsStringAsync()).GetProperty("checks").Text("database").Is("ok");
            },
            "readiness does not name the database");
        (await client.ReadAsync("/health/live")).Text("status").ShouldBe("live");

        // Nobody's token is in memory here, so this asks the database alone.
        await client.PostProblemAsync(
            "/api/v1/auth/login", new { email = "omar@acme.test", password = SatcomHost.DemoPassword }, HttpStatusCode.ServiceUnavailable, "service_unavailable");
    }

    /// <summary>A cluster of its own, whose commits reach the disk, and a node on it.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        public SatcomHost Host { get; } = new("satcom");

        internal EmbeddedPostgres Postgres { get; private set; } = null!;

        internal SteppedTime Clock { get; } = new();

        public async ValueTask InitializeAsync()
        {
            Postgres = await EmbeddedPostgres.StartAsync(isDurable: true);
            await using (var context = SatcomDbContext.ForMigrations(new NpgsqlConnectionStringBuilder(Postgres.OwnerConnectionString) { Pooling = false }.ConnectionString))
            {
                await context.Database.MigrateAsync();
            }

            Host.Settings["Satcom:Database:ConnectionString"] = Postgres.AppConnectionString;
            Host.Clock = Clock;
            await Host.StartAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Postgres.DisposeAsync();
        }
    }
}
