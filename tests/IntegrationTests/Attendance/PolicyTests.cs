using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Satcom.Application.Anomalies;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>The rules that a company sets, by date.</summary>
public sealed class PolicyTests(PlannedHost planned) : IClassFixture<PlannedHost>
{
    private const string Attendance = "/api/v1/policies/attendance";
    private const string Geofence = "/api/v1/policies/geofence";
    private const string Lock = "/api/v1/attendance/lock";

    [Fact]
    public async Task R08_Policy_IsKeptByDate_WithVersionAndAudit()
    {
        using var hr = await planned.SignInAsync("hr@globex.test");
        var (today, later) = (planned.Today, planned.Today.AddDays(10));
        var unset = await hr.ReadAsync(Attendance);
        unset.GetProperty("from").ValueKind.ShouldBe(JsonValueKind.Null);
        unset.GetProperty("version").GetUInt32().ShouldBe(0u);
        unset.GetProperty("policy").GetProperty("maxSessionSeconds").GetInt32().ShouldBe(57600);

        var first = await PutAsync(hr, Attendance, With(today, "attribution", "splitAtMidnight"), version: 0);
        var second = await PutAsync(hr, Attendance, With(later, "autoClose", "shiftEnd"), first.Version());
        using (var stale = await SendAsync(hr, Attendance, With(today, "autoClose", "maxLength"), first.Version()))
        {
            await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        }

        second.Version().ShouldNotBe(first.Version());
        var now = await hr.ReadAsync(Attendance);
        now.Version().ShouldBe(second.Version());
        now.GetProperty("policy").Text("attribution").ShouldBe("splitAtMidnight");
        now.GetProperty("changesOn").EnumerateArray().Select(d => d.GetString()).ShouldBe([Iso(later)]);
        (await hr.ReadAsync($"{Attendance}?on={Iso(later.AddDays(1))}")).GetProperty("policy").Text("autoClose").ShouldBe("shiftEnd");
        (await hr.ReadAsync($"{Attendance}?on={Iso(today.AddDays(-1))}")).GetProperty("from").ValueKind.ShouldBe(JsonValueKind.Null);

        // What was to begin on that date or later gives way.
        planned.Clock.Advance(TimeSpan.FromSeconds(1));
        await PutAsync(hr, Attendance, With(today.AddDays(5), "autoClose", "off"), version: null);
        (await hr.ReadAsync($"{Attendance}?on={Iso(later.AddDays(1))}")).GetProperty("policy").Text("autoClose").ShouldBe("off");
        using (var past = await SendAsync(hr, Attendance, With(today.AddDays(-2), "autoClose", "off"), version: null))
        {
            await past.ProblemAsync(HttpStatusCode.UnprocessableEntity, "policy_in_past");
        }

        var audit = (await hr.ReadAsync("/api/v1/audit?action=attendance.putAttendancePolicy")).Items();
        audit.Count.ShouldBe(3);
        audit[0].GetProperty("before").GetProperty("history").GetArrayLength().ShouldBe(2);
        audit[0].GetProperty("after").GetProperty("history")[1].GetProperty("value").Text("autoClose").ShouldBe("off");
    }

    [Theory]
    [InlineData("maxSessionSeconds", "59", "policy.maxSessionSeconds", "out_of_range")]
    [InlineData("autoCloseToleranceSeconds", "-1", "policy.autoCloseToleranceSeconds", "out_of_range")]
    [InlineData("skewToleranceSeconds", "3601", "policy.skewToleranceSeconds", "out_of_range")]
    [InlineData("offlineToleranceSeconds", "2592001", "policy.offlineToleranceSeconds", "out_of_range")]
    [InlineData("breakRules", """[{"afterSeconds":21600,"minimumSeconds":0}]""", "policy.breakRules[0].minimumSeconds", "out_of_range")]
    [InlineData("breakRules", """[{"afterSeconds":21600,"minimumSeconds":1800},{"afterSeconds":20000,"minimumSeconds":2700}]""", "policy.breakRules", "invalid_format")]
    [InlineData("overtime.order", """["daily","daily"]""", "policy.overtime.order", "invalid_format")]
    [InlineData("overtime.roundToSeconds", "0", "policy.overtime.roundToSeconds", "out_of_range")]
    [InlineData("overtime.weeklyAfterSeconds", "604801", "policy.overtime.weeklyAfterSeconds", "out_of_range")]
    public async Task Policy_WithAWrongValue_IsRefusedAtItsField(string member, string json, string field, string code)
    {
        using var hr = await planned.SignInAsync("hr@acme.test");
        using var response = await SendAsync(hr, Attendance, With(from: null, member, JsonNode.Parse(json)), version: null);

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        var error = problem.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem();
        error.Name.ShouldBe(field);
        error.Value[0].Text("code").ShouldBe(code);
    }

    [Theory]
    [InlineData("""{"policy":{"isOn":true,"accuracyCapMeters":-1,"coarseAboveMeters":10,"modes":[],"retentionDays":1}}""", "policy.accuracyCapMeters")]
    [InlineData("""{"policy":{"isOn":true,"accuracyCapMeters":1,"coarseAboveMeters":0,"modes":[],"retentionDays":1}}""", "policy.coarseAboveMeters")]
    [InlineData("""{"policy":{"isOn":true,"accuracyCapMeters":1,"coarseAboveMeters":10,"modes":[],"retentionDays":0}}""", "policy.retentionDays")]
    [InlineData("""{"policy":{"isOn":true,"accuracyCapMeters":1,"coarseAboveMeters":10,"modes":[{"workMode":"office","action":"warn"},{"workMode":"office","action":"record"}],"retentionDays":1}}""", "policy.modes")]
    public async Task GeofencePolicy_WithAWrongValue_IsRefusedAtItsField(string body, string field)
    {
        using var hr = await planned.SignInAsync("hr@acme.test");
        using var response = await SendAsync(hr, Geofence, JsonNode.Parse(body)!, version: null);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed")).GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(field);
    }

    [Theory]
    [InlineData("employee@acme.test")]
    [InlineData("technician@acme.test")]
    [InlineData("staff@acme.test")]
    [InlineData("manager@acme.test")]
    public async Task Policies_ReadByAnyWorker_AreSetByHrAlone(string who)
    {
        using var client = await planned.SignInAsync(who);
        await client.ReadAsync(Attendance);
        await client.ReadAsync(Geofence);
        await client.ReadAsync(Lock);
        foreach (var (path, body) in new (string, JsonNode)[] { (Attendance, With(null, "autoClose", "off")), (Geofence, GeofenceBody()), (Lock, new JsonObject { ["through"] = "2020-01-01" }) })
        {
            using var response = await SendAsync(client, path, body, version: null);
            await response.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    [Fact]
    public async Task Policy_ChangedOnOneNode_HoldsOnTheOtherAtOnce()
    {
        await using var other = new SatcomHost(planned.Host.Database) { Clock = planned.Clock };
        await other.StartAsync();
        var token = (await planned.Host.LoginAsync("lead@acme.test")).Text("accessToken");
        using var here = planned.Host.With(token);
        using var there = other.With(token);
        await there.ReadAsync("/api/v1/attendance/today");
        await here.SendAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Created);
        planned.Clock.Advance(TimeSpan.FromMinutes(5));

        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy(order: ["daily"], dailyBasis: "fixed"));
        await planned.Host.SendAsync("acme", new DetectMissingCheckOutsCommand());
        await planned.PutAsync("hr@acme.test", "attendance/lock", new { through = planned.Today.AddDays(-1) });

        // The other node answers by the lock that it was told of, within the bus's time.
        var late = new { workMode = "office", occurredAt = planned.Clock.GetUtcNow().AddDays(-2) };
        await HostWork.EventuallyAsync(
            async () =>
            {
                using var response = await there.PostAsJsonAsync("/api/v1/attendance/check-in", late);
                return await response.Content.ReadAsStringAsync();
            },
            text => text.Contains("day_locked", StringComparison.Ordinal));
        await planned.PutAsync("hr@acme.test", "attendance/lock", new { through = (string?)null, reason = "End of the test." });
    }

    [Fact]
    public async Task Policy_SetForToday_CountsTodaysDaysAnew()
    {
        const string who = "nadia@acme.test";
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy());
        var day = await planned.WorkAsync(who, 10);
        day.GetProperty("overtimeSeconds").GetInt32().ShouldBe(0);

        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy(order: ["daily"], dailyBasis: "fixed"));

        using var hr = await planned.SignInAsync("hr@acme.test");
        await HostWork.EventuallyAsync(async () => (await hr.ReadAsync($"/api/v1/attendance/days/{day.Id()}")).GetProperty("overtimeSeconds").GetInt32(), seconds => seconds == 2 * 3600);
    }

    private static string Iso(DateOnly date) => date.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonNode GeofenceBody() =>
        JsonNode.Parse("""{"policy":{"isOn":false,"accuracyCapMeters":100,"coarseAboveMeters":1000,"modes":[],"retentionDays":90}}""")!;

    /// <summary>A policy's body with one member as given.</summary>
    private static JsonNode With(DateOnly? from, string member, JsonNode? value)
    {
        var body = JsonSerializer.SerializeToNode(PlannedHost.Policy())!;
        var at = body["policy"]!;
        var path = member.Split('.');
        foreach (var name in path[..^1])
        {
            at = at[name]!;
        }

        at[path[^1]] = value;
        if (from is { } date)
        {
            body["from"] = Iso(date);
        }

        return body;
    }

    private static async Task<JsonElement> PutAsync(HttpClient client, string path, JsonNode body, uint? version)
    {
        using var response = await SendAsync(client, path, body, version);
        return await response.ReadAsync();
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, JsonNode body, uint? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        if (version is { } known)
        {
            request.Headers.Add("If-Match", $"\"{known}\"");
        }

        return await client.SendAsync(request);
    }
}
