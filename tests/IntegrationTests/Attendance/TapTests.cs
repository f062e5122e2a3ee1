using System.Net;
using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>A person's taps over HTTP, on a clock that the tests move.</summary>
public sealed class TapTests(SteppedHost stepped) : IClassFixture<SteppedHost>
{
    private static readonly TimeOnly EightInDubai = new(4, 0);

    private readonly SatcomHost _host = stepped.Host;
    private readonly SteppedTime _clock = stepped.Clock;

    [Fact]
    public async Task Day_WithABreakAndALunch_ShowsWorkedAndBreakSeconds()
    {
        const string who = "technician@acme.test";
        _clock.AdvanceTo(EightInDubai);
        var opened = await TapAsync(who, "check-in", new { workMode = "clientSite", note = "gate 4" }, HttpStatusCode.Created);
        await TapAfterAsync(60, who, "breaks/start", new { type = "break" }, HttpStatusCode.Created);
        (await TapAfterAsync(15, who, "breaks/end", new { })).Text("status").ShouldBe("working");
        (await TapAfterAsync(165, who, "breaks/start", new { type = "lunch" }, HttpStatusCode.Created)).Text("status").ShouldBe("onBreak");
        await TapAfterAsync(30, who, "breaks/end", new { });
        var day = await TapAfterAsync(270, who, "check-out", new { });

        day.Id().ShouldBe(opened.Id());
        day.Text("status").ShouldBe("completed");
        Seconds(day, "worked").ShouldBe(510 * 60);
        Seconds(day, "break").ShouldBe(15 * 60);
        Seconds(day, "lunch").ShouldBe(30 * 60);
        day.GetProperty("workModes").EnumerateArray().Select(m => m.GetString()).ShouldBe(["clientSite"]);
        day.GetProperty("version").GetUInt32().ShouldBeGreaterThan(opened.GetProperty("version").GetUInt32());

        using var client = await stepped.SignInAsync(who);
        var events = (await client.ReadAsync($"/api/v1/attendance/days/{day.Id()}")).GetProperty("events").EnumerateArray().ToList();
        events.Select(e => e.Text("kind")).ShouldBe(["checkIn", "breakStart", "breakEnd", "breakStart", "breakEnd", "checkOut"]);
        events.Select(e => e.GetProperty("offsetMinutes").GetInt32()).Distinct().ShouldBe([240]);
        events[0].Text("note").ShouldBe("gate 4");
        events[3].Text("breakType").ShouldBe("lunch");
    }

    [Fact]
    public async Task A8_Taps_OutOfOrder_GiveTheNamedCodes()
    {
        const string who = "staff@acme.test";
        _clock.AdvanceTo(EightInDubai);
        await RefusedAsync(who, "check-out", new { }, "not_checked_in");
        await RefusedAsync(who, "breaks/start", new { type = "break" }, "not_checked_in");
        await RefusedAsync(who, "breaks/end", new { }, "not_checked_in");
        await TapAsync(who, "check-in", new { workMode = "office" }, HttpStatusCode.Created);
        await RefusedAsync(who, "check-in", new { workMode = "office" }, "already_checked_in");
        await RefusedAsync(who, "breaks/end", new { }, "no_open_break");
        await TapAsync(who, "breaks/start", new { type = "break" }, HttpStatusCode.Created);
        await RefusedAsync(who, "breaks/start", new { type = "lunch" }, "break_already_open");
        await TapAsync(who, "check-out", new { });
        await RefusedAsync(who, "check-out", new { }, "not_checked_in");
    }

    [Fact]
    public async Task CheckIn_AgainOnTheSameDay_IsASecondSession()
    {
        const string who = "lead@acme.test";
        _clock.AdvanceTo(EightInDubai);
        var first = await TapAsync(who, "check-in", new { workMode = "office" }, HttpStatusCode.Created);
        await TapAfterAsync(60, who, "check-out", new { });
        var second = await TapAfterAsync(30, who, "check-in", new { workMode = "remote" }, HttpStatusCode.Created);
        var day = await TapAfterAsync(20, who, "check-out", new { });

        (second.Id(), day.Id()).ShouldBe((first.Id(), first.Id()));
        Seconds(day, "worked").ShouldBe(80 * 60);
        day.Text("firstCheckInAt").ShouldBe(first.Text("firstCheckInAt"));
    }

    [Fact]
    public async Task CheckOut_InTheMorning_ClosesTheSessionOfTheEveningBefore()
    {
        const string who = "superadmin@acme.test";
        _clock.AdvanceTo(new TimeOnly(14, 30));
        var evening = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
        var opened = await TapAsync(who, "check-in", new { workMode = "office" }, HttpStatusCode.Created);
        opened.Text("date").ShouldBe($"{evening:O}");

        // Half past midnight in Dubai, still yesterday in UTC.
        _clock.AdvanceTo(new TimeOnly(20, 30));
        using var client = await stepped.SignInAsync(who);
        var today = await client.ReadAsync("/api/v1/attendance/today");
        today.Text("date").ShouldBe($"{evening.AddDays(1):O}");
        today.GetProperty("day").Id().ShouldBe(opened.Id());

        _clock.AdvanceTo(new TimeOnly(3, 10));
        var closed = await TapAsync(who, "check-out", new { });
        closed.Id().ShouldBe(opened.Id());
        closed.Text("date").ShouldBe($"{evening:O}");
        Seconds(closed, "worked").ShouldBe(((12 * 60) + 40) * 60);

        using var later = await stepped.SignInAsync(who);
        (await later.ReadAsync("/api/v1/attendance/today")).GetProperty("day").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task CheckIn_AfterAForgottenCheckOut_OpensANewDayAndFlagsTheOldOne()
    {
        const string who = "nadia@globex.test";
        _clock.AdvanceTo(EightInDubai);
        var forgotten = await TapAsync(who, "check-in", new { workMode = "office" }, HttpStatusCode.Created);
        _clock.Advance(TimeSpan.FromHours(26));
        await RefusedAsync(who, "check-out", new { }, "not_checked_in");
        var next = await TapAsync(who, "check-in", new { workMode = "office" }, HttpStatusCode.Created);

        next.Id().ShouldNotBe(forgotten.Id());
        using var client = await stepped.SignInAsync(who);
        var old = await client.ReadAsync($"/api/v1/attendance/days/{forgotten.Id()}");
        old.Text("status").ShouldBe("missingCheckOut");
        old.GetProperty("flags").EnumerateArray().Select(f => f.GetString()).ShouldBe(["missingCheckOut"]);
        old.GetProperty("lastCheckOutAt").ValueKind.ShouldBe(JsonValueKind.Null);
        Seconds(old, "worked").ShouldBe(0);
        old.GetProperty("events").GetArrayLength().ShouldBe(1);

        using var hr = await stepped.SignInAsync("hr@globex.test");
        var path = $"/api/v1/anomalies?userId={await _host.UserIdAsync(who)}&from={forgotten.Text("date")}";
        var raised = await HostWork.EventuallyAsync(() => hr.ReadAsync(path), a => a.GetProperty("items").GetArrayLength() > 0);
        raised.GetProperty("items").EnumerateArray().Select(a => a.Text("kind")).ShouldBe(["missingCheckOut"]);
    }

    [Fact]
    public async Task Taps_MadeOffline_KeepTheirTimeWithinTheTolerance()
    {
        const string who = "employee@globex.test";
        _clock.AdvanceTo(EightInDubai);
        var now = _clock.GetUtcNow();
        await RefusedAsync(who, "check-in", Offline(now.AddSeconds(121)), "event_in_future", HttpStatusCode.UnprocessableEntity);
        await RefusedAsync(who, "check-in", Offline(now.AddHours(-72).AddSeconds(-1)), "event_too_old", HttpStatusCode.UnprocessableEntity);

        var day = await TapAsync(who, "check-in", Offline(now.AddHours(-2)), HttpStatusCode.Created);
        await RefusedAsync(who, "check-out", new { occurredAt = now.AddHours(-3) }, "event_out_of_order", HttpStatusCode.UnprocessableEntity);
        (await TapAsync(who, "check-out", new { occurredAt = now.AddHours(-1) })).Id().ShouldBe(day.Id());

        using var client = await stepped.SignInAsync(who);
        var whole = await client.ReadAsync($"/api/v1/attendance/days/{day.Id()}");
        Seconds(whole, "worked").ShouldBe(3600);
        var first = whole.GetProperty("events")[0];
        first.GetProperty("isOffline").GetBoolean().ShouldBeTrue();
        first.GetProperty("occurredAt").GetDateTimeOffset().ShouldBe(now.AddHours(-2));
        first.GetProperty("receivedAt").GetDateTimeOffset().ShouldBe(now);

        object Offline(DateTimeOffset at) => new { workMode = "field", occurredAt = at };
    }

    [Theory]
    [InlineData("check-in", """{"workMode":"office","note":"@"}""", "note", "too_long")]
    [InlineData("check-in", """{"workMode":"office","location":{"latitude":91,"longitude":0,"accuracyMeters":5}}""", "location.latitude", "out_of_range")]
    [InlineData("check-in", """{"workMode":"office","location":{"latitude":0,"longitude":-181,"accuracyMeters":5}}""", "location.longitude", "out_of_range")]
    [InlineData("check-out", """{"location":{"latitude":0,"longitude":0,"accuracyMeters":-1}}""", "location.accuracyMeters", "out_of_range")]
    [InlineData("check-in", """{"workMode":"moon"}""", "workMode", "unknown_value")]
    [InlineData("check-in", """{}""", "workMode", "required")]
    [InlineData("breaks/start", """{"type":"nap"}""", "type", "unknown_value")]
    public async Task Tap_WithABrokenField_NamesIt(string tap, string body, string field, string code)
    {
        using var client = await stepped.SignInAsync("hr@acme.test");
        using var content = new StringContent(body.Replace("@", new string('x', 501), StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri($"/api/v1/attendance/{tap}", UriKind.Relative), content);

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        problem.GetProperty("errors").GetProperty(field)[0].Text("code").ShouldBe(code);
    }

    private static int Seconds(JsonElement day, string of) => day.GetProperty(of + "Seconds").GetInt32();

    private Task<JsonElement> TapAfterAsync(int minutes, string who, string tap, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        _clock.Advance(TimeSpan.FromMinutes(minutes));
        return TapAsync(who, tap, body, expected);
    }

    private async Task<JsonElement> TapAsync(string who, string tap, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var client = await stepped.SignInAsync(who);
        return await client.SendAsync($"/api/v1/attendance/{tap}", body, expected);
    }

    private async Task RefusedAsync(string who, string tap, object body, string code, HttpStatusCode status = HttpStatusCode.Conflict)
    {
        using var client = await stepped.SignInAsync(who);
        await client.PostProblemAsync($"/api/v1/attendance/{tap}", body, status, code);
    }
}
