using System.Net;
using System.Text.Json;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Jobs;

/// <summary>The clustered scheduler on two nodes, of which one is killed.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private const string EverySecond = "* * * * * ?";

    private readonly SatcomHost _survivor = new();
    private Books _books = null!;

    public async ValueTask InitializeAsync()
    {
        _survivor.Settings["Satcom:Jobs:Enabled"] = "true";
        _survivor.Settings["Satcom:Jobs:MissingCheckOutCron"] = EverySecond;
        await _survivor.StartAsync();
        _books = new Books(await TestPostgres.SuperAsync(_survivor.Database));
    }

    public ValueTask DisposeAsync() => _survivor.DisposeAsync();

    [Fact]
    public async Task F7_MissingCheckOutJob_WhenTwoNodesRunItAndOneIsKilled_RaisesEachAnomalyOnceAndGoesOn()
    {
        var settings = await ServiceProcess.SettingsForAsync(_survivor.Database);
        settings["Satcom:Jobs:Enabled"] = "true";
        settings["Satcom:Jobs:MissingCheckOutCron"] = EverySecond;
        await using var victim = await ServiceProcess.StartAsync(settings);
        await Waiting.UntilAsync(async () => await _books.ValueAsync<long>("SELECT count(DISTINCT instance_name) FROM qrtz_scheduler_state") == 2, "the nodes are no cluster");
        await SchedulerShouldBeReadyAsync(_survivor.BaseAddress);
        await SchedulerShouldBeReadyAsync(victim.BaseAddress);

        // The demo's two forgotten ones, and every session that is still open the day before yesterday.
        var forgotten = await ForgetCheckOutsAsync(daysAgo: 2);
        await AnomaliesShouldBeAsync(forgotten + 2);
        await Task.Delay(2_500);
        await AnomaliesShouldBeAsync(forgotten + 2);

        await victim.KillAsync();
        var more = await ForgetCheckOutsAsync(daysAgo: 3);
        await AnomaliesShouldBeAsync(forgotten + 2 + more);
        await Waiting.UntilAsync(async () => await _books.ValueAsync<long>("SELECT count(*) FROM qrtz_scheduler_state") == 1, "the dead node stays in the cluster");
        (await _books.ValueAsync<long>("SELECT count(*) FROM attendance_days WHERE session_started_at IS NOT NULL")).ShouldBe(0);
    }

    [Fact]
    public async Task O4_Jobs_OfTheService_AreAllScheduled()
    {
        var written = typeof(IJobWork).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsClass: true } && typeof(IJobWork).IsAssignableFrom(t)).ToList();
        await Waiting.UntilAsync(async () => await _books.ValueAsync<long>("SELECT count(*) FROM qrtz_scheduler_state") == 1, "no scheduler has started");

        var scheduled = (string)(await _survivor.SqlAsync(
            "SELECT string_agg(j.job_name, ' ') FROM qrtz_job_details j JOIN qrtz_triggers t USING (sched_name, job_name, job_group) JOIN qrtz_cron_triggers c USING (sched_name, trigger_name, trigger_group) WHERE t.trigger_state <> 'PAUSED'"))!;

        written.Count.ShouldBeGreaterThan(5);
        scheduled.Split(' ').Select(name => JobCatalogue.Of(name).Work).ShouldBe(written, ignoreOrder: true);
    }

    private static async Task SchedulerShouldBeReadyAsync(Uri node)
    {
        using var client = new HttpClient { BaseAddress = node };
        await Waiting.UntilAsync(
            async () =>
            {
                using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                return response.StatusCode == HttpStatusCode.OK
                    && JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("checks").Text("scheduler").Is("ok");
            },
            "the scheduler is not ready");
    }

    /// <summary>Opens the session of every person's day again, as if nobody had checked out.</summary>
    private async Task<int> ForgetCheckOutsAsync(int daysAgo) =>
        (await _books.RowsAsync(
            """
            UPDATE attendance_days d SET session_started_at = d.first_check_in_at, status = 'working'
            FROM users u, tenants t
            WHERE t.id = d.tenant_id AND u.tenant_id = d.tenant_id AND u.id = d.employee_id AND u.email NOT LIKE 'omar%'
              AND d.date = (now() AT TIME ZONE t.time_zone)::date - $1 RETURNING d.id
            """,
            daysAgo)).Count;

    private async Task AnomaliesShouldBeAsync(long count)
    {
        var seen = 0L;
        await Waiting.UntilAsync(async () => (seen = await _books.ValueAsync<long>("SELECT count(*) FROM anomalies WHERE kind = 'missingCheckOut'")) >= count, "the job does not go on");
        seen.ShouldBe(count);
    }
}
