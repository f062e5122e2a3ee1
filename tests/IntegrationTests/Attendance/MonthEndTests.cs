using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Anomalies;
using Satcom.Application.Attendance;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Leaves;
using Satcom.IntegrationTests.People;
using Satcom.IntegrationTests.Shifts;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>What HR does with attendance at the end of a month: overtime that waits, and what a lock would leave undecided.</summary>
public sealed class MonthEndTests(PlannedHost planned) : IClassFixture<PlannedHost>
{
    private const string Bulk = "/api/v1/attendance/days/approve-overtime";
    private const string Corrections = "/api/v1/attendance/corrections";
    private const string Pending = "/api/v1/attendance/days?overtimePending=true";

    private readonly SatcomHost _host = planned.Host;

    [Fact]
    public async Task Overtime_ThatWaits_IsListed_AndApprovedTogether()
    {
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy(order: ["daily"], dailyBasis: "fixed", needsApproval: true));
        var ordinary = await planned.WorkAsync("nadia@acme.test", 2);
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));
        var first = await planned.WorkAsync("employee@acme.test", 10);
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));
        var decided = await planned.WorkAsync("omar@acme.test", 9);
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));
        var own = await planned.WorkAsync("hr@acme.test", 9);
        using var hr = await planned.SignInAsync("hr@acme.test");
        await hr.SendAsync($"/api/v1/attendance/days/{decided.Id()}/approve-overtime", new { seconds = 0, note = "Not asked for." });

        (await hr.ReadAsync(Pending)).Items().Select(d => d.Id()).ShouldBe([own.Id(), first.Id()]);
        var settled = (await hr.ReadAsync("/api/v1/attendance/days?overtimePending=false&limit=200")).Items().Select(d => d.Id()).ToList();
        settled.ShouldContain(ordinary.Id());
        settled.ShouldContain(decided.Id());
        settled.ShouldNotContain(first.Id());

        var seen = first.GetProperty("version").GetUInt32();
        object Body(uint version) => new { days = new object[] { new { id = first.Id(), version }, new { id = decided.Id() }, new { id = own.Id() }, new { id = Guid.CreateVersion7(RealTime.Clock.GetUtcNow()) } }, note = "Stock-taking." };
        var stale = await hr.SendAsync(Bulk, Body(seen + 1));
        Told(stale).ShouldBe(["refused version_mismatch", "unchanged ", "refused overtime_own_day", "refused not_found"]);
        Told(await hr.SendAsync(Bulk, Body(seen))).ShouldBe(["decided ", "unchanged ", "refused overtime_own_day", "refused not_found"]);
        Told(await hr.SendAsync(Bulk, Body(seen))).ShouldBe(["unchanged ", "unchanged ", "refused overtime_own_day", "refused not_found"]);

        (await hr.ReadAsync(Pending)).Items().Select(d => d.Id()).ShouldBe([own.Id()]);
        (await hr.ReadAsync($"/api/v1/attendance/days/{first.Id()}")).GetProperty("overtime").GetProperty("payableSeconds").GetInt32().ShouldBe(7200);
        (await hr.ReadAsync($"/api/v1/attendance/days/{decided.Id()}")).GetProperty("overtime").GetProperty("payableSeconds").GetInt32().ShouldBe(0);
        (await hr.ReadAsync($"/api/v1/audit?entityId={first.Id()}&action=attendance.approveOvertimeOfDays")).Items().ShouldHaveSingleItem().Text("reason").ShouldBe("Stock-taking.");
        using var manager = await planned.SignInAsync("manager@acme.test");
        Told(await manager.SendAsync(Bulk, new { days = new object[] { new { id = own.Id() } } })).ShouldBe(["refused not_found"]);
    }

    [Fact]
    public async Task Days_OfOneStatusOrFlag_AreFoundAlsoByTheSmallIndexes()
    {
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));
        var flagged = await planned.TapAsync("technician@globex.test", "check-in", new { workMode = "office" });
        await SettledAsync();
        await _host.SqlAsync("UPDATE attendance_days SET flags = '{late}' WHERE id = $1", flagged.Id());
        using var hr = await planned.SignInAsync("hr@globex.test");
        foreach (var status in new[] { "working", "completed", "missingCheckOut" })
        {
            (await hr.ReadAsync($"/api/v1/attendance/days?status={status}&limit=200")).Items().ShouldAllBe(d => string.Equals(d.Text("status"), status, StringComparison.Ordinal));
        }

        (await hr.ReadAsync("/api/v1/attendance/days?status=working")).Items().ShouldNotBeEmpty();
        (await hr.ReadAsync("/api/v1/attendance/days?flag=late")).Items().Select(d => d.Id()).ShouldContain(flagged.Id());
        (await hr.ReadAsync("/api/v1/attendance/days?flag=earlyLeave")).Items().Select(d => d.Id()).ShouldNotContain(flagged.Id());
        await planned.TapAsync("technician@globex.test", "check-out", new { });
    }

    [Fact]
    public async Task Lock_ListsWhatItLeavesUndecided_AndDecisionsAreMailed()
    {
        const string who = "employee@globex.test";
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));

        // Whoever was at work when the clock began to be moved has forgotten their check-out by now.
        await _host.SendAsync("globex", new DetectMissingCheckOutsCommand());
        var date = planned.Today;
        Guid granted, refused, waiting;
        using (var person = await planned.SignInAsync(who))
        {
            async Task<Guid> AskAsync(string reason) => (await person.SendAsync(Corrections, new { date, reason, events = Array.Empty<object>() }, HttpStatusCode.Created)).Id();
            granted = (await person.SendAsync(Corrections, new { date = date.AddDays(-1), reason = "At a client's.", events = Day(date.AddDays(-1)) }, HttpStatusCode.Created)).Id();
            refused = await AskAsync("I was ill.");
            waiting = await AskAsync("I was away.");
        }

        await planned.TapAsync("nadia@globex.test", "check-in", new { workMode = "office" });
        using (var hr = await planned.SignInAsync("hr@globex.test"))
        {
            await hr.SendAsync($"{Corrections}/{granted}/approve", new { note = "Fine." });
            await hr.SendAsync($"{Corrections}/{refused}/reject", new { note = "You were seen." });
        }

        _host.Services.GetRequiredService<QueuedMessages>().Sent.Where(m => string.Equals(m.To, who, StringComparison.Ordinal)).Select(m => (object)m.Content)
            .Where(c => c is CorrectionApprovedNotice or CorrectionRejectedNotice)
            .ShouldBe([new CorrectionApprovedNotice($"{date.AddDays(-1):yyyy-MM-dd}", "Fine."), new CorrectionRejectedNotice($"{date:yyyy-MM-dd}", "You were seen.")]);

        // Leave of that date, later leave, and what is decided; and somebody who never checked out.
        Guid[] leaves;
        using (var hr = await planned.SignInAsync("hr@globex.test"))
        {
            var person = await _host.UserIdAsync(who);
            var type = await hr.GrantNewTypeAsync(person, 10);
            using var asking = await planned.SignInAsync(who);
            leaves = [(await asking.AskedAsync(type, date, date.AddDays(2))).Id(), (await asking.AskedAsync(type, date.AddDays(3))).Id()];
            await hr.MoveAsync(await asking.AskedAsync(type, date.AddDays(-1)), "approve");
        }

        await SettledAsync();
        await _host.SqlAsync("UPDATE leave_requests SET status = 'recommended' WHERE id = $1", leaves[0]);

        // Another session has ended since, and one was closed by rule.
        var forgotten = (Guid)(await _host.SqlAsync(
            """
            UPDATE attendance_days SET flags = '{missingCheckOut,autoClosed}' WHERE status = 'completed' AND id = (
              SELECT d.id FROM attendance_days d JOIN users u ON u.id = d.employee_id WHERE u.email = $1 AND d.date = $2) RETURNING id
            """,
            who,
            date.AddDays(-1)))!;
        planned.Clock.Advance(TimeSpan.FromHours(10));
        using (var hr = await planned.SignInAsync("hr@globex.test"))
        {
            var open = await hr.ReadAsync($"/api/v1/attendance/lock/pending?through={date:yyyy-MM-dd}");
            open.GetProperty("correctionCount").GetInt32().ShouldBe(1);
            open.GetProperty("corrections")[0].Id().ShouldBe(waiting);
            open.GetProperty("openSessionCount").GetInt32().ShouldBe(1);
            open.GetProperty("openSessions")[0].Id("userId").ShouldBe(await _host.UserIdAsync("nadia@globex.test"));
            open.GetProperty("leaveCount").GetInt32().ShouldBe(1);
            var leave = open.GetProperty("leave")[0];
            (leave.Id(), leave.Id("userId"), leave.Text("from"), leave.Text("to"), leave.Text("status")).ShouldBe((leaves[0], await _host.UserIdAsync(who), date.Iso(), date.AddDays(2).Iso(), "recommended"));
            (await hr.ReadAsync($"/api/v1/attendance/lock/pending?through={date.AddDays(3):yyyy-MM-dd}")).GetProperty("leave").EnumerateArray().Select(l => l.Id()).ShouldBe(leaves);
            var missing = open.GetProperty("missingCheckOuts").EnumerateArray().ToList();
            open.GetProperty("missingCheckOutCount").GetInt32().ShouldBe(missing.Count);
            missing.ShouldContain(m => m.Id("dayId") == forgotten && m.Id("userId") == leave.Id("userId") && m.Text("date") == date.AddDays(-1).Iso());
            open.GetProperty("autoClosedCount").GetInt32().ShouldBe(1);
            var before = await hr.ReadAsync($"/api/v1/attendance/lock/pending?through={date.AddDays(-2):yyyy-MM-dd}");
            before.GetProperty("correctionCount").GetInt32().ShouldBe(0);
            before.GetProperty("openSessions").GetArrayLength().ShouldBe(0);
            before.GetProperty("leaveCount").GetInt32().ShouldBe(0);
            before.GetProperty("missingCheckOuts").EnumerateArray().ShouldNotContain(m => m.Id("dayId") == forgotten);
            before.GetProperty("autoClosedCount").GetInt32().ShouldBe(0);
        }

        await planned.TapAsync("nadia@globex.test", "check-out", new { });
        planned.Clock.Advance(TimeSpan.FromDays(1));
        var set = await planned.PutAsync("hr@globex.test", "attendance/lock", new { through = date });
        var left = set.GetProperty("pending");
        left.GetProperty("corrections")[0].Id().ShouldBe(waiting);
        left.GetProperty("openSessionCount").GetInt32().ShouldBe(0);
        (await planned.PutAsync("hr@globex.test", "attendance/lock", new { through = (string?)null, reason = "Opened again." })).GetProperty("pending").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task R20_Export_OfALockedMonth_StaysAsItWasPaid_WhateverIsPlannedAnew()
    {
        const string who = "omar@acme.test";
        planned.AdvanceToMonday();
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy());
        await _host.SendAsync("acme", new DetectMissingCheckOutsCommand());
        var (date, userId) = (planned.Today, await _host.UserIdAsync(who));
        Guid calendar, shift, assignment, type;
        using (var hr = await planned.SignInAsync("hr@acme.test"))
        using (var lina = await planned.SignInAsync("lead@acme.test"))
        {
            calendar = (await hr.SendAsync(ShiftSteps.Calendars, new { name = ShiftSteps.Name("Calendar") }, HttpStatusCode.Created)).Id();
            await planned.ChangeAsync(who, new { holidayCalendarId = calendar });
            shift = await hr.MakeShiftAsync();
            assignment = (await hr.AssignAsync(userId, shift, date.Iso())).Id();
            type = await hr.GrantNewTypeAsync(await _host.UserIdAsync("lead@acme.test"), 5);
            await hr.MoveAsync(await lina.AskedAsync(type, date), "approve");
        }

        await planned.WorkAsync(who, 8);
        planned.Clock.Advance(TimeSpan.FromDays(2));
        await SettledAsync();
        await planned.PutAsync("hr@acme.test", "attendance/lock", new { through = date.AddDays(1) });
        using (var hr = await planned.SignInAsync("hr@acme.test"))
        {
            var paid = await TableAsync(hr, date);
            await RefusedAsync(await hr.PutAsJsonAsync($"{ShiftSteps.Calendars}/{calendar}/holidays/{date.Iso()}", new { name = "Feast" }), "day_locked");
            await RefusedAsync(await hr.PostAsJsonAsync(ShiftSteps.Assignments, new { userId = await _host.UserIdAsync("nadia@acme.test"), shiftId = shift, from = date.Iso(), to = date.Iso() }), "day_locked");
            await RefusedAsync(await hr.PostAsJsonAsync($"{ShiftSteps.Assignments}/bulk", new { userIds = (Guid[])[await _host.UserIdAsync("nadia@acme.test")], shiftId = shift, from = date.Iso() }), "day_locked");
            await RefusedAsync(await hr.PatchAsync($"{ShiftSteps.Assignments}/{assignment}", new { to = date.Iso() }), "day_locked");
            await RefusedAsync(await hr.DeleteAsync(new Uri($"{ShiftSteps.Assignments}/{assignment}", UriKind.Relative)), "day_locked");
            await RefusedAsync(await hr.PutAsJsonAsync($"{LeaveSteps.Types}/{type}", new { name = LeaveSteps.NewName("Unpaid"), isPaid = false, needsAttachment = false, hasBalance = true, color = "#336699" }), "leave_type_in_use");
            (await TableAsync(hr, date)).ShouldBe(paid);

            // What is to come goes on changing.
            await hr.PutAsync($"{ShiftSteps.Calendars}/{calendar}/holidays/{date.AddDays(2).Iso()}", new { name = "Feast" });
            using var ended = await hr.PatchAsync($"{ShiftSteps.Assignments}/{assignment}", new { to = date.AddDays(1).Iso() });
            await ended.ReadAsync();
        }

        // Opened, it may be planned anew, and its columns are together what is planned.
        await planned.PutAsync("hr@acme.test", "attendance/lock", new { through = (string?)null, reason = "A holiday was forgotten." });
        using var again = await planned.SignInAsync("hr@acme.test");
        await again.PutAsync($"{ShiftSteps.Calendars}/{calendar}/holidays/{date.Iso()}", new { name = "Feast" });
        await SettledAsync();
        var row = (await TableAsync(again, date)).Split("\r\n").Single(r => r.StartsWith("day,omar,", StringComparison.Ordinal)).Split(',');
        row[8..11].ShouldBe(["0", "28800", "0"]);

        static async Task<string> TableAsync(HttpClient client, DateOnly date)
        {
            using var table = await client.GetAsync(new Uri($"/api/v1/exports/attendance?from={date.Iso()}&to={date.Iso()}", UriKind.Relative));
            return await table.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        }

        static async Task RefusedAsync(HttpResponseMessage answer, string code)
        {
            using (answer)
            {
                await answer.ProblemAsync(HttpStatusCode.Conflict, code);
            }
        }
    }

    /// <summary>Until nothing is computed anew any more, which would put right what a test spoils.</summary>
    private Task SettledAsync() => HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT count(*) FROM outbox_messages"), left => left is 0L);

    private static object[] Day(DateOnly date) =>
        [new { kind = "checkIn", localDate = date, localTime = "08:00:00", workMode = "clientSite" }, new { kind = "checkOut", localDate = date, localTime = "12:00:00" }];

    private static IEnumerable<string> Told(System.Text.Json.JsonElement outcomes) => outcomes.Items().Select(i => $"{i.Text("outcome")} {i.GetProperty("code").GetString()}");
}
