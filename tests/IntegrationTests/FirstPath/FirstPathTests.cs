using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.FirstPath;

/// <summary>
/// One working day from sign-in to a settled anomaly, through everything that the service is made of: the story that the README
/// tells with curl.
/// </summary>
public sealed class FirstPathTests : IAsyncLifetime
{
    private const string Days = "/api/v1/attendance/days";

    private readonly SteppedTime _clock = new();
    private readonly SatcomHost _host = new();

    public async ValueTask InitializeAsync()
    {
        _host.Clock = _clock;
        await _host.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Day_FromSignInToASettledAnomaly_WorksAndIsAudited()
    {
        // 1. Sign in; a refresh token is good once.
        var session = await RotateAsync(await _host.LoginAsync("employee@acme.test"));
        using var employee = _host.With(session.Text("accessToken"));
        var me = (await employee.ReadAsync("/api/v1/me")).Id();

        // 2. Work, with a break, and with taps that are out of order.
        await employee.PostProblemAsync("/api/v1/attendance/check-out", new { }, HttpStatusCode.Conflict, "not_checked_in");
        var day = await employee.SendAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Created);
        await employee.PostProblemAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Conflict, "already_checked_in");
        _clock.Advance(TimeSpan.FromMinutes(3));
        await employee.SendAsync("/api/v1/attendance/breaks/start", new { type = "break" }, HttpStatusCode.Created);
        await employee.PostProblemAsync("/api/v1/attendance/breaks/start", new { type = "break" }, HttpStatusCode.Conflict, "break_already_open");
        _clock.Advance(TimeSpan.FromMinutes(2));
        await employee.SendAsync("/api/v1/attendance/breaks/end", new { });
        await employee.PostProblemAsync("/api/v1/attendance/breaks/end", new { }, HttpStatusCode.Conflict, "no_open_break");
        var done = await employee.SendAsync("/api/v1/attendance/check-out", new { });
        done.Text("status").ShouldBe("completed");
        done.GetProperty("workedSeconds").GetInt32().ShouldBeInRange(300, 330);
        done.GetProperty("breakSeconds").GetInt32().ShouldBeInRange(120, 130);

        // 3. Who sees the day, and who does not.
        await SeesAsync("hr@acme.test", day, true);
        await SeesAsync("manager@acme.test", day, true);
        await SeesAsync("lead@acme.test", day, false);
        await SeesAsync("staff@acme.test", day, false);
        await SeesAsync("hr@globex.test", day, false);
        await SeesAsync("superadmin@globex.test", day, false);
        await ManagersSeeTheirOwnPeopleAsync();
        await PlatformCrossesOnlyThroughItsScopeAsync(day);

        // 4. Presence, with thresholds that the company sets, and no goodbye.
        await PresenceComesAndGoesAsync(me);

        // 5. A forgotten check-out becomes one anomaly, however often and on however many nodes the job runs.
        var anomaly = await AnomalyIsRaisedOnceAndSettledAsync();

        // 6. All of it is in the audit: by whom, from what to what, and by which request.
        using var hr = await SignInAsync("hr@acme.test");
        var tapped = await AuditAsync(hr, $"entityType=attendanceDay&entityId={day.Id()}");
        tapped.Select(e => e.Text("action")).ShouldBe(["attendance.checkOut", "attendance.endBreak", "attendance.startBreak", "attendance.checkIn"]);
        tapped.ShouldAllBe(e => e.Id("actorId") == me && e.Text("actorKind") == "user");
        tapped.Select(e => e.Text("traceId")).Distinct(StringComparer.Ordinal).Count().ShouldBe(tapped.Count);
        tapped.ShouldAllBe(e => e.Text("traceId").Length == 32);
        tapped[^1].GetProperty("before").ValueKind.ShouldBe(JsonValueKind.Null);
        tapped[^1].GetProperty("after").Text("status").ShouldBe("working");
        (tapped[0].GetProperty("before").Text("status"), tapped[0].GetProperty("after").Text("status")).ShouldBe(("working", "completed"));

        var settled = await AuditAsync(hr, $"entityType=anomaly&entityId={anomaly}");
        settled.Select(e => (e.Text("action"), e.Text("actorKind"))).ShouldBe([("anomalies.resolve", "user"), ("anomalies.acknowledge", "user"), ("anomalies.raise", "system")]);
        settled[0].Text("reason").ShouldBe("He called: home at five.");
        (settled[0].GetProperty("before").Text("status"), settled[0].GetProperty("after").Text("status")).ShouldBe(("acknowledged", "resolved"));
        settled.Take(2).ShouldAllBe(e => e.Text("traceId").Length == 32);
        foreach (var action in (string[])["auth.login", "auth.refresh", "auth.logout", "tenancy.update", "attendance.flagMissedCheckOut", "platform.enter", "platform.read"])
        {
            (await AuditAsync(hr, $"action={action}")).ShouldNotBeEmpty(action);
        }
    }

    /// <summary>Refreshes, proves that the old token is spent by ending another family with it, and logs that one out.</summary>
    private async Task<JsonElement> RotateAsync(JsonElement session)
    {
        using var anonymous = _host.Anonymous();
        var next = await anonymous.SendAsync("/api/v1/auth/refresh", new { refreshToken = session.Text("refreshToken") });

        var other = await _host.LoginAsync("employee@acme.test");
        using var left = _host.With(other.Text("accessToken"));
        await left.SendAsync("/api/v1/auth/logout", new { }, HttpStatusCode.NoContent);
        await left.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        await anonymous.PostProblemAsync("/api/v1/auth/refresh", new { refreshToken = other.Text("refreshToken") }, HttpStatusCode.Unauthorized, "refresh_invalid");
        return next;
    }

    private async Task SeesAsync(string who, JsonElement day, bool sees)
    {
        using var client = await SignInAsync(who);
        var items = (await client.ReadAsync($"{Days}?limit=200")).GetProperty("items").EnumerateArray();
        items.Any(d => d.Id() == day.Id()).ShouldBe(sees, who);
        var ofPerson = (await client.ReadAsync($"{Days}?userId={day.Id("userId")}")).GetProperty("items");
        (ofPerson.GetArrayLength() > 0).ShouldBe(sees, who);
        await client.ReadAsync($"{Days}/{day.Id()}", sees ? HttpStatusCode.OK : HttpStatusCode.NotFound);
    }

    /// <summary>Nadia reports to the lead, who reports to the manager.</summary>
    private async Task ManagersSeeTheirOwnPeopleAsync()
    {
        using var nadia = await SignInAsync("nadia@acme.test");
        var hers = (await nadia.ReadAsync($"{Days}?limit=1")).GetProperty("items")[0];
        await SeesAsync("lead@acme.test", hers, true);
        await SeesAsync("manager@acme.test", hers, true);
        await SeesAsync("manager@globex.test", hers, false);
    }

    private async Task PlatformCrossesOnlyThroughItsScopeAsync(JsonElement day)
    {
        using var platform = await SignInAsync("platform@satcom.test");
        await platform.ReadAsync($"{Days}/{day.Id()}", HttpStatusCode.Forbidden);
        platform.DefaultRequestHeaders.Add("X-Tenant", "acme");
        await platform.ReadAsync($"{Days}/{day.Id()}", HttpStatusCode.Forbidden);
        platform.DefaultRequestHeaders.Remove("X-Tenant");
        await platform.PostProblemAsync("/api/v1/platform/scope", new { tenant = "acme" }, HttpStatusCode.BadRequest, "validation_failed");

        var scope = await platform.SendAsync("/api/v1/platform/scope", new { tenant = "acme", reason = "Ticket 4711" });
        using var inside = _host.With(scope.Text("accessToken"));
        (await inside.ReadAsync($"{Days}/{day.Id()}")).Id().ShouldBe(day.Id());

        // To see and mend, not to live there.
        await inside.PostProblemAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Forbidden, "forbidden");
        using var hr = await SignInAsync("hr@acme.test");
        foreach (var audit in (IReadOnlyList<JsonElement>[])[await AuditAsync(platform, "action=platform.enter"), await AuditAsync(hr, "action=platform.enter")])
        {
            var entry = audit.ShouldHaveSingleItem();
            entry.Text("reason").ShouldBe("Ticket 4711");
            entry.Id("entityId").ShouldBe(scope.GetProperty("tenant").Id());
            entry.Id("actorId").ShouldBe((await platform.ReadAsync("/api/v1/me")).Id());
        }

        (await AuditAsync(platform, "action=access.refused")).ShouldNotBeEmpty();
    }

    private async Task PresenceComesAndGoesAsync(Guid me)
    {
        using var admin = await SignInAsync("superadmin@acme.test");
        var settings = new { presenceAwayAfterSeconds = 30, presenceOfflineAfterSeconds = 60 };
        using var patched = await admin.PatchAsJsonAsync("/api/v1/tenant", new { settings });
        await patched.ReadAsync();

        var colleague = await _host.LoginAsync("omar@acme.test");
        var stranger = await _host.LoginAsync("hr@globex.test");
        var person = await _host.LoginAsync("employee@acme.test");
        await using var watching = await HubClient.ConnectAsync(_host.BaseAddress, colleague.Text("accessToken"));
        await using var outside = await HubClient.ConnectAsync(_host.BaseAddress, stranger.Text("accessToken"));
        await using (var hub = await HubClient.ConnectAsync(_host.BaseAddress, person.Text("accessToken")))
        {
            (await hub.InvokeAsync("Heartbeat", "online")).ShouldBeNull();
            (await StatusAsync(watching, me)).ShouldBe("online");
        }

        using var client = _host.With(colleague.Text("accessToken"));
        _clock.Advance(TimeSpan.FromSeconds(35));
        (await StatusAsync(watching, me)).ShouldBe("away");
        (await client.ReadAsync($"/api/v1/presence?userIds={me}")).GetProperty("items")[0].Text("status").ShouldBe("away");
        _clock.Advance(TimeSpan.FromSeconds(35));
        (await StatusAsync(watching, me)).ShouldBe("offline");
        (await outside.DrainAsync("presenceChanged", TimeSpan.FromMilliseconds(200))).ShouldBeEmpty();
    }

    private async Task<Guid> AnomalyIsRaisedOnceAndSettledAsync()
    {
        using var hr = await SignInAsync("hr@acme.test");
        await using var hub = await HubClient.ConnectAsync(_host.BaseAddress, hr.DefaultRequestHeaders.Authorization!.Parameter);
        await using var second = new SatcomHost(_host.Database) { Clock = _clock };
        await second.StartAsync();
        var omar = await _host.UserIdAsync("omar@acme.test");
        (await hr.ReadAsync("/api/v1/anomalies")).GetProperty("items").GetArrayLength().ShouldBe(0);

        await Task.WhenAll(RunJobAsync(_host), RunJobAsync(second));
        var told = await hub.WaitForAsync("anomalyChanged");
        await RunJobAsync(_host);
        await RunJobAsync(second);
        await HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT count(*) FROM outbox_messages"), left => left is 0L);

        var anomaly = (await hr.ReadAsync("/api/v1/anomalies")).GetProperty("items").EnumerateArray().ToList().ShouldHaveSingleItem();
        anomaly.Id().ShouldBe(told.Id("anomalyId"));
        anomaly.Id("userId").ShouldBe(omar);
        (anomaly.Text("kind"), anomaly.Text("status")).ShouldBe(("missingCheckOut", "open"));
        anomaly.GetProperty("facts").Text("limitSeconds").ShouldBe("57600");

        await hr.SendAsync($"/api/v1/anomalies/{anomaly.Id()}/acknowledge", new { note = "Asking him." });
        var resolved = await hr.SendAsync($"/api/v1/anomalies/{anomaly.Id()}/resolve", new { resolution = "justified", note = "He called: home at five." });
        resolved.GetProperty("history").EnumerateArray().Select(s => s.Text("note")).ShouldBe(["Asking him.", "He called: home at five."]);
        (await hub.WaitForAsync("anomalyChanged", m => m.Text("status") is "acknowledged")).Id("anomalyId").ShouldBe(anomaly.Id());
        (await hub.WaitForAsync("anomalyChanged", m => m.Text("status") is "resolved")).Id("anomalyId").ShouldBe(anomaly.Id());
        return anomaly.Id();
    }

    private static async Task RunJobAsync(SatcomHost node) =>
        await ActivatorUtilities.CreateInstance<MissingCheckOutJob>(node.Services).RunAsync(new JobProgress("test"), CancellationToken.None);

    private static async Task<string> StatusAsync(HubClient watching, Guid person) =>
        (await watching.WaitForAsync("presenceChanged", m => m.Id("userId") == person)).Text("status");

    private static async Task<IReadOnlyList<JsonElement>> AuditAsync(HttpClient client, string filter) =>
        [.. (await client.ReadAsync($"/api/v1/audit?{filter}")).GetProperty("items").EnumerateArray()];

    private async Task<HttpClient> SignInAsync(string email) => _host.With((await _host.LoginAsync(email)).Text("accessToken"));
}
