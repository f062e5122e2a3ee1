using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Satcom.Application.Anomalies;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>Offline taps that come when the service has already drawn its conclusions.</summary>
public sealed class LateTapTests(SteppedHost stepped) : IClassFixture<SteppedHost>
{
    private static readonly TimeOnly EightInDubai = new(4, 0);

    private readonly SatcomHost _host = stepped.Host;
    private readonly SteppedTime _clock = stepped.Clock;

    [Fact]
    public async Task CheckOut_ThatComesLateToAFlaggedDay_MendsTheDayAndSettlesItsAnomaly()
    {
        const string who = "technician@acme.test";
        var (start, day) = await ForgetAsync(who);
        using var hr = await stepped.SignInAsync("hr@acme.test");
        var anomalies = $"/api/v1/anomalies?userId={await _host.UserIdAsync(who)}&from={day.Text("date")}";
        await AnomalyAsync(hr, anomalies, "open");

        // The person works again by now; the taps of yesterday are still yesterday's.
        var today = await TapAsync(who, "check-in", new { workMode = "office" }, HttpStatusCode.Created);
        (await TapAsync(who, "breaks/start", new { type = "lunch", occurredAt = start.AddHours(4) }, HttpStatusCode.Created)).Text("status").ShouldBe("missingCheckOut");
        await TapAsync(who, "breaks/end", new { occurredAt = start.AddHours(5) });
        await RefusedAsync(who, "check-out", new { occurredAt = start.AddHours(17) }, "not_checked_in");
        var mended = await TapAsync(who, "check-out", new { occurredAt = start.AddHours(9) });

        mended.Id().ShouldBe(day.Id());
        mended.Text("status").ShouldBe("completed");

        // The days are those of now: some lie on the company's weekend.
        mended.GetProperty("flags").EnumerateArray().Select(f => f.GetString()).Where(f => f is not "restDayWork").ShouldBeEmpty();
        mended.GetProperty("workedSeconds").GetInt32().ShouldBe(8 * 3600);
        (await TapAsync(who, "check-out", new { })).Id().ShouldBe(today.Id());

        var settled = await AnomalyAsync(hr, anomalies, "resolved");
        settled.Text("resolution").ShouldBe("corrected");
        var step = settled.GetProperty("history").EnumerateArray().ShouldHaveSingleItem();
        step.Text("action").ShouldBe("cleared");
        step.Text("note").ShouldNotBeNullOrEmpty();
        step.GetProperty("actorId").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task CheckOut_ThatComesAfterSomebodySettledTheAnomaly_LeavesTheirWord()
    {
        const string who = "lead@globex.test";
        var (start, day) = await ForgetAsync(who);
        using var hr = await stepped.SignInAsync("hr@globex.test");
        var anomalies = $"/api/v1/anomalies?userId={await _host.UserIdAsync(who)}&from={day.Text("date")}";
        var raised = await AnomalyAsync(hr, anomalies, "open");
        await hr.SendAsync($"/api/v1/anomalies/{raised.Id()}/resolve", new { resolution = "warned", note = "Told them." });

        await TapAsync(who, "check-out", new { occurredAt = start.AddHours(9) });
        await HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT count(*) FROM outbox_messages"), left => left is 0L);

        var kept = await AnomalyAsync(hr, anomalies, "resolved");
        kept.Text("resolution").ShouldBe("warned");
        kept.GetProperty("history").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Taps_ThatReachIntoAFinishedSessionOfTheNextDay_AreRefused()
    {
        const string who = "manager@globex.test";
        _clock.AdvanceTo(EightInDubai);
        var start = _clock.GetUtcNow();
        await TapAsync(who, "check-in", new { workMode = "office" }, HttpStatusCode.Created);
        _clock.Advance(TimeSpan.FromHours(8));
        await TapAsync(who, "check-out", new { });

        // The night before: it may begin, but not last into the day; and it is nothing that goes on.
        var night = await TapAsync(who, "check-in", new { workMode = "field", occurredAt = start.AddHours(-8) }, HttpStatusCode.Created);
        night.Text("status").ShouldBe("missingCheckOut");
        await RefusedAsync(who, "check-out", new { occurredAt = start.AddMinutes(1) }, "not_checked_in");

        // Up to now a session of that night might have lasted.
        _clock.Advance(TimeSpan.FromMinutes(1));
        await RefusedAsync(who, "check-out", new { }, "not_checked_in");
        (await TapAsync(who, "check-out", new { occurredAt = start.AddMinutes(-1) })).Id().ShouldBe(night.Id());
    }

    [Fact]
    public async Task CheckIn_ThatFallsIntoTheNightShiftOfTheDayBefore_IsRefused()
    {
        const string who = "staff@globex.test";
        _clock.AdvanceTo(new TimeOnly(20, 0));
        await TapAsync(who, "check-in", new { workMode = "office" }, HttpStatusCode.Created);
        _clock.Advance(TimeSpan.FromHours(8));
        var end = _clock.GetUtcNow();
        await TapAsync(who, "check-out", new { });

        await RefusedAsync(who, "check-in", new { workMode = "office", occurredAt = end.AddHours(-1) }, "session_overlaps");
        await TapAsync(who, "check-in", new { workMode = "office", occurredAt = end }, HttpStatusCode.Created);
        await TapAsync(who, "check-out", new { });
    }

    [Fact]
    public async Task A9_Taps_OfTwoDaysAtOnce_NeverCountAnHourTwice()
    {
        const string who = "hr@globex.test";
        _clock.AdvanceTo(new TimeOnly(20, 0));
        for (var round = 0; round < 10; round++)
        {
            var start = _clock.GetUtcNow();
            using var client = await stepped.SignInAsync(who);
            await client.SendAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Created);
            _clock.Advance(TimeSpan.FromHours(8));
            using var later = await stepped.SignInAsync(who);

            // The night ends while a check-in inside of it arrives, which is another date's.
            var taps = await Task.WhenAll(
                later.PostAsJsonAsync("/api/v1/attendance/check-out", new { occurredAt = start.AddHours(8) }),
                later.PostAsJsonAsync("/api/v1/attendance/check-in", new { workMode = "office", occurredAt = start.AddHours(7) }));

            taps[0].StatusCode.ShouldBe(HttpStatusCode.OK);
            taps[1].StatusCode.ShouldBe(HttpStatusCode.Conflict, await taps[1].Content.ReadAsStringAsync());
            _clock.Advance(TimeSpan.FromHours(16));
        }

        (await _host.SqlAsync("SELECT count(*) FROM attendance_days a JOIN attendance_days b USING (tenant_id, employee_id) WHERE a.id < b.id AND a.sessions && b.sessions")).ShouldBe(0L);
    }

    [Fact]
    public async Task Database_WhenTwoDaysOfAPersonOverlap_RefusesTheSecond()
    {
        var refusal = await Should.ThrowAsync<Npgsql.PostgresException>(() => _host.SqlAsync(
            """
            UPDATE attendance_days d SET sessions = tstzmultirange(tstzrange(now(), now() + interval '1 hour')) FROM users u
            WHERE u.tenant_id = d.tenant_id AND u.id = d.employee_id AND u.email = 'employee@acme.test'
            """));
        refusal.ConstraintName.ShouldBe("ex_attendance_days_sessions");
    }

    /// <summary>Checks in, goes home without a word, and lets the job find it.</summary>
    private async Task<(DateTimeOffset Start, JsonElement Day)> ForgetAsync(string who)
    {
        _clock.AdvanceTo(EightInDubai);
        var start = _clock.GetUtcNow();
        var day = await TapAsync(who, "check-in", new { workMode = "field" }, HttpStatusCode.Created);
        _clock.Advance(TimeSpan.FromHours(26));
        await _host.SendAsync(who[(who.IndexOf('@', StringComparison.Ordinal) + 1)..^".test".Length], new DetectMissingCheckOutsCommand());
        return (start, day);
    }

    private static async Task<JsonElement> AnomalyAsync(HttpClient client, string path, string status) =>
        (await HostWork.EventuallyAsync(
            () => client.ReadAsync(path),
            a => a.GetProperty("items") is var items && items.GetArrayLength() == 1 && string.Equals(items[0].Text("status"), status, StringComparison.Ordinal))).GetProperty("items")[0];

    private async Task<JsonElement> TapAsync(string who, string tap, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var client = await stepped.SignInAsync(who);
        return await client.SendAsync($"/api/v1/attendance/{tap}", body, expected);
    }

    private async Task RefusedAsync(string who, string tap, object body, string code)
    {
        using var client = await stepped.SignInAsync(who);
        await client.PostProblemAsync($"/api/v1/attendance/{tap}", body, HttpStatusCode.Conflict, code);
    }
}
