using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Satcom.Application.Leaves;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.People;
using Satcom.IntegrationTests.Shifts;

namespace Satcom.IntegrationTests.Leaves;

/// <summary>What leave costs and who may say so when assignments, plans, locks and people change after it was posted. The clock stands until a test moves it on.</summary>
public sealed partial class LeaveSettlementTests(SteppedHost stepped) : IClassFixture<SteppedHost>
{
    private const string Feed = "/api/v1/leaves/feed";
    private const string Lock = "/api/v1/attendance/lock";

    private readonly SatcomHost _host = stepped.Host;

    private DateOnly Today => DateOnly.FromDateTime(stepped.Clock.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task R24_Assignment_WhenItsEndChangesAfterPosting_PostsTheDifferenceAndRunsTwiceWithoutEffect()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        var (userId, type, year) = (await _host.UserIdAsync("nadia@acme.test"), await hr.NewTypeAsync(), Today.Year);
        var (annual, more) = (await PolicyAsync(hr, type, 20), await PolicyAsync(hr, type, 30));
        var first = await AssignAsync(hr, userId, annual, new DateOnly(year - 1, 1, 1));
        (await hr.BalanceAsync(userId, type)).Balance.ShouldBe(40);

        // Another policy from this year on: what this year had earned by the first is taken back, and earned by the second.
        await hr.PutAsync($"{LeaveSteps.Assignments}/{first}", new { to = $"{year - 1}-12-31" });
        (await hr.BalanceAsync(userId, type)).Balance.ShouldBe(20);

        // One that earned nothing goes, also where another had earned in its dates and gave it back.
        var none = await AssignAsync(hr, userId, await PolicyAsync(hr, type, 0, "none"), new DateOnly(year, 1, 1));
        await DeleteAsync(hr, $"{LeaveSteps.Assignments}/{none}", HttpStatusCode.NoContent);
        var second = await AssignAsync(hr, userId, more, new DateOnly(year, 1, 1));
        (await hr.BalanceAsync(userId, type)).Balance.ShouldBe(50);
        (await KeysAsync(userId, type)).ShouldBe($"year:{year - 1}-01-01=20.00 year:{year}-01-01=20.00 year:{year}-01-01:2=-20.00 year:{year}-01-01:3=30.00");
        (await hr.PutAsync($"{LeaveSteps.Assignments}/{first}", new { to = (string?)null }, HttpStatusCode.Conflict)).Text("code").ShouldBe("leave_assignment_overlaps");
        (await DeleteAsync(hr, $"{LeaveSteps.Assignments}/{second}", HttpStatusCode.Conflict)).ShouldBe("leave_assignment_in_use");

        // Ended too early by a slip of the hand, and put right: nothing is lost.
        await hr.PutAsync($"{LeaveSteps.Assignments}/{second}", new { to = $"{year}-03-31" });
        (await hr.BalanceAsync(userId, type)).Balance.ShouldBe(20 + Math.Round(30m * 90 / (DateTime.IsLeapYear(year) ? 366 : 365), 2, MidpointRounding.AwayFromZero) + (DateTime.IsLeapYear(year) ? 0.08m : 0), 0.1m);
        await hr.PutAsync($"{LeaveSteps.Assignments}/{second}", new { to = (string?)null });
        (await hr.BalanceAsync(userId, type)).Balance.ShouldBe(50);

        var before = await KeysAsync(userId, type);
        await _host.SqlAsync("UPDATE leave_accounts SET ran_through = ran_through - 1 WHERE leave_type_id = $1", type);
        await _host.SendAsync("acme", new RunLeaveAccrualsCommand());
        (await KeysAsync(userId, type)).ShouldBe(before, "The daily run finds everything posted.");
        (await _host.SqlAsync("SELECT count(*) FROM leave_accounts a WHERE balance <> (SELECT coalesce(sum(amount), 0) FROM leave_entries e WHERE e.tenant_id = a.tenant_id AND e.account_id = a.id)")).ShouldBe(0L);
    }

    [Fact]
    public async Task R23_Request_ForDatesAfterTheNextAccrual_IsMeasuredByWhatThereWillBe()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        using var layla = await stepped.SignInAsync("lead@acme.test");
        var (userId, type, year) = (await _host.UserIdAsync("lead@acme.test"), await hr.NewTypeAsync(), Today.Year);
        var policy = (await hr.SendAsync(
            LeaveSteps.Policies, new { leaveTypeId = type, name = LeaveSteps.NewName("Policy"), terms = new { accrual = "yearly", amount = 5, carryOverMax = 2 } }, HttpStatusCode.Created)).Id();
        await AssignAsync(hr, userId, policy, new DateOnly(year, 1, 1));
        var monday = Monday(new DateOnly(year + 1, 2, 1));

        // Five of this year, of which two are carried over, and five of the next.
        var week = await layla.AskedAsync(type, monday, monday.AddDays(4));
        var two = await layla.AskedAsync(type, monday.AddDays(7), monday.AddDays(8));
        await layla.AskRefusedAsync(type, monday.AddDays(9), null, "full", HttpStatusCode.UnprocessableEntity, "leave_insufficient_balance");
        await hr.MoveAsync(week, "approve");
        await hr.MoveAsync(two, "approve");

        (await hr.BalanceAsync(userId, type, monday.AddDays(10))).ShouldBe((0m, 0m, 0m));

        // Of this year's five only two are needed next year: three may be taken still, and would be lost else.
        (await hr.BalanceAsync(userId, type)).ShouldBe((-2m, 0m, 3m));
        List<DateOnly> left = [.. Enumerable.Range(-20, 41).Select(i => Today.AddDays(i)).Where(d => d.Year == year && d.DayOfWeek is >= DayOfWeek.Monday and <= DayOfWeek.Thursday).Take(4)];
        foreach (var day in left[..3])
        {
            await hr.MoveAsync(await layla.AskedAsync(type, day), "approve");
        }

        await layla.AskRefusedAsync(type, left[3], null, "full", HttpStatusCode.UnprocessableEntity, "leave_insufficient_balance");
        (await hr.BalanceAsync(userId, type, monday.AddDays(10))).ShouldBe((0m, 0m, 0m));
    }

    [Fact]
    public async Task R22_Holiday_AnnouncedAfterTheRequest_CostsNoLeaveAndCostsItAgainWhenItIsTakenOut()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        using var omar = await stepped.SignInAsync("omar@acme.test");
        var (userId, monday) = (await _host.UserIdAsync("omar@acme.test"), LeaveSteps.NewMonday());
        var (next, type) = (LeaveSteps.NewMonday(), await hr.GrantNewTypeAsync(userId, 20));
        var calendar = (await hr.SendAsync(ShiftSteps.Calendars, new { name = ShiftSteps.Name("Calendar") }, HttpStatusCode.Created)).Id();
        await PatchAsync(hr, userId, new { holidayCalendarId = calendar });
        var approved = await omar.AskedAsync(type, monday, monday.AddDays(4));
        await hr.MoveAsync(approved, "approve");
        var pending = await omar.AskedAsync(type, next, next.AddDays(4));
        (await hr.BalanceAsync(userId, type)).ShouldBe((15m, 5m, 10m));
        var asked = (string)(await _host.SqlAsync("SELECT days::text FROM leave_requests WHERE id = $1", pending.Id()))!;

        await hr.PutAsync($"{ShiftSteps.Calendars}/{calendar}/holidays/{monday.AddDays(1).Iso()}", new { name = "Day of thanks" });
        await hr.PutAsync($"{ShiftSteps.Calendars}/{calendar}/holidays/{next.AddDays(1).Iso()}", new { name = "Other day" });

        await HostWork.EventuallyAsync(() => hr.BalanceAsync(userId, type), b => b == (16m, 4m, 12m));
        var charged = await omar.ReadAsync($"{LeaveSteps.Requests}/{approved.Id()}");
        (charged.Amount(), charged.GetProperty("days").EnumerateArray().Any(d => d.Text("date").Is(monday.AddDays(1).Iso()))).ShouldBe((4m, false));
        (await hr.ReadAsync($"/api/v1/audit?entityId={approved.Id()}")).Items().Select(a => a.Text("action")).ShouldContain("leaves.recharge", StringComparer.Ordinal);

        // As if the news had not come yet: approving says itself what the dates cost.
        await _host.SqlAsync("UPDATE leave_requests SET days = $2::jsonb, amount = 5 WHERE id = $1", pending.Id(), asked);
        await _host.SqlAsync("UPDATE leave_accounts SET pending = 5 WHERE leave_type_id = $1", type);
        (await hr.MoveAsync(pending, "approve")).Amount().ShouldBe(4);
        (await hr.BalanceAsync(userId, type)).ShouldBe((12m, 0m, 12m));

        using var gone = await hr.DeleteAsync(new Uri($"{ShiftSteps.Calendars}/{calendar}/holidays/{monday.AddDays(1).Iso()}", UriKind.Relative));
        gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await HostWork.EventuallyAsync(() => hr.BalanceAsync(userId, type), b => b == (11m, 0m, 11m));
        await hr.MoveAsync(approved, "cancel");
        (await hr.BalanceAsync(userId, type)).Balance.ShouldBe(16, "Each taking is taken back once.");

        // Their own rest days: what lies in them is given back too.
        await PatchAsync(hr, userId, new { weeklyRestDays = (string[])["monday", "saturday", "sunday"] });
        await HostWork.EventuallyAsync(() => hr.BalanceAsync(userId, type), b => b.Balance == 17);
    }

    [Fact]
    public async Task R20_Leave_OfLockedDates_NeitherComesNorGoesUntilThePeriodIsOpened()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        using var tariq = await stepped.SignInAsync("technician@acme.test");
        var userId = await _host.UserIdAsync("technician@acme.test");
        var monday = Today.AddDays(-60 - (((int)Today.AddDays(-60).DayOfWeek + 6) % 7));
        var type = (await hr.SendAsync(LeaveSteps.Types, new { name = LeaveSteps.NewName("Unpaid"), unit = "halfDay", isPaid = false, hasBalance = false }, HttpStatusCode.Created)).Id();
        var approved = await tariq.AskedAsync(type, monday, monday.AddDays(1));
        await hr.MoveAsync(approved, "approve");
        var pending = await tariq.AskedAsync(type, monday.AddDays(2));
        var across = await tariq.AskedAsync(type, monday.AddDays(4), monday.AddDays(8));
        await hr.PutAsync(Lock, new { through = monday.AddDays(6).Iso() });
        try
        {
            await tariq.AskRefusedAsync(type, monday.AddDays(3), null, "full", HttpStatusCode.Conflict, "day_locked");
            await hr.PostProblemAsync(LeaveSteps.Requests, new { leaveTypeId = type, userId, from = monday.AddDays(3).Iso(), to = monday.AddDays(3).Iso() }, HttpStatusCode.Conflict, "day_locked");
            await hr.MoveRefusedAsync(pending, "approve", HttpStatusCode.Conflict, "day_locked");
            await hr.MoveRefusedAsync(across, "approve", HttpStatusCode.Conflict, "day_locked");
            await hr.MoveRefusedAsync(approved, "cancel", HttpStatusCode.Conflict, "day_locked");
            await hr.MoveAsync(await tariq.AskedAsync(type, monday.AddDays(9)), "approve");
            (await tariq.MoveAsync(pending, "cancel")).Text("status").ShouldBe("cancelled", "What was only asked for changes nothing of the dates.");
            (await Should.ThrowAsync<PostgresException>(() => _host.SqlAsync("UPDATE leave_requests SET status = 'cancelled' WHERE id = $1", approved.Id())))
                .ConstraintName.ShouldBe("ck_leave_requests_locked", "The database holds it past the service.");
        }
        finally
        {
            await hr.PutAsync(Lock, new { through = (string?)null, reason = "Leave was entered late" });
        }

        (await hr.MoveAsync(across, "approve")).Text("status").ShouldBe("approved");
        (await hr.MoveAsync(approved, "cancel")).Text("status").ShouldBe("cancelled");
    }

    [Theory]
    [InlineData("everywhere")]
    [InlineData("sessions")]
    [InlineData("password")]
    [InlineData("deactivate")]
    public async Task FeedLink_NeedsAFreshProof_AndEndsWithWhateverElseLetsItsPersonIn(string end)
    {
        using var admin = await stepped.SignInAsync("superadmin@acme.test");
        var person = await _host.HireAsync(admin);
        await _host.GivePasswordAsync(person.Id());
        var email = person.Text("email");
        using var old = await stepped.SignInAsync(email);
        stepped.Clock.Advance(TimeSpan.FromMinutes(6));
        await old.PostProblemAsync(Feed, new { scope = "own" }, HttpStatusCode.Forbidden, "reauthentication_required");
        using var client = await stepped.SignInAsync(email);
        var link = new Uri((await client.SendAsync(Feed, new { scope = "own" }, HttpStatusCode.Created)).Text("url"));
        using var anybody = _host.Anonymous();
        (await OpenAsync(anybody, link.PathAndQuery)).Status.ShouldBe(HttpStatusCode.OK);

        using var hr = await stepped.SignInAsync("superadmin@acme.test");
        await (end switch
        {
            "everywhere" => client.SendAsync("/api/v1/auth/logout", new { everywhere = true }, HttpStatusCode.NoContent),
            "sessions" => SignOutAsync(hr, person.Id()),
            "password" => client.SendAsync("/api/v1/auth/password/change", new { currentPassword = SatcomHost.DemoPassword, newPassword = "Another!Passphrase42" }, HttpStatusCode.NoContent),
            _ => hr.ActAsync(person.Id(), "deactivate"),
        });

        (await _host.SqlAsync("SELECT count(*) FROM leave_feeds WHERE id = $1", person.Id())).ShouldBe(0L);
        var (dead, unknown) = (await OpenAsync(anybody, link.PathAndQuery), await OpenAsync(anybody, "/calendars/leave/nothing.ics"));
        dead.ShouldBe(unknown);
        dead.Status.ShouldBe(HttpStatusCode.NotFound);
        if (end is "deactivate")
        {
            await hr.ActAsync(person.Id(), "reactivate");
            (await OpenAsync(anybody, link.PathAndQuery)).Status.ShouldBe(HttpStatusCode.NotFound, "It does not come back.");
        }
    }

    [Fact]
    public async Task Request_TimeAndAgain_MailsOnlySoMuchAndIsBoundedByPersonAndDay()
    {
        using var hr = await stepped.SignInAsync("hr@globex.test");
        using var omar = await stepped.SignInAsync("omar@globex.test");
        var type = (await hr.SendAsync(LeaveSteps.Types, new { name = LeaveSteps.NewName("Flood"), hasBalance = false }, HttpStatusCode.Created)).Id();
        for (var i = 0; i < 9; i++)
        {
            await omar.MoveAsync(await omar.AskedAsync(type, LeaveSteps.NewMonday()), "cancel");
        }

        _host.Messages().Sent.Count(m => m.To.Is("hr@globex.test") && m.Content is LeaveRequestedNotice { Person: "Omar Rashid" }).ShouldBe(6, "Further ones wait in the list.");

        // As if they had asked sixty times.
        var now = stepped.Clock.GetUtcNow();
        await _host.SqlAsync("UPDATE allowances SET taken_at = array_fill($1::timestamptz, ARRAY[60]) WHERE cardinality(taken_at) = 9", now);
        using var refused = await omar.AskAsync(type, LeaveSteps.NewMonday());
        await refused.ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        using var nadia = await stepped.SignInAsync("nadia@globex.test");
        await nadia.AskedAsync(type, LeaveSteps.NewMonday());
    }

    [Fact]
    public async Task HolidayCalendar_IsBounded_AndItsAuditNamesWhatChangedAlone()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        var id = (await hr.SendAsync(ShiftSteps.Calendars, new { name = ShiftSteps.Name("Calendar") }, HttpStatusCode.Created)).Id();
        await _host.SqlAsync(
            "UPDATE holiday_calendars SET holidays = (SELECT jsonb_agg(jsonb_build_object('date', to_char(date '2030-01-01' + n, 'YYYY-MM-DD'), 'name', 'Day ' || n, 'halves', 3) ORDER BY n) FROM generate_series(0, 998) n) WHERE id = $1", id);

        await hr.PutAsync($"{ShiftSteps.Calendars}/{id}/holidays/2029-01-01", new { name = "The thousandth" });
        await hr.PutAsync($"{ShiftSteps.Calendars}/{id}/holidays/2030-01-01", new { name = "Another name" });
        (await hr.PutAsync($"{ShiftSteps.Calendars}/{id}/holidays/2029-01-02", new { name = "One too many" }, HttpStatusCode.UnprocessableEntity)).Text("code").ShouldBe("holiday_calendar_full");

        // The clock stands, so the lines have no order.
        var line = (await hr.ReadAsync($"/api/v1/audit?entityId={id}")).Items().Select(a => a.GetRawText()).Single(a => a.Contains("Another name", StringComparison.Ordinal));
        line.ShouldContain("Day 0");
        line.ShouldNotContain("Day 1");
        line.ShouldNotContain("thousandth");
    }

    [Fact]
    public async Task R26_OwnLeave_IsNotMadeMoreByWhoManagesIt()
    {
        using var admin = await stepped.SignInAsync("superadmin@acme.test");
        using var hr = await stepped.SignInAsync("hr@acme.test");
        var (me, type, monday) = (await _host.UserIdAsync("hr@acme.test"), await admin.NewTypeAsync(), LeaveSteps.NewMonday());
        var name = LeaveSteps.NewName("Own");
        var policy = (await admin.SendAsync(LeaveSteps.Policies, new { leaveTypeId = type, name, terms = new { accrual = "yearly", amount = 20 } }, HttpStatusCode.Created)).Id();
        var assignment = await AssignAsync(admin, me, policy, new DateOnly(Today.Year, 1, 1));
        var shift = await admin.MakeShiftAsync();
        var planned = await admin.AssignAsync(me, shift, monday.Iso(), monday.AddDays(13).Iso());
        await hr.AskedAsync(type, monday, monday.AddDays(4));

        (await hr.PutAsync($"{LeaveSteps.Assignments}/{assignment}", new { to = $"{Today.Year + 1}-12-31" }, HttpStatusCode.Forbidden)).Text("code").ShouldBe("leave_own_request");
        (await DeleteAsync(hr, $"{LeaveSteps.Assignments}/{assignment}", HttpStatusCode.Forbidden)).ShouldBe("leave_own_request");
        (await hr.PutAsync($"{LeaveSteps.Policies}/{policy}", new { name, terms = new { accrual = "yearly", amount = 20, negativeLimit = 30 } }, HttpStatusCode.Forbidden)).Text("code").ShouldBe("leave_own_request");
        await hr.PutAsync($"{LeaveSteps.Policies}/{policy}", new { name = name + "!", terms = new { accrual = "yearly", amount = 20 } });
        using (var rest = await hr.PatchAsync($"{ShiftSteps.Employees}/{me}", new { weeklyRestDays = (string[])["monday", "tuesday", "wednesday"], effectiveFrom = monday.Iso() }))
        {
            await rest.ProblemAsync(HttpStatusCode.Forbidden, "leave_own_request");
        }

        (await DeleteAsync(hr, $"{ShiftSteps.Assignments}/{planned.Id()}", HttpStatusCode.Forbidden)).ShouldBe("leave_own_request");
        using (var ended = await hr.PatchAsync($"{ShiftSteps.Assignments}/{planned.Id()}", new { to = monday.AddDays(1).Iso() }))
        {
            await ended.ProblemAsync(HttpStatusCode.Forbidden, "leave_own_request");
        }

        // Behind their leave they plan as for everybody else, and somebody else does it all.
        using (var ended = await hr.PatchAsync($"{ShiftSteps.Assignments}/{planned.Id()}", new { to = monday.AddDays(6).Iso() }))
        {
            await ended.ReadAsync();
        }

        await DeleteAsync(admin, $"{ShiftSteps.Assignments}/{planned.Id()}", HttpStatusCode.NoContent);
        await hr.PostProblemAsync(ShiftSteps.Assignments, new { userId = me, shiftId = shift, from = monday.AddDays(2).Iso() }, HttpStatusCode.Forbidden, "leave_own_request");
        await hr.PostProblemAsync($"{ShiftSteps.Assignments}/bulk", new { userIds = (Guid[])[me], shiftId = shift, from = monday.Iso() }, HttpStatusCode.Forbidden, "leave_own_request");
        var tariq = await _host.UserIdAsync("technician@acme.test");
        var some = await hr.SendAsync($"{ShiftSteps.Assignments}/bulk", new { userIds = (Guid[])[me, tariq], shiftId = shift, from = monday.Iso(), to = monday.Iso() }, HttpStatusCode.Created);
        (some.Items().ShouldHaveSingleItem().Id("userId"), some.GetProperty("refused").EnumerateArray().ShouldHaveSingleItem().ToString())
            .ShouldBe((tariq, $$"""{"userId":"{{me}}","code":"leave_own_request"}"""));
        await admin.PutAsync($"{LeaveSteps.Policies}/{policy}", new { name, terms = new { accrual = "yearly", amount = 20, negativeLimit = 3 } });
        await admin.PutAsync($"{LeaveSteps.Assignments}/{assignment}", new { to = $"{Today.Year + 1}-12-31" });
    }

    [Fact]
    public async Task Leaver_HasNothingToCome_AndDoesNotGetItBack()
    {
        using var hr = await stepped.SignInAsync("hr@globex.test");
        using var nadia = await stepped.SignInAsync("nadia@globex.test");
        var userId = await _host.UserIdAsync("nadia@globex.test");
        var type = await hr.NewTypeAsync();
        var policy = await PolicyAsync(hr, type, 365);
        var earning = await AssignAsync(hr, userId, policy, new DateOnly(Today.Year, 1, 1));
        var shift = await hr.MakeShiftAsync(new { start = "08:00", end = "17:00", lunchSeconds = 3600 });
        await PatchAsync(hr, userId, new { weeklyRestDays = Array.Empty<string>() });
        var now = await hr.AssignAsync(userId, shift, Today.AddDays(-3).Iso(), Today.AddDays(100).Iso());
        var later = await hr.AssignAsync(userId, shift, Today.AddDays(101).Iso());
        var begun = await nadia.AskedAsync(type, Today, Today.AddDays(3));
        var coming = await nadia.AskedAsync(type, Today.AddDays(20), Today.AddDays(21));
        var asked = await nadia.AskedAsync(type, Today.AddDays(30));
        await hr.MoveAsync(begun, "approve");
        await hr.MoveAsync(coming, "approve");
        var delegation = await hr.SendAsync(
            LeaveSteps.Delegations, new { approverId = await _host.UserIdAsync("hr@globex.test"), delegateId = userId, from = Today.Iso(), to = Today.AddDays(9).Iso() }, HttpStatusCode.Created);

        await hr.SendAsync($"{PeopleSteps.Users}/{userId}/deactivate", new { reason = "Left the company" });
        await hr.ActAsync(userId, "reactivate");

        (await StatusAsync(hr, begun)).ShouldBe(("approved", Today.Iso(), Today.Iso(), 1m));
        (await StatusAsync(hr, coming)).Status.ShouldBe("cancelled");
        (await StatusAsync(hr, asked)).Status.ShouldBe("cancelled");
        (await hr.ReadAsync($"{LeaveSteps.Requests}/{coming.Id()}")).GetProperty("history").EnumerateArray().Last().Text("note").ShouldBe("Left the company");
        (await hr.ReadAsync($"{LeaveSteps.Assignments}?userId={userId}&leaveTypeId={type}")).Items().Single(a => a.Id() == earning).Text("to").ShouldBe(Today.Iso());
        var days = DateTime.IsLeapYear(Today.Year) ? 366 : 365;
        var left = Math.Round(365m * Today.DayOfYear / days, 2, MidpointRounding.AwayFromZero) - 1;
        (await hr.BalanceAsync(userId, type)).ShouldBe((left, 0m, left));
        (await hr.ReadAsync($"{ShiftSteps.Assignments}/{now.Id()}")).Text("to").ShouldBe(Today.Iso());
        await hr.ReadAsync($"{ShiftSteps.Assignments}/{later.Id()}", HttpStatusCode.NotFound);
        (await _host.SqlAsync("SELECT to_date::text FROM leave_delegations WHERE id = $1", delegation.Id())).ShouldBe(Today.Iso());
        (await hr.ReadAsync($"/api/v1/audit?entityId={coming.Id()}")).Items().Select(a => a.GetProperty("reason").GetString()).ShouldContain("Left the company", StringComparer.Ordinal);
    }

    [Fact]
    public async Task Decision_OfARequestBeyondReach_DoesNotTellWhetherItsVersionIsRight()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        using var staff = await stepped.SignInAsync("staff@acme.test");
        using var lead = await stepped.SignInAsync("manager@acme.test");
        var type = (await hr.SendAsync(LeaveSteps.Types, new { name = LeaveSteps.NewName("Far"), hasBalance = false }, HttpStatusCode.Created)).Id();
        var request = await staff.AskedAsync(type, LeaveSteps.NewMonday());

        using var message = new HttpRequestMessage(HttpMethod.Post, $"{LeaveSteps.Requests}/{request.Id()}/recommend") { Content = JsonContent.Create(new { }) };
        message.Headers.Add("If-Match", "\"1\"");
        using var answer = await lead.SendAsync(message);

        await answer.ProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    private static DateOnly Monday(DateOnly after) => after.AddDays((8 - (int)after.DayOfWeek) % 7);

    private static async Task<(string Status, string From, string To, decimal Amount)> StatusAsync(HttpClient reader, JsonElement request)
    {
        var now = await reader.ReadAsync($"{LeaveSteps.Requests}/{request.Id()}");
        return (now.Text("status"), now.Text("from"), now.Text("to"), now.Amount());
    }

    private static async Task<Guid> PolicyAsync(HttpClient hr, Guid type, decimal amount, string accrual = "yearly") =>
        (await hr.SendAsync(LeaveSteps.Policies, new { leaveTypeId = type, name = LeaveSteps.NewName("Policy"), terms = new { accrual, amount } }, HttpStatusCode.Created)).Id();

    private static async Task<Guid> AssignAsync(HttpClient hr, Guid userId, Guid policyId, DateOnly from) =>
        (await hr.SendAsync(LeaveSteps.Assignments, new { userId, policyId, from = from.Iso() }, HttpStatusCode.Created)).Id();

    private static async Task PatchAsync(HttpClient hr, Guid userId, object body)
    {
        using var answer = await hr.PatchAsync($"{ShiftSteps.Employees}/{userId}", body);
        await answer.ReadAsync();
    }

    private static async Task<JsonElement> SignOutAsync(HttpClient hr, Guid userId)
    {
        using var answer = await hr.DeleteAsync(new Uri($"{PeopleSteps.Users}/{userId}/sessions", UriKind.Relative));
        return await answer.ReadAsync(HttpStatusCode.NoContent);
    }

    /// <summary>Status and, of a refusal, what it says beside the trace.</summary>
    private static async Task<(HttpStatusCode Status, string Said)> OpenAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            return (answer.StatusCode, string.Empty);
        }

        var problem = await answer.ReadAsync(answer.StatusCode);
        return (answer.StatusCode, string.Join('\n', problem.EnumerateObject().Where(p => p.Name is not ("traceId" or "instance")).Select(p => p.ToString())));
    }

    private static async Task<string?> DeleteAsync(HttpClient client, string path, HttpStatusCode expected)
    {
        using var answer = await client.DeleteAsync(new Uri(path, UriKind.Relative));
        var body = await answer.ReadAsync(expected);
        return expected == HttpStatusCode.NoContent ? null : body.Text("code");
    }

    /// <summary>Keys and amounts of what was earned, in the order of the keys.</summary>
    private async Task<string> KeysAsync(Guid userId, Guid type) => (string)(await _host.SqlAsync(
        "SELECT coalesce(string_agg(e.key || '=' || e.amount, ' ' ORDER BY e.key COLLATE \"C\"), '') FROM leave_entries e JOIN leave_accounts a ON a.tenant_id = e.tenant_id AND a.id = e.account_id WHERE a.employee_id = $1 AND a.leave_type_id = $2",
        userId, type))!;
}
