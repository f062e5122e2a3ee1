using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Anomalies;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;
using Satcom.IntegrationTests.Shifts;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>What is asked of places, and what is kept of them.</summary>
public sealed class GeofenceTests(PlannedHost planned) : IClassFixture<PlannedHost>
{
    private const string Failures = "/api/v1/attendance/geofence-failures";

    // About 111 m a thousandth of a degree of latitude.
    private static readonly object Near = new { latitude = 25.0005, longitude = 55.0, accuracyMeters = 10 };
    private static readonly object Far = new { latitude = 25.02, longitude = 55.0, accuracyMeters = 10 };
    private static readonly object Coarse = new { latitude = 25.02, longitude = 55.0, accuracyMeters = 5000 };

    private readonly SatcomHost _host = planned.Host;

    [Fact]
    public async Task R28_Place_WhereTheCompanyHasNotOptedIn_IsNeitherAskedNorKept()
    {
        await EmployAsync("employee@globex.test");
        await planned.PutAsync("hr@globex.test", "policies/geofence", new { policy = new { isOn = false, accuracyCapMeters = 50, coarseAboveMeters = 1000, modes = Array.Empty<object>(), retentionDays = 7 } });
        var day = await planned.TapAsync("employee@globex.test", "check-in", new { workMode = "office", location = Far });
        await planned.TapAsync("employee@globex.test", "check-out", new { location = Far });

        day.TryGetProperty("fence", out _).ShouldBeFalse();
        (await CountAsync("punch_places", "employee@globex.test")).ShouldBe(0);
        (await _host.SqlAsync("SELECT count(*) FROM attendance_punches WHERE day_id = $1 AND (fence IS NOT NULL OR office_id IS NOT NULL OR distance_meters IS NOT NULL)", day.Id())).ShouldBe(0L);

        // A mode that the policy does not name is not asked either.
        await PolicyAsync("hr@globex.test", ("office", "refuse"));
        var remote = await planned.TapAsync("employee@globex.test", "check-in", new { workMode = "remote", location = Far });
        await planned.TapAsync("employee@globex.test", "check-out", new { });
        remote.TryGetProperty("fence", out _).ShouldBeFalse();
        (await CountAsync("punch_places", "employee@globex.test")).ShouldBe(0);
    }

    [Fact]
    public async Task R27_Place_OfACheckIn_IsJudgedAgainstTheNearestOffice()
    {
        const string who = "technician@acme.test";
        var offices = await EmployAsync(who);
        await PolicyAsync("hr@acme.test", ("office", "record"), ("field", "warn"));

        var inside = await TapInAndOutAsync(who, "office", Near);
        inside.GetProperty("fence").Text("result").ShouldBe("inside");
        inside.GetProperty("fence").Id("officeId").ShouldBe(offices[0]);
        inside.GetProperty("fence").GetProperty("distanceMeters").GetInt32().ShouldBeInRange(54, 57);
        (await TapInAndOutAsync(who, "office", Coarse)).GetProperty("fence").Text("result").ShouldBe("uncertain");
        (await HeardAsync(who)).ShouldBeEmpty();

        var outside = await TapInAndOutAsync(who, "field", Far);
        outside.GetProperty("fence").Text("result").ShouldBe("outside");
        outside.GetProperty("fence").Text("action").ShouldBe("warn");
        (await TapInAndOutAsync(who, "field", location: null)).GetProperty("fence").Text("result").ShouldBe("notProvided");

        using var hr = await planned.SignInAsync("hr@acme.test");
        var day = await hr.ReadAsync($"/api/v1/attendance/days/{outside.Id()}");
        day.GetProperty("flags").EnumerateArray().Select(f => f.GetString()).Intersect(["outsideFence", "placeMissing"], StringComparer.Ordinal).Count().ShouldBe(2);
        day.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("fence").ValueKind == JsonValueKind.Object).Select(e => e.GetProperty("fence").Text("result"))
            .ShouldBe(["inside", "uncertain", "outside", "notProvided"]);
        (await CountAsync("punch_places", who)).ShouldBe(3);

        // Every failure is in HR's list, in the audit, and told to whoever listens.
        var me = await _host.UserIdAsync(who);
        (await hr.ReadAsync($"{Failures}?userId={me}")).Items().Select(f => f.Text("result")).Order(StringComparer.Ordinal).ShouldBe(["notProvided", "outside"]);
        (await hr.ReadAsync($"{Failures}?userId={me}&result=outside&action=warn&officeId={offices[1]}")).Items().ShouldHaveSingleItem().Id("dayId").ShouldBe(outside.Id());
        (await hr.ReadAsync($"{Failures}?userId={me}&action=refuse")).Items().ShouldBeEmpty();
        (await hr.ReadAsync($"{Failures}?userId={me}&to={planned.Today.AddDays(-1):yyyy-MM-dd}")).Items().ShouldBeEmpty();
        var page = await hr.ReadAsync($"{Failures}?userId={me}&limit=1");
        (await hr.ReadAsync($"{Failures}?userId={me}&limit=1&cursor={page.Text("nextCursor")}")).Items().ShouldHaveSingleItem().Id().ShouldNotBe(page.Items()[0].Id());
        (await hr.ReadAsync("/api/v1/audit?entityType=geofenceFailure&action=attendance.checkIn")).Items().Count(e => string.Equals(e.GetProperty("after").Text("employeeId"), me.ToString(), StringComparison.Ordinal)).ShouldBe(2);
        var heard = await HostWork.EventuallyAsync(() => HeardAsync(who), all => all.Count == 2);
        heard.ShouldContain(f => f.Result == FenceResult.Outside && f.DayId == outside.Id() && f.Action == FenceAction.Warn);

        // Managers see their reports' alone, and others nothing.
        using var manager = await planned.SignInAsync("manager@acme.test");
        (await manager.ReadAsync(Failures)).Items().Select(f => f.Id("userId")).Distinct().ShouldBe([me]);
        using var lead = await planned.SignInAsync("lead@acme.test");
        (await lead.ReadAsync(Failures)).Items().ShouldBeEmpty();
        using var person = await planned.SignInAsync(who);
        await person.ReadAsync(Failures, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task R27_CheckIn_OutsideWhereThePolicyRefuses_IsRefusedAndWrittenDownOnce()
    {
        const string who = "staff@globex.test";
        await EmployAsync(who);
        await PolicyAsync("hr@globex.test", ("office", "refuse"));
        using var person = await planned.SignInAsync(who);
        var tap = new { workMode = "office", location = Far, clientEventId = Guid.CreateVersion7(RealTime.Clock.GetUtcNow()) };
        await person.PostProblemAsync("/api/v1/attendance/check-in", tap, HttpStatusCode.UnprocessableEntity, "outside_fence");
        await person.PostProblemAsync("/api/v1/attendance/check-in", tap, HttpStatusCode.UnprocessableEntity, "outside_fence");
        await person.PostProblemAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.UnprocessableEntity, "location_required");

        (await CountAsync("punch_places", who)).ShouldBe(0);
        (await CountAsync("attendance_days", who)).ShouldBe(0);
        using var hr = await planned.SignInAsync("hr@globex.test");
        var failures = (await hr.ReadAsync($"{Failures}?userId={await _host.UserIdAsync(who)}")).Items();
        failures.Select(f => f.Text("result")).Order(StringComparer.Ordinal).ShouldBe(["notProvided", "outside"]);
        failures.ShouldAllBe(f => f.GetProperty("dayId").ValueKind == JsonValueKind.Null && string.Equals(f.Text("action"), "refuse", StringComparison.Ordinal));
        (await person.SendAsync("/api/v1/attendance/check-in", new { workMode = "office", location = Near }, HttpStatusCode.Created)).GetProperty("fence").Text("result").ShouldBe("inside");

        // The day that comes about tells of them too.
        var today = (await person.ReadAsync("/api/v1/attendance/today")).GetProperty("day");
        var refused = (await hr.ReadAsync($"/api/v1/attendance/days/{today.Id()}")).GetProperty("failedCheckIns").EnumerateArray().ToList();
        refused.Select(f => (f.Text("result"), f.GetProperty("isRefused").GetBoolean())).Order().ShouldBe([("notProvided", true), ("outside", true)]);
    }

    [Theory]
    [InlineData("refuse", HttpStatusCode.UnprocessableEntity, "outside_fence", 0)]
    [InlineData("record", HttpStatusCode.Conflict, "day_locked", 1)]
    public async Task R27_CheckIn_ForALockedDate_IsJudgedAsAnyOther(string action, HttpStatusCode status, string code, int requests)
    {
        const string who = "omar@globex.test";
        await EmployAsync(who);
        await PolicyAsync("hr@globex.test", ("field", action));
        planned.Clock.AdvanceTo(new TimeOnly(8, 0));
        await planned.PutAsync("hr@globex.test", "policies/attendance", PlannedHost.Policy());
        var (date, at) = (planned.Today, planned.Clock.GetUtcNow());
        planned.Clock.Advance(TimeSpan.FromDays(2));
        await _host.SendAsync("globex", new DetectMissingCheckOutsCommand());
        await planned.PutAsync("hr@globex.test", "attendance/lock", new { through = date });
        var me = await _host.UserIdAsync(who);
        using var hr = await planned.SignInAsync("hr@globex.test");
        using var person = await planned.SignInAsync(who);

        await person.PostProblemAsync("/api/v1/attendance/check-in", new { workMode = "field", location = Far, occurredAt = at }, status, code);

        (await hr.ReadAsync($"{Failures}?userId={me}&from={date.Iso()}&to={date.Iso()}")).Items().ShouldHaveSingleItem().Text("action").ShouldBe(action);
        (await hr.ReadAsync($"/api/v1/attendance/corrections?userId={me}&from={date.Iso()}&to={date.Iso()}")).Items().Count.ShouldBe(requests);
        await planned.PutAsync("hr@globex.test", "attendance/lock", new { through = (string?)null, reason = "To be mended." });
    }

    [Fact]
    public async Task Coordinates_OlderThanTheCompanyKeepsThem_ArePurged_AndTheResultStays()
    {
        const string who = "lead@acme.test", other = "lead@globex.test";
        await EmployAsync(who);
        await EmployAsync(other);
        await PolicyAsync("hr@acme.test", ("office", "record"));
        await PolicyAsync("hr@globex.test", 30, ("office", "record"));
        await TapInAndOutAsync(other, "office", Near);
        var old = await TapInAndOutAsync(who, "office", Near);
        planned.Clock.Advance(TimeSpan.FromDays(6));
        await TapInAndOutAsync(who, "office", Near);
        planned.Clock.Advance(TimeSpan.FromDays(2));

        await ActivatorUtilities.CreateInstance<PunchPlacePurgeJob>(_host.Services).RunAsync(new JobProgress("test"), CancellationToken.None);

        // Each company's own days count.
        (await CountAsync("punch_places", who), await CountAsync("punch_places", other)).ShouldBe((1, 1));
        planned.Clock.Advance(TimeSpan.FromDays(24));
        await ActivatorUtilities.CreateInstance<PunchPlacePurgeJob>(_host.Services).RunAsync(new JobProgress("test"), CancellationToken.None);
        (await CountAsync("punch_places", other)).ShouldBe(0);
        using var hr = await planned.SignInAsync("hr@acme.test");
        (await hr.ReadAsync($"/api/v1/attendance/days/{old.Id()}")).GetProperty("events")[0].GetProperty("fence").Text("result").ShouldBe("inside");
    }

    /// <summary>Two offices for a person: a narrow one at 25° N and one ten kilometres to the east.</summary>
    private async Task<Guid[]> EmployAsync(string who)
    {
        using var hr = await planned.SignInAsync(PlannedHost.HrOf(who));
        async Task<Guid> MakeAsync(double latitude, double longitude, int radiusMeters) =>
            (await hr.SendAsync("/api/v1/offices", new { name = ShiftSteps.Name("Office"), latitude, longitude, radiusMeters, timeZone = PlannedHost.Zone }, HttpStatusCode.Created)).Id();
        Guid[] offices = [await MakeAsync(25, 55, 100), await MakeAsync(25.03, 55, 500)];
        await planned.ChangeAsync(who, new { officeIds = offices });
        return offices;
    }

    private Task PolicyAsync(string hr, params (string WorkMode, string Action)[] modes) => PolicyAsync(hr, 7, modes);

    private Task PolicyAsync(string hr, int retentionDays, params (string WorkMode, string Action)[] modes) => planned.PutAsync(hr, "policies/geofence", new
    {
        policy = new { isOn = true, accuracyCapMeters = 50, coarseAboveMeters = 1000, modes = modes.Select(m => new { workMode = m.WorkMode, action = m.Action }), retentionDays },
    });

    private async Task<JsonElement> TapInAndOutAsync(string who, string workMode, object? location)
    {
        var day = await planned.TapAsync(who, "check-in", new { workMode, location });
        planned.Clock.Advance(TimeSpan.FromSeconds(10));
        await planned.TapAsync(who, "check-out", new { });
        planned.Clock.Advance(TimeSpan.FromSeconds(10));
        return day;
    }

    private async Task<int> CountAsync(string table, string who) =>
        (int)(long)(await _host.SqlAsync($"SELECT count(*) FROM {table} r JOIN users u ON u.tenant_id = r.tenant_id AND u.id = r.employee_id WHERE u.email = $1", who))!;

    private async Task<List<GeofenceFailed>> HeardAsync(string who)
    {
        var id = await _host.UserIdAsync(who);
        return [.. planned.Heard.All.Where(f => f.EmployeeId == id)];
    }
}
