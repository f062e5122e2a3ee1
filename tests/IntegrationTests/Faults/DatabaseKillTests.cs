using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Faults;

public sealed class DatabaseKillTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly string[] People = ["employee@acme.test", "nadia@acme.test", "staff@acme.test", "lead@acme.test"];

    private EmbeddedPostgres _postgres = null!;
    private SatcomHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await EmbeddedPostgres.StartAsync(isDurable: true);
        await using (var context = SatcomDbContext.ForMigrations(new NpgsqlConnectionStringBuilder(_postgres.OwnerConnectionString) { Pooling = false }.ConnectionString))
        {
            await context.Database.MigrateAsync();
        }

        _host = new SatcomHost("satcom");
        _host.Settings["Satcom:Database:ConnectionString"] = _postgres.AppConnectionString;
        await _host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _postgres.DisposeAsync();
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
        await Waiting.UntilAsync(() => Task.FromResult(writers.All(w => w.Acknowledged > 10) && writers.Sum(w => w.Acknowledged) > before + 20), "no recovery", seconds: 10);
        await stop.CancelAsync();
        await traffic;

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        writers.Sum(w => w.Unavailable).ShouldBeGreaterThan(0);
        writers.Max(w => w.Slowest).ShouldBeLessThan(Soon);
        using var client = _host.Anonymous();
        await Waiting.UntilAsync(
            async () =>
            {
                using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                return ready.StatusCode == HttpStatusCode.OK;
            },
            "not ready again");
        await new Books(new NpgsqlConnectionStringBuilder(_postgres.SuperConnectionString) { Database = "satcom", Pooling = false }.ConnectionString).ShouldBalanceAsync(writers);
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
            "readiness does not name the database",
            seconds: 5);
        (await client.ReadAsync("/health/live")).Text("status").ShouldBe("live");

        // Nobody's token is in memory here, so this asks the database alone.
        var watch = Stopwatch.StartNew();
        await client.PostProblemAsync(
            "/api/v1/auth/login", new { email = "omar@acme.test", password = SatcomHost.DemoPassword }, HttpStatusCode.ServiceUnavailable, "service_unavailable");
        watch.Elapsed.ShouldBeLessThan(Soon);
    }
}
