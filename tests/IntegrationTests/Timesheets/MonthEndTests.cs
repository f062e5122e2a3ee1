using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Timesheets;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Leaves;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Timesheets;

/// <summary>What HR does with timesheets at the end of a month: who is missing, and many weeks at once.</summary>
public sealed class MonthEndTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Monday = TimesheetSteps.Monday;
    private const string Sunday = "2026-03-08";
    private const string Periods = "/api/v1/timesheets/periods";

    [Fact]
    public async Task Missing_ListsWhoHasNotSubmitted_PageByPage_AndNobodyBeforeTheyBeganOrAfterTheyLeft()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (submitted, one) = await host.WorkerAsync("Salma Submitted");
        var (open, two) = await host.WorkerAsync("Omar Open");
        var (rejected, three) = await host.WorkerAsync("Rana Rejected");
        var (joiner, four) = await host.WorkerAsync("Jad Joiner");
        var (leaver, five) = await host.WorkerAsync("Lama Leaver");
        using var mine = one;
        using var second = two;
        using var third = three;
        var (newcomer, six) = await host.WorkerAsync("Nadim Newcomer");
        four.Dispose();
        five.Dispose();
        six.Dispose();
        await host.SqlAsync("UPDATE users SET created_at = '2026-01-01' WHERE id = ANY ($1)", new[] { submitted, open, rejected, leaver });
        var projectId = await hr.MakeProjectAsync(open);
        await second.EnterAsync(projectId, Sunday, 90);
        await mine.MoveAsync(Monday, "submit");
        await third.MoveAsync(Monday, "submit");
        await hr.MoveAsync(Monday, "reject", new { userId = rejected, note = "Empty" });
        await ChangeAsync(hr, joiner, new { startsOn = "2026-03-09" });
        await ChangeAsync(hr, leaver, new { endsOn = "2026-03-01" });

        var missing = await WalkAsync(hr, $"{Periods}/missing?from={Monday}&to={Sunday}&limit=3");

        missing.Keys.ShouldNotContain(submitted);
        missing.Keys.ShouldNotContain(joiner);
        missing.Keys.ShouldNotContain(leaver);
        missing.Keys.ShouldNotContain(newcomer);
        var entered = missing[open];
        (entered.Text("weekStart"), entered.Text("weekEnd"), entered.Text("dueOn"), entered.GetProperty("minutes").GetInt32(), entered.GetProperty("isRejected").GetBoolean())
            .ShouldBe((Monday, Sunday, "2026-03-11", 90, false));
        missing[rejected].GetProperty("isRejected").GetBoolean().ShouldBeTrue();

        // Where the week is theirs in part, they owe it.
        (await hr.ReadAsync($"{Periods}/missing?from=2026-03-09&to=2026-03-15&userId={joiner}")).Items().ShouldHaveSingleItem().Id("userId").ShouldBe(joiner);
        (await hr.ReadAsync($"{Periods}/missing?from=2026-02-23&to=2026-03-15&userId={leaver}")).Items().ShouldHaveSingleItem().Text("weekStart").ShouldBe("2026-02-23");

        // Who has no first date began with the account: the last moment of a Sunday in the company's zone is of its week.
        await host.SqlAsync("UPDATE users SET created_at = ($2::timestamp AT TIME ZONE (SELECT time_zone FROM tenants WHERE slug = 'acme')) - interval '1 second' WHERE id = $1", newcomer, new DateTime(2026, 3, 9));
        (await hr.ReadAsync($"{Periods}/missing?from={Monday}&to={Sunday}&userId={newcomer}")).Items().ShouldHaveSingleItem();
        await host.SqlAsync("UPDATE users SET created_at = created_at + interval '1 second' WHERE id = $1", newcomer);
        (await hr.ReadAsync($"{Periods}/missing?from={Monday}&to=2026-03-15&userId={newcomer}")).Items().ShouldHaveSingleItem().Text("weekStart").ShouldBe("2026-03-09");

        // Nobody misses a week that is not over.
        (await hr.ReadAsync($"{Periods}/missing?from=2099-01-01&to=2099-01-31")).Items().ShouldBeEmpty();

        // Who had nothing to work in a week is told from those who forgot.
        async Task<bool> IsAllOffAsync() => (await hr.ReadAsync($"{Periods}/missing?from={Monday}&to={Sunday}&userId={rejected}")).Items().ShouldHaveSingleItem().GetProperty("isAllOff").GetBoolean();
        (await IsAllOffAsync()).ShouldBeFalse();
        var type = (await hr.SendAsync(LeaveSteps.Types, new { name = LeaveSteps.NewName("Unpaid"), unit = "halfDay", isPaid = false, hasBalance = false }, HttpStatusCode.Created)).Id();
        await hr.MoveAsync(await hr.SendAsync(LeaveSteps.Requests, new { leaveTypeId = type, userId = rejected, from = Monday, to = "2026-03-05" }, HttpStatusCode.Created), "approve");
        await hr.MoveAsync(await hr.SendAsync(LeaveSteps.Requests, new { leaveTypeId = type, userId = rejected, from = "2026-03-06", to = "2026-03-06", portion = "am" }, HttpStatusCode.Created), "approve");
        (await IsAllOffAsync()).ShouldBeFalse("Half of Friday is left.");
        await hr.MoveAsync(await hr.SendAsync(LeaveSteps.Requests, new { leaveTypeId = type, userId = rejected, from = "2026-03-06", to = "2026-03-06", portion = "pm" }, HttpStatusCode.Created), "approve");
        await HostWork.EventuallyAsync(IsAllOffAsync, isAllOff => isAllOff);
    }

    [Fact]
    public async Task Missing_OfSeveralWeeks_GoesWeekByWeek_AndShowsManagersTheirPeopleAlone()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var lead = await host.AsAsync("lead@acme.test");
        var (worker, client) = await host.WorkerAsync("Walid Weeks");
        using var mine = client;
        await host.SqlAsync("UPDATE users SET created_at = '2026-01-01' WHERE id = $1", worker);
        await mine.MoveAsync("2026-03-09", "submit");

        var weeks = (await manager.ReadAsync($"{Periods}/missing?from={Monday}&to=2026-03-22&userId={worker}")).Items().Select(i => i.Text("weekStart"));
        weeks.ShouldBe([Monday, "2026-03-16"]);
        var all = (await manager.ReadAsync($"{Periods}/missing?from={Monday}&to=2026-03-22&limit=200")).Items().Select(i => (i.Text("weekStart"), i.Id("userId"))).ToList();
        all.Select(i => i.Item1).ShouldBe(all.Select(i => i.Item1).Order(StringComparer.Ordinal));
        all.Distinct().Count().ShouldBe(all.Count);
        (await lead.ReadAsync($"{Periods}/missing?from={Monday}&to=2026-03-22&userId={worker}")).Items().ShouldBeEmpty();
        using var refused = await mine.GetAsync(new Uri($"{Periods}/missing", UriKind.Relative));
        await refused.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        using var tooLong = await manager.GetAsync(new Uri($"{Periods}/missing?from=2026-01-01&to=2026-04-04", UriKind.Relative));
        await tooLong.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task Bulk_ApprovesAndLocksWhatItMay_SaysOfEachWhatBecameOfIt_AndTellsThePeopleOnce()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        var (first, one) = await host.WorkerAsync("Bana First");
        var (second, two) = await host.WorkerAsync("Basil Second");
        using var mine = one;
        using var other = two;
        var me = await host.UserIdAsync("manager@acme.test");
        var stranger = await host.UserIdAsync("staff@acme.test");
        const string week = "2026-04-06";
        await mine.MoveAsync(week, "submit");
        var seen = (await other.MoveAsync(week, "submit")).GetProperty("version").GetUInt32();
        await manager.MoveAsync(week, "submit");
        object Body(uint? version = null) => new
        {
            periods = new object[]
            {
                new { userId = first, weekStart = week },
                new { userId = second, weekStart = week, version = version ?? seen },
                new { userId = second, weekStart = "2026-04-13" },
                new { userId = me, weekStart = week },
                new { userId = stranger, weekStart = week },
            },
            note = "Thank you.",
        };

        Told(await manager.SendAsync($"{Periods}/approve", Body(seen + 1))).ShouldBe(["decided ", "refused version_mismatch", "refused timesheet_state_forbids", "refused timesheet_own_week", "refused not_found"]);
        var again = await manager.SendAsync($"{Periods}/approve", Body());
        Told(again).ShouldBe(["unchanged ", "decided ", "refused timesheet_state_forbids", "refused timesheet_own_week", "refused not_found"]);
        (again.GetProperty("decided").GetInt32(), again.GetProperty("unchanged").GetInt32(), again.GetProperty("refused").GetInt32()).ShouldBe((1, 1, 3));
        again.Items()[^1].GetProperty("userId").ValueKind.ShouldBe(JsonValueKind.Null);
        var history = (await manager.ReadAsync($"{Periods}/{week}?userId={first}")).GetProperty("history").EnumerateArray().ToList();
        history.Count.ShouldBe(2);
        history[^1].Text("note").ShouldBe("Thank you.");

        await manager.PostProblemAsync($"{Periods}/lock", Body(), HttpStatusCode.Forbidden, "forbidden");
        var refs = new { periods = new object[] { new { userId = first, weekStart = week }, new { userId = me, weekStart = week } }, note = "Paid." };
        Told(await hr.SendAsync($"{Periods}/lock", refs)).ShouldBe(["decided ", "refused timesheet_state_forbids"]);
        Told(await hr.SendAsync($"{Periods}/lock", refs)).ShouldBe(["unchanged ", "refused timesheet_state_forbids"]);
        (await hr.ReadAsync($"{Periods}/{week}?userId={first}")).Text("status").ShouldBe("locked");

        var mails = await NoticesOfAsync(first);
        mails.ShouldBe([new TimesheetApprovedNotice(week, "2026-04-12", "Thank you.")]);
        using var none = await hr.PostAsync(new Uri($"{Periods}/approve", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(new { periods = Array.Empty<object>() }));
        await none.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task Decision_OfOneWeek_IsMailedToItsPerson()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        var (worker, client) = await host.WorkerAsync("Nour Notices");
        using var mine = client;
        await mine.MoveAsync(Monday, "submit");
        await manager.MoveAsync(Monday, "reject", new { userId = worker, note = "Friday is missing." });
        await mine.MoveAsync(Monday, "submit");
        await manager.MoveAsync(Monday, "approve", new { userId = worker });
        await manager.MoveAsync(Monday, "reopen", new { userId = worker, note = "Wrong project." });

        (await NoticesOfAsync(worker)).ShouldBe(
        [
            new TimesheetRejectedNotice(Monday, Sunday, "Friday is missing."), new TimesheetApprovedNotice(Monday, Sunday, string.Empty), new TimesheetReopenedNotice(Monday, Sunday, "Wrong project."),
        ]);
    }

    private static async Task ChangeAsync(HttpClient hr, Guid id, object change)
    {
        using var response = await hr.PatchAsync($"/api/v1/employees/{id}", change);
        await response.ReadAsync(HttpStatusCode.OK);
    }

    private static IEnumerable<string> Told(JsonElement outcomes) => outcomes.Items().Select(i => $"{i.Text("outcome")} {i.GetProperty("code").GetString()}");

    private static async Task<Dictionary<Guid, JsonElement>> WalkAsync(HttpClient client, string path)
    {
        var (found, cursor) = (new Dictionary<Guid, JsonElement>(), string.Empty);
        do
        {
            var page = await client.ReadAsync(cursor.Length == 0 ? path : $"{path}&cursor={cursor}");
            page.Items().Count.ShouldBeLessThanOrEqualTo(3);
            foreach (var item in page.Items())
            {
                found.Add(item.Id("userId"), item);
            }

            cursor = page.GetProperty("nextCursor").GetString() ?? string.Empty;
        }
        while (cursor.Length > 0);
        return found;
    }

    private async Task<IEnumerable<object>> NoticesOfAsync(Guid userId)
    {
        var address = (string)(await host.SqlAsync("SELECT email FROM users WHERE id = $1", userId))!;
        return host.Services.GetRequiredService<QueuedMessages>().Sent
            .Where(m => string.Equals(m.To, address, StringComparison.Ordinal) && m.Content is TimesheetApprovedNotice or TimesheetRejectedNotice or TimesheetReopenedNotice).Select(m => (object)m.Content);
    }
}
