using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>Two changes of one week at the same time.</summary>
public sealed class WeekRaceTests(PlannedHost planned) : IClassFixture<PlannedHost>
{
    private readonly SatcomHost _host = planned.Host;

    [Fact]
    public async Task R17_WeeklyOvertime_OfTwoDaysThatEndAtOnce_CountsBoth()
    {
        const string who = "employee@acme.test";
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy(order: ["weekly"]));
        planned.AdvanceToMonday();
        await planned.WorkAsync(who, 8);
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));
        await planned.WorkAsync(who, 8);

        // On Wednesday the check-out stays in the phone.
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));
        var wednesday = planned.Clock.GetUtcNow();
        await planned.TapAsync(who, "check-in", new { workMode = "office" });
        planned.Clock.AdvanceTo(new TimeOnly(3, 0));
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));
        await planned.WorkAsync(who, 8);
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));
        var friday = await planned.TapAsync(who, "check-in", new { workMode = "office" });
        planned.Clock.Advance(TimeSpan.FromHours(12));
        await HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT count(*) FROM outbox_messages"), left => left is 0L);
        using var phone = await planned.SignInAsync(who);
        using var desk = await planned.SignInAsync(who);

        // Both have read the week before either writes.
        await using var held = await ChangeUnderWay.BeginAsync(_host, "SELECT pg_advisory_xact_lock(hashtextextended('attendance:' || id, 0)) FROM tenants WHERE slug = 'acme'");
        var late = phone.PostAsJsonAsync("/api/v1/attendance/check-out", new { occurredAt = wednesday.AddHours(10) });
        var now = desk.PostAsJsonAsync("/api/v1/attendance/check-out", new { });
        await HostWork.EventuallyAsync(
            () => _host.SqlAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'"), waiting => waiting is >= 2L);
        await held.CommitAsync();

        foreach (var answer in await Task.WhenAll(late, now))
        {
            await answer.ReadAsync(HttpStatusCode.OK);
            answer.Dispose();
        }

        // 8 + 8 + 10 + 8 are 34 hours before Friday's twelve.
        (await _host.SqlAsync("SELECT overtime_weekly_seconds || ' of ' || worked_seconds FROM attendance_days WHERE id = $1", friday.Id())).ShouldBe($"{6 * 3600} of {12 * 3600}");

        // What is written as it was is no change to tell of.
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE entity_type = 'attendanceDay' AND before IS NOT NULL AND before::text = after::text AND before::text <> '{}'")).ShouldBe(0L);
    }
}
