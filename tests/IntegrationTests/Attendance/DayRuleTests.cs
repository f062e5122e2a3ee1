using System.Net;
using System.Text.Json;
using Satcom.Application.Anomalies;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Leaves;
using Satcom.IntegrationTests.People;
using Satcom.IntegrationTests.Shifts;
using Satcom.IntegrationTests.Timesheets;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>What days amount to under a policy, as it is stored, and that a rebuild gives the same.</summary>
public sealed class DayRuleTests(PlannedHost planned) : IClassFixture<PlannedHost>
{
    private const string Stored =
        """
        SELECT coalesce(string_agg(md5(d::text), ',' ORDER BY d.date), '') FROM attendance_days d JOIN users u ON u.tenant_id = d.tenant_id AND u.id = d.employee_id WHERE u.email = $1
        """;

    private static readonly object[] HalfAnHourAfterSix = [new { afterSeconds = 6 * 3600, minimumSeconds = 1800 }];

    private readonly SatcomHost _host = planned.Host;

    [Fact]
    public async Task R14_R15_R17_Rebuild_OfAWeekWithOvertimeAndBreaks_GivesWhatIsStored()
    {
        const string who = "technician@acme.test";
        planned.AdvanceToMonday();
        var monday = planned.Today;
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy(breakRules: HalfAnHourAfterSix, order: ["daily", "weekly"], dailyBasis: "fixed"));

        // Five times 10 h: 9 h 30 min after the missing break, of them 8 h ordinary. On Saturday the week is full, so all of it is weekly overtime.
        for (var i = 0; i < 5; i++)
        {
            var day = await planned.WorkAsync(who, 10);
            Seconds(day, "workedSeconds", "deductedSeconds", "ordinarySeconds", "overtimeSeconds").ShouldBe([34_200, 1_800, 28_800, 5_400]);
            day.GetProperty("overtime").GetProperty("dailySeconds").GetInt32().ShouldBe(5_400);
            planned.Clock.Advance(TimeSpan.FromHours(14));
        }

        var saturday = await planned.WorkAsync(who, 4);
        Seconds(saturday, "workedSeconds", "ordinarySeconds", "overtimeSeconds").ShouldBe([14_400, 0, 14_400]);
        saturday.GetProperty("overtime").GetProperty("weeklySeconds").GetInt32().ShouldBe(14_400);

        var before = await _host.SqlAsync(Stored, who);
        (await RebuildAsync(who, monday, planned.Today)).ShouldBe((6, 0));
        (await _host.SqlAsync(Stored, who)).ShouldBe(before);

        // What somebody spoiled comes out right again.
        await _host.SqlAsync("UPDATE attendance_days d SET worked_seconds = 60000, flags = '{late}', overtime_daily_seconds = 0, overtime_seconds = 0, payable_overtime_seconds = 0 WHERE id = (SELECT id FROM attendance_days WHERE id <> $1 AND date = $2 AND employee_id = (SELECT employee_id FROM attendance_days WHERE id = $1))", saturday.Id(), monday.AddDays(1));
        (await _host.SqlAsync(Stored, who)).ShouldNotBe(before);
        (await RebuildAsync(who, monday.AddDays(1), monday.AddDays(2))).ShouldBe((2, 1));
        await _host.SqlAsync("UPDATE attendance_days SET longest_break_seconds = 77 WHERE id = $1", saturday.Id());
        (await RebuildAsync(who, planned.Today, planned.Today)).ShouldBe((1, 1));
        (await _host.SqlAsync(Stored, who)).ShouldBe(before);
    }

    [Fact]
    public async Task R17_Override_OfAnEarlierDay_MovesTheWeeklyOvertimeOfTheLaterOnes()
    {
        const string who = "staff@acme.test";
        planned.AdvanceToMonday();
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy(order: ["weekly"], weeklyAfterSeconds: 20 * 3600));
        var monday = await planned.WorkAsync(who, 8);
        planned.Clock.Advance(TimeSpan.FromHours(16));
        await planned.WorkAsync(who, 8);
        planned.Clock.Advance(TimeSpan.FromHours(16));
        var wednesday = await planned.WorkAsync(who, 8);
        Seconds(wednesday, "ordinarySeconds", "overtimeSeconds").ShouldBe([4 * 3600, 4 * 3600]);

        using var hr = await planned.SignInAsync("hr@acme.test");
        var start = monday.GetProperty("firstCheckInAt").GetDateTimeOffset();
        var changed = await hr.SendAsync($"/api/v1/attendance/days/{monday.Id()}/override", new
        {
            reason = "Left at ten.",
            events = (object[])[new { kind = "checkIn", at = start, workMode = "office" }, new { kind = "checkOut", at = start.AddHours(2) }],
        });

        Seconds(changed, "workedSeconds", "ordinarySeconds").ShouldBe([2 * 3600, 2 * 3600]);
        var after = await hr.ReadAsync($"/api/v1/attendance/days/{wednesday.Id()}");
        Seconds(after, "ordinarySeconds", "overtimeSeconds").ShouldBe([8 * 3600, 0]);
        (await RebuildAsync(who, DateOnly.Parse(monday.Text("date"), System.Globalization.CultureInfo.InvariantCulture), planned.Today)).Changed.ShouldBe(0);
    }

    [Fact]
    public async Task R02_R16_SplitAtMidnight_PartsSumToTheDay()
    {
        const string who = "lead@acme.test";
        planned.Clock.AdvanceTo(new TimeOnly(18, 0));
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy(attribution: "splitAtMidnight"));
        var date = planned.Today;
        var night = await planned.WorkAsync(who, 8);

        night.Text("date").ShouldBe(date.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        using var client = await planned.SignInAsync(who);
        var day = await client.ReadAsync($"/api/v1/attendance/days/{night.Id()}");
        var parts = day.GetProperty("parts").EnumerateArray().ToList();
        parts.Select(p => p.GetProperty("workedSeconds").GetInt32()).ShouldBe([2 * 3600, 6 * 3600]);
        parts.Select(p => p.Text("date")).ShouldBe([night.Text("date"), planned.Today.ToString("O", System.Globalization.CultureInfo.InvariantCulture)]);
        day.GetProperty("workedSeconds").GetInt32().ShouldBe(8 * 3600);
        (await RebuildAsync(who, date, planned.Today)).Changed.ShouldBe(0);

        // The timesheet asks for each date's own part, also where the period begins between them.
        var dates = new[] { date, planned.Today };
        foreach (var from in dates)
        {
            var sheet = await client.ReadAsync($"/api/v1/timesheets/days?from={from.Iso()}&to={planned.Today.Iso()}");
            sheet.Items().Select(d => d.GetProperty("attendedSeconds").GetInt32()).ShouldBe(from == date ? [2 * 3600, 6 * 3600] : [6 * 3600]);
        }

        using var hr = await planned.SignInAsync("hr@acme.test");
        using var manager = await planned.SignInAsync("manager@acme.test");
        var projectId = await manager.MakeProjectAsync(await _host.UserIdAsync(who));
        using var bound = await hr.PutAsync("/api/v1/policies/timesheets", new { needsNotes = false, isBoundByAttendance = true, toleranceMinutes = 0, dueDays = 2 }, version: null);
        await bound.ReadAsync();
        await client.RefuseEntryAsync(new { date = date.Iso(), projectId, minutes = 121 }, HttpStatusCode.UnprocessableEntity, "timesheet_exceeds_attendance");
        await client.EnterAsync(projectId, date.Iso(), 120);
        await client.EnterAsync(projectId, planned.Today.Iso(), 360);

        // So does the export: the part after midnight is in the period that it lies in.
        (await WorkedAsync(hr, who, date, date)).ShouldBe([2 * 3600]);
        (await WorkedAsync(hr, who, date, planned.Today)).ShouldBe([2 * 3600, 6 * 3600]);
        (await WorkedAsync(hr, who, planned.Today, planned.Today)).ShouldBe([6 * 3600]);
    }

    [Fact]
    public async Task R11_R12_ForgottenCheckOut_IsClosedByRule_AndGivesWayToARealOne()
    {
        const string who = "employee@acme.test";
        planned.AdvanceToMonday();
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy(autoClose: "maxLength", order: ["daily"], dailyBasis: "fixed", maxSessionSeconds: 12 * 3600));
        var start = planned.Clock.GetUtcNow();
        var day = await planned.TapAsync(who, "check-in", new { workMode = "office" });
        planned.Clock.Advance(TimeSpan.FromHours(11));
        await DetectAsync();
        (await DayAsync(day.Id())).Text("status").ShouldBe("working");

        planned.Clock.Advance(TimeSpan.FromHours(3));
        await DetectAsync();
        var closed = await DayAsync(day.Id());
        closed.Text("status").ShouldBe("completed");
        closed.GetProperty("flags").EnumerateArray().Select(f => f.GetString()).ShouldBe(["autoClosed"]);
        closed.GetProperty("lastCheckOutAt").GetDateTimeOffset().ShouldBe(start.AddHours(12));
        Seconds(closed, "workedSeconds", "overtimeSeconds").ShouldBe([12 * 3600, 0]);
        closed.GetProperty("amendments")[0].Text("kind").ShouldBe("autoClose");
        closed.GetProperty("events").GetArrayLength().ShouldBe(1);
        (await RebuildAsync(who, planned.Today.AddDays(-1), planned.Today)).Changed.ShouldBe(0);

        var mended = await planned.TapAsync(who, "check-out", new { occurredAt = start.AddHours(10) });
        mended.Id().ShouldBe(day.Id());
        mended.GetProperty("flags").GetArrayLength().ShouldBe(0);
        Seconds(mended, "workedSeconds", "overtimeSeconds").ShouldBe([10 * 3600, 2 * 3600]);
    }

    [Fact]
    public async Task R12_Override_WithTheSameEvents_ConfirmsWhatWasClosedByRule()
    {
        const string who = "nadia@acme.test";
        planned.AdvanceToMonday();
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy(autoClose: "maxLength", order: ["daily"], dailyBasis: "fixed", maxSessionSeconds: 12 * 3600));
        var start = planned.Clock.GetUtcNow();
        var day = await planned.TapAsync(who, "check-in", new { workMode = "office" });
        planned.Clock.Advance(TimeSpan.FromHours(14));
        await DetectAsync();

        using var hr = await planned.SignInAsync("hr@acme.test");
        var confirmed = await hr.SendAsync($"/api/v1/attendance/days/{day.Id()}/override", new
        {
            reason = "The gate's record says so.",
            events = (object[])[new { kind = "checkIn", at = start, workMode = "office" }, new { kind = "checkOut", at = start.AddHours(12) }],
        });

        confirmed.GetProperty("flags").GetArrayLength().ShouldBe(0);
        Seconds(confirmed, "workedSeconds", "overtimeSeconds").ShouldBe([12 * 3600, 4 * 3600]);
        confirmed.GetProperty("isOverridden").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task R03_R18_Shift_OfTheDay_NeitherTakesAnEveningsCheckOutNorPaysForComingEarly()
    {
        const string who = "technician@globex.test";
        await planned.PlanNineToSixAsync(who);
        planned.AdvanceToMonday();
        await planned.PutAsync("hr@globex.test", "policies/attendance", PlannedHost.Policy(order: ["daily"], dailyBasis: "scheduled"));

        // Half past six in the evening until ten past seven, when the next shift's window is open already.
        planned.Clock.AdvanceTo(new TimeOnly(14, 30));
        var evening = await planned.WorkAsync(who, 12 + (2 / 3.0));
        evening.Text("date").ShouldBe(planned.Today.AddDays(-1).ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        Seconds(evening, "workedSeconds", "lateSeconds").ShouldBe([45_600, 9 * 3600]);

        // Half past seven until seven in the evening: the ninety minutes before the shift are worked, and no overtime; the hour after it is.
        planned.Clock.AdvanceTo(new TimeOnly(3, 30));
        var early = await planned.TapAsync(who, "check-in", new { workMode = "office" });
        planned.Clock.Advance(TimeSpan.FromHours(4));
        await planned.TapAsync(who, "breaks/start", new { type = "lunch" });
        planned.Clock.Advance(TimeSpan.FromHours(1));
        await planned.TapAsync(who, "breaks/end", new { });
        planned.Clock.Advance(TimeSpan.FromMinutes(390));
        var day = await planned.TapAsync(who, "check-out", new { });
        day.Id().ShouldBe(early.Id());
        Seconds(day, "workedSeconds", "scheduledSeconds", "overtimeSeconds", "lateSeconds").ShouldBe([37_800, 8 * 3600, 3600, 0]);
    }

    [Fact]
    public async Task R15_Plan_ThatChangesAfterwards_CountsItsDaysAnew()
    {
        const string who = "lead@globex.test";
        planned.AdvanceToMonday();
        planned.Clock.Advance(TimeSpan.FromHours(2));
        var day = await planned.WorkAsync(who, 7);
        Seconds(day, "lateSeconds", "scheduledSeconds").ShouldBe([0, 0]);

        await planned.PlanNineToSixAsync(who);

        using var hr = await planned.SignInAsync("hr@globex.test");
        await HostWork.EventuallyAsync(
            async () => Seconds(await hr.ReadAsync($"/api/v1/attendance/days/{day.Id()}"), "lateSeconds", "earlyLeaveSeconds", "scheduledSeconds"),
            seconds => seconds is [3600, 3600, 8 * 3600]);
    }

    [Fact]
    public async Task R19_Holiday_InAFlexibleWeek_LowersItsThreshold()
    {
        const string who = "staff@globex.test";
        planned.AdvanceToMonday();
        await planned.PutAsync("hr@globex.test", "policies/attendance", PlannedHost.Policy(order: ["weekly"]));
        using (var hr = await planned.SignInAsync("hr@globex.test"))
        {
            var calendar = (await hr.SendAsync(ShiftSteps.Calendars, new { name = ShiftSteps.Name("Holidays") }, HttpStatusCode.Created)).Id();
            await hr.PutAsync($"{ShiftSteps.Calendars}/{calendar}/holidays/{planned.Today.Iso()}", new { name = "Feast", halves = "both" });
            await planned.ChangeAsync(who, new { holidayCalendarId = calendar, weeklyRestDays = (string[])["saturday", "sunday"], target = new { dailySeconds = 0, weeklySeconds = 40 * 3600 } });
        }

        var overtime = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            planned.Clock.Advance(TimeSpan.FromHours(i == 0 ? 24 : 16));
            overtime.Add((await planned.WorkAsync(who, 8)).GetProperty("overtimeSeconds").GetInt32());
        }

        overtime.ShouldBe([0, 0, 0, 0, 8 * 3600]);
    }

    [Fact]
    public async Task R17_Leave_ApprovedLaterInTheWeek_CountsItsEarlierDaysAnew()
    {
        const string who = "omar@globex.test";
        planned.AdvanceToMonday();
        var monday = planned.Today;
        await planned.PutAsync("hr@globex.test", "policies/attendance", PlannedHost.Policy(order: ["weekly"]));
        await planned.ChangeAsync(who, new { weeklyRestDays = (string[])["saturday", "sunday"], target = new { dailySeconds = 0, weeklySeconds = 40 * 3600 } });
        for (var i = 0; i < 4; i++)
        {
            (await planned.WorkAsync(who, 10)).GetProperty("overtimeSeconds").GetInt32().ShouldBe(0);
            planned.Clock.Advance(TimeSpan.FromHours(14));
        }

        using var hr = await planned.SignInAsync("hr@globex.test");
        using var person = await planned.SignInAsync(who);
        var id = await _host.UserIdAsync(who);
        await hr.MoveAsync(await person.AskedAsync(await hr.GrantNewTypeAsync(id, 5), monday.AddDays(4)), "approve");

        // What is left of the week's plan is 32 hours, and Thursday ends with the fortieth.
        await HostWork.EventuallyAsync(
            async () => (await hr.ReadAsync($"/api/v1/attendance/days?userId={id}&from={monday.Iso()}&to={monday.AddDays(6).Iso()}")).Items().Sum(d => d.GetProperty("overtimeSeconds").GetInt32()),
            overtime => overtime == 8 * 3600);
    }

    [Fact]
    public async Task R29_OfflineTap_KeepsDeviceTimeAndSkew_AndIsFlaggedBeyondTheTolerance()
    {
        const string who = "manager@acme.test";
        planned.Clock.AdvanceTo(new TimeOnly(10, 0));
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy());
        var now = planned.Clock.GetUtcNow();
        var day = await planned.TapAsync(who, "check-in", new { workMode = "field", occurredAt = now.AddHours(-2), sentAt = now.AddMinutes(-30) });
        await planned.TapAsync(who, "check-out", new { });

        var read = await DayAsync(day.Id());
        read.GetProperty("flags").EnumerateArray().Select(f => f.GetString()).ShouldBe(["clockSkewed"]);
        var (offline, online) = (read.GetProperty("events")[0], read.GetProperty("events")[1]);
        offline.GetProperty("deviceAt").GetDateTimeOffset().ShouldBe(now.AddHours(-2));
        offline.GetProperty("occurredAt").GetDateTimeOffset().ShouldBe(now.AddHours(-2));
        offline.GetProperty("receivedAt").GetDateTimeOffset().ShouldBe(now);
        offline.GetProperty("skewSeconds").GetInt32().ShouldBe(-1800);
        online.GetProperty("occurredAt").GetDateTimeOffset().ShouldBe(now);
        online.GetProperty("deviceAt").ValueKind.ShouldBe(JsonValueKind.Null);

        using var hr = await planned.SignInAsync("hr@acme.test");
        (await hr.ReadAsync("/api/v1/attendance/days?flag=clockSkewed")).Items().Select(d => d.Id()).ShouldContain(day.Id());
        (await hr.ReadAsync("/api/v1/attendance/days?flag=outsideFence")).Items().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(8, 17, "breaks/start 12, breaks/end 12.5", 8.5)]
    [InlineData(13, 13, "check-in 8, check-out 12", 4)]
    [InlineData(13, 18, "check-in 8, breaks/start 9, breaks/end 9.5, check-out 12", 9)]
    public async Task R20_LateTaps_OfADayThatGoesOnOrIsOver_AreComputedIntoIt(int from, int to, string late, double worked)
    {
        const string who = "employee@globex.test", other = "nadia@globex.test";
        planned.AdvanceToMonday();
        await planned.PutAsync("hr@globex.test", "policies/attendance", PlannedHost.Policy());
        var midnight = planned.Clock.GetUtcNow().AddHours(-8);
        planned.Clock.Advance(TimeSpan.FromHours(from - 8));
        var day = to > from ? await planned.WorkAsync(who, to - from) : await planned.TapAsync(who, "check-in", new { workMode = "field" });
        planned.Clock.Advance(TimeSpan.FromMinutes(5));

        // What the phone kept comes after that; of somebody else everything comes in its order.
        var taps = late.Split(", ").Select(t => (Tap: t.Split(' ')[0], Hour: double.Parse(t.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))).ToList();
        using var person = await planned.SignInAsync(who);
        foreach (var (tap, hour) in taps)
        {
            (await SendAsync(person, tap, hour)).Id().ShouldBe(day.Id());
        }

        using var another = await planned.SignInAsync(other);
        var inOrder = default(JsonElement);
        List<(string Tap, double Hour)> all = to > from ? [.. taps, ("check-in", from), ("check-out", to)] : [.. taps, ("check-in", from)];
        foreach (var (tap, hour) in all.OrderBy(t => t.Hour))
        {
            inOrder = await SendAsync(another, tap, hour);
        }

        var (one, two) = (await person.ReadAsync($"/api/v1/attendance/days/{day.Id()}"), await another.ReadAsync($"/api/v1/attendance/days/{inOrder.Id()}"));
        foreach (var figure in (string[])["status", "firstCheckInAt", "lastCheckOutAt", "workedSeconds", "breakSeconds", "lunchSeconds", "deductedSeconds", "ordinarySeconds", "flags", "breaks", "parts", "date"])
        {
            one.GetProperty(figure).ToString().ShouldBe(two.GetProperty(figure).ToString(), figure);
        }

        one.GetProperty("workedSeconds").GetInt32().ShouldBe((int)(worked * 3600));
        await person.PostProblemAsync("/api/v1/attendance/check-in", new { workMode = "field", occurredAt = midnight.AddHours(10) }, HttpStatusCode.UnprocessableEntity, "event_out_of_order");

        Task<JsonElement> SendAsync(HttpClient client, string tap, double hour) => client.SendAsync(
            $"/api/v1/attendance/{tap}",
            tap is "check-in" ? new { workMode = "field", occurredAt = midnight.AddHours(hour) }
            : tap is "breaks/start" ? new { type = hour > 10 ? "lunch" : "break", occurredAt = midnight.AddHours(hour) } : (object)new { occurredAt = midnight.AddHours(hour) },
            tap is "check-in" or "breaks/start" ? HttpStatusCode.Created : HttpStatusCode.OK);
    }

    [Fact]
    public async Task Overtime_ThatNeedsApproval_IsPaidAsFarAsSomebodyElseApprovedIt()
    {
        const string who = "omar@acme.test";
        planned.AdvanceToMonday();
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy(order: ["daily"], dailyBasis: "fixed", needsApproval: true));
        var day = await planned.WorkAsync(who, 10);
        day.GetProperty("overtime").GetProperty("payableSeconds").GetInt32().ShouldBe(0);
        var path = $"/api/v1/attendance/days/{day.Id()}/approve-overtime";

        using var manager = await planned.SignInAsync("manager@acme.test");
        await manager.PostProblemAsync(path, new { }, HttpStatusCode.Forbidden, "decided_by_hr");
        using var employee = await planned.SignInAsync(who);
        await employee.PostProblemAsync(path, new { }, HttpStatusCode.Forbidden, "forbidden");
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy(order: ["daily"], dailyBasis: "fixed", needsApproval: true, managersDecide: true));
        await manager.PostProblemAsync(path, new { seconds = 7201 }, HttpStatusCode.UnprocessableEntity, "overtime_exceeds_day");
        var approved = await manager.SendAsync(path, new { seconds = 3600, note = "Stock-taking." });
        approved.GetProperty("overtime").GetProperty("payableSeconds").GetInt32().ShouldBe(3600);

        // A manager's own overtime is another's to approve, and another team's is not theirs to see.
        var own = await planned.WorkAsync("manager@acme.test", 10);
        using var later = await planned.SignInAsync("manager@acme.test");
        await later.PostProblemAsync($"/api/v1/attendance/days/{own.Id()}/approve-overtime", new { }, HttpStatusCode.Forbidden, "overtime_own_day");
        using var other = await planned.SignInAsync("lead@acme.test");
        await other.PostProblemAsync(path, new { }, HttpStatusCode.NotFound, "not_found");
        using var hr = await planned.SignInAsync("hr@acme.test");
        (await hr.SendAsync(path, new { })).GetProperty("overtime").GetProperty("payableSeconds").GetInt32().ShouldBe(7200);
        var audit = await hr.ReadAsync($"/api/v1/audit?entityId={day.Id()}&action=attendance.approveOvertime");
        audit.Items()[0].GetProperty("before").GetProperty("payableOvertimeSeconds").GetInt32().ShouldBe(3600);
    }

    /// <summary>Worked seconds of each date of one person, as the export has them.</summary>
    private async Task<List<int>> WorkedAsync(HttpClient hr, string who, DateOnly from, DateOnly to)
    {
        using var response = await hr.GetAsync(new Uri($"/api/v1/exports/attendance?from={from.Iso()}&to={to.Iso()}&userId={await _host.UserIdAsync(who)}", UriKind.Relative));
        var rows = (await response.Content.ReadAsStringAsync()).Split("\r\n").Select(r => r.Split(',')).ToList();
        var at = Array.IndexOf(rows[0], "workedSeconds");
        return [.. rows.Where(r => r[0] is "day").Select(r => int.Parse(r[at], System.Globalization.CultureInfo.InvariantCulture))];
    }

    private static int[] Seconds(JsonElement day, params string[] names) => [.. names.Select(n => day.GetProperty(n).GetInt32())];

    private async Task<JsonElement> DayAsync(Guid id)
    {
        using var hr = await planned.SignInAsync("hr@acme.test");
        return await hr.ReadAsync($"/api/v1/attendance/days/{id}");
    }

    private Task DetectAsync() => _host.SendAsync("acme", new DetectMissingCheckOutsCommand());

    private async Task<(int Days, int Changed)> RebuildAsync(string who, DateOnly from, DateOnly to)
    {
        using var hr = await planned.SignInAsync("hr@acme.test");
        var asked = await hr.SendAsync("/api/v1/attendance/rebuild", new { from, to, userIds = (Guid[])[await _host.UserIdAsync(who)] }, HttpStatusCode.Accepted);
        var done = await HostWork.EventuallyAsync(() => hr.ReadAsync($"/api/v1/attendance/rebuilds/{asked.Id()}"), r => r.Text("state") is "completed");
        return (done.GetProperty("days").GetInt32(), done.GetProperty("changed").GetInt32());
    }
}
