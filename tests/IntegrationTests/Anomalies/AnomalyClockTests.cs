using Satcom.Application.Anomalies;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Attendance;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Anomalies;

/// <summary>What time alone brings about: the night, once the last zone's date has ended, and the end of a grace.</summary>
public sealed class AnomalyClockTests(PlannedHost planned) : IClassFixture<PlannedHost>
{
    private readonly SatcomHost _host = planned.Host;

    [Fact]
    public async Task Night_WhereSomebodyIsInHonolulu_BeginsWhenTheirDateHasEnded()
    {
        await planned.LiveInAsync("staff@globex.test", "Pacific/Honolulu");

        // 00:05 in Dubai, where a date has ended; in Honolulu it is 10:05 of that date.
        planned.Clock.AdvanceTo(new TimeOnly(20, 5));
        var over = planned.Today.AddDays(-1);
        await BeginAsync();
        (await NightAsync()).ShouldBe(over.AddDays(-1));
        planned.Clock.AdvanceTo(new TimeOnly(9, 59));
        (await BeginAsync()).ShouldBe(0);

        planned.Clock.Advance(TimeSpan.FromMinutes(1));
        (await BeginAsync()).ShouldBe(1);
        (await NightAsync()).ShouldBe(over);
        (await BeginAsync()).ShouldBe(0);

        async Task<int> BeginAsync() => (await _host.SendAsync("globex", new EvaluateNightCommand())).OrThrow();
        async Task<DateOnly> NightAsync() => DateOnly.FromDayNumber((int)(await _host.SqlAsync("SELECT max(night) - DATE '0001-01-01' FROM anomaly_evaluations e JOIN tenants t ON t.id = e.tenant_id WHERE t.slug = 'globex'"))!);
    }

    [Fact]
    public async Task MissingCheckOut_WithAGrace_IsFoundWhenThatEnds_WithoutANight()
    {
        const string who = "lead@acme.test";
        const string Of = "FROM outbox_messages WHERE type = 'JudgementDue' AND aggregate_id = $1";
        planned.AdvanceToMonday();
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy());
        await planned.PutAsync("hr@acme.test", "anomaly-rules/missingCheckOut", new { enabled = true, severity = "medium", thresholds = new { graceSeconds = 600 } });
        var id = await _host.UserIdAsync(who);
        await planned.TapAsync(who, "check-in", new { workMode = "office" });
        planned.Clock.Advance(TimeSpan.FromSeconds(57600 + 60));
        (await _host.SendAsync("acme", new DetectMissingCheckOutsCommand())).OrThrow().Flagged.ShouldBeGreaterThan(0);
        await Waiting.UntilAsync(async () => await _host.SqlAsync("SELECT count(*) FROM outbox_messages WHERE dead_at IS NULL AND available_at <= $1", planned.Clock.GetUtcNow().UtcDateTime) is 0L, "the outbox does not empty");
        (await FoundAsync()).ShouldBe(0L);
        (await _host.SqlAsync($"SELECT count(*) {Of}", id)).ShouldBe(1L);

        planned.Clock.Advance(TimeSpan.FromSeconds(600 - 60 + 1));

        await Waiting.UntilAsync(async () => await FoundAsync() is 1L, "nothing is found when the grace is over");
        await Waiting.UntilAsync(async () => await _host.SqlAsync($"SELECT count(*) {Of}", id) is 0L, "it is asked for once more");

        Task<object?> FoundAsync() => _host.SqlAsync("SELECT count(*) FROM anomalies WHERE employee_id = $1 AND kind = 'missingCheckOut' AND subject_date > $2", id, planned.Today.AddDays(-3));
    }
}
