using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Faults;

[Collection(ByTheClock.Name)]
public sealed class NodeKillTests(SatcomHost survivor) : IClassFixture<SatcomHost>
{
    private static readonly string[] People =
        ["employee@acme.test", "nadia@acme.test", "staff@acme.test", "technician@acme.test", "lead@acme.test", "manager@acme.test", "hr@globex.test", "nadia@globex.test"];

    private Books Books => new(_super);

    private string _super = string.Empty;

    [Fact]
    public async Task F1_Taps_WhenTheirNodeIsKilled_AreRetriedOnTheOtherAndAreThereOnce()
    {
        _super = await TestPostgres.SuperAsync(survivor.Database);
        await using var victim = await ServiceProcess.StartAsync(await ServiceProcess.SettingsForAsync(survivor.Database));
        var writers = await Task.WhenAll(People.Select(async email =>
            new Writer(email, (await survivor.LoginAsync(email)).Text("accessToken"), [victim.BaseAddress, survivor.BaseAddress])));
        using var stop = new CancellationTokenSource();
        var traffic = Task.WhenAll(writers.Select(w => w.RunAsync(stop.Token)));
        await Waiting.UntilAsync(() => Task.FromResult(writers.All(w => w.Acknowledged > 15)), "no traffic");

        await victim.KillAsync();

        var before = writers.Sum(w => w.Acknowledged);
        await Waiting.UntilAsync(() => Task.FromResult(writers.Sum(w => w.Acknowledged) > before + 80), "the other node does not go on");
        await stop.CancelAsync();
        await traffic;

        await Books.ShouldBalanceAsync(writers);
        TestContext.Current.TestOutputHelper?.WriteLine($"The slowest request took {writers.Max(w => w.Slowest).TotalMilliseconds:F0} ms.");
        await OutboxShouldEmptyAsync();
    }

    [Fact]
    public async Task F26_Outbox_WhenTheNodeIsKilledWhileItDelivers_AnotherDeliversTheRestOnce()
    {
        const int Events = 250;
        var database = await TestPostgres.CreateDatabaseAsync();
        var books = new Books(await TestPostgres.SuperAsync(database));
        await using (var victim = await ServiceProcess.StartAsync(await ServiceProcess.SettingsForAsync(database)))
        {
            await books.RowsAsync("DELETE FROM outbox_messages");
            await books.RowsAsync("DELETE FROM anomalies");
            await books.RowsAsync(
                $$"""
                INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, available_at, attempts)
                SELECT u.tenant_id, gen_random_uuid(), day, 'CheckOutMissed',
                  jsonb_build_object('employeeId', u.id, 'dayId', day, 'date', (date '2026-01-01' + n)::text,
                    'sessionStartedAt', to_char(timestamp '2026-01-01 08:00' + n * interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                    'limitSeconds', 57600, 'at', to_char(timestamp '2026-01-02 08:00' + n * interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
                  now(), now(), 0
                FROM users u, generate_series(1, {{Events}}) n, gen_random_uuid() day
                WHERE u.email = 'omar@acme.test'
                """);
            await Waiting.UntilAsync(async () => await books.ValueAsync<long>("SELECT count(*) FROM anomalies") > 20, "nothing is delivered");

            await victim.KillAsync();
        }

        // The positive control: there is a rest, and nobody delivers it while no node runs.
        (await books.ValueAsync<long>("SELECT count(*) FROM outbox_messages")).ShouldBeGreaterThan(0);
        await using (var next = new SatcomHost(database))
        {
            await next.StartAsync();
            await Waiting.UntilAsync(async () => await books.ValueAsync<long>("SELECT count(*) FROM outbox_messages") == 0, "the rest is not delivered");
        }

        (await books.ValueAsync<long>("SELECT count(*) FROM anomalies")).ShouldBe(Events);
        (await books.ValueAsync<long>("SELECT count(DISTINCT subject_date) FROM anomalies")).ShouldBe(Events);
        await TestPostgres.DropAsync(database);
    }

    private Task OutboxShouldEmptyAsync() =>
        Waiting.UntilAsync(async () => await Books.ValueAsync<long>("SELECT count(*) FROM outbox_messages WHERE dead_at IS NULL") == 0, "the outbox does not empty");
}
