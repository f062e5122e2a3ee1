using System.Net;
using System.Net.Http.Json;
using Npgsql;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Leaves;

/// <summary>Requests for leave over HTTP: what they cost and hold, who decides them, and what the other side is told.</summary>
public sealed partial class LeaveRequestTests(MailHost mail) : IClassFixture<MailHost>
{
    private readonly SatcomHost _host = mail.Host;

    [Fact]
    public async Task R21_Halves_OfOneDate_SumToOneDayAndNoneIsTakenTwice()
    {
        var (hr, eman, userId) = await PeopleAsync("employee@acme.test");
        var (type, monday) = (await hr.GrantNewTypeAsync(userId, 5), LeaveSteps.NewMonday());

        var am = await eman.AskedAsync(type, monday, portion: "am");
        var pm = await eman.AskedAsync(type, monday, portion: "pm");

        (am.Amount() + pm.Amount(), am.GetProperty("days")[0].Text("portion")).ShouldBe((1m, "am"));
        await eman.AskRefusedAsync(type, monday, null, "am", HttpStatusCode.Conflict, "leave_overlaps");
        await eman.AskRefusedAsync(type, monday.AddDays(-3), monday, "full", HttpStatusCode.Conflict, "leave_overlaps");
        await hr.MoveAsync(am, "approve");
        await eman.AskRefusedAsync(type, monday, null, "am", HttpStatusCode.Conflict, "leave_overlaps");
        await hr.MoveAsync(pm, "deny");
        (await eman.AskedAsync(type, monday, portion: "pm")).Amount().ShouldBe(0.5m);
        (await eman.BalanceAsync(userId, type)).ShouldBe((4.5m, 0.5m, 4m));
    }

    [Fact]
    public async Task R22_Request_OverAWeekend_IsChargedItsWorkingDaysAlone()
    {
        var (hr, eman, userId) = await PeopleAsync("employee@acme.test");
        var (type, monday) = (await hr.GrantNewTypeAsync(userId, 10), LeaveSteps.NewMonday());
        LeaveSteps.NewMonday();

        var request = await eman.AskedAsync(type, monday.AddDays(3), monday.AddDays(8));

        request.GetProperty("days").EnumerateArray().Select(d => d.Text("date")).ShouldBe([monday.AddDays(3).Iso(), monday.AddDays(4).Iso(), monday.AddDays(7).Iso(), monday.AddDays(8).Iso()]);
        request.Amount().ShouldBe(4);
        await eman.AskRefusedAsync(type, monday.AddDays(12), monday.AddDays(13), "full", HttpStatusCode.UnprocessableEntity, "leave_no_working_days");
        await eman.AskRefusedAsync(type, monday.AddDays(9), monday.AddDays(10), "am", HttpStatusCode.UnprocessableEntity, "leave_portion_invalid");
        await eman.AskRefusedAsync(type, monday.AddDays(10), monday.AddDays(9), "full", HttpStatusCode.UnprocessableEntity, "dates_reversed");
    }

    [Fact]
    public async Task R23_Requests_ThatTogetherWouldOverdraw_AreRefusedFromTheSecondOn()
    {
        var (hr, eman, userId) = await PeopleAsync("employee@acme.test");
        var (type, first, second) = (await hr.GrantNewTypeAsync(userId, 5), LeaveSteps.NewMonday(), LeaveSteps.NewMonday());

        var request = await eman.AskedAsync(type, first, first.AddDays(2));
        (await eman.BalanceAsync(userId, type)).ShouldBe((5m, 3m, 2m));
        await eman.AskRefusedAsync(type, second, second.AddDays(2), "full", HttpStatusCode.UnprocessableEntity, "leave_insufficient_balance");

        await hr.MoveAsync(request, "deny", "Too many are away");
        (await eman.BalanceAsync(userId, type)).ShouldBe((5m, 0m, 5m));
        await hr.MoveRefusedAsync(request, "approve", HttpStatusCode.Conflict, "leave_already_decided");
        await eman.MoveRefusedAsync(request, "cancel", HttpStatusCode.Conflict, "leave_already_decided");
        await eman.AskedAsync(type, second, second.AddDays(4));
        (await eman.BalanceAsync(userId, type)).ShouldBe((5m, 5m, 0m));
    }

    [Fact]
    public async Task R23_Request_WhenTwoAtOnceWouldOverdraw_OneIsRefused()
    {
        var (hr, omar, userId) = await PeopleAsync("omar@acme.test");
        for (var round = 0; round < 4; round++)
        {
            var (type, first, second) = (await hr.GrantNewTypeAsync(userId, 5), LeaveSteps.NewMonday(), LeaveSteps.NewMonday());

            var answers = await Task.WhenAll(omar.AskAsync(type, first, first.AddDays(2)), omar.AskAsync(type, second, second.AddDays(2)));

            answers.Select(a => a.StatusCode).Order().ShouldBe([HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity]);
            await answers.Single(a => a.StatusCode != HttpStatusCode.Created).ProblemAsync(HttpStatusCode.UnprocessableEntity, "leave_insufficient_balance");
            (await omar.BalanceAsync(userId, type)).ShouldBe((5m, 3m, 2m));
        }
    }

    [Fact]
    public async Task R23_Request_WhenTwoAtOnceShareADate_OneIsRefused()
    {
        var (hr, omar, userId) = await PeopleAsync("omar@acme.test");
        for (var round = 0; round < 4; round++)
        {
            // Of two types, so that no account keeps them apart.
            var (one, other, monday) = (await hr.GrantNewTypeAsync(userId, 9), await hr.GrantNewTypeAsync(userId, 9), LeaveSteps.NewMonday());

            var answers = await Task.WhenAll(omar.AskAsync(one, monday, monday.AddDays(3)), omar.AskAsync(other, monday.AddDays(3), monday.AddDays(4)));

            await answers.Single(a => a.StatusCode != HttpStatusCode.Created).ProblemAsync(HttpStatusCode.Conflict, "leave_overlaps");
            ((await omar.BalanceAsync(userId, one)).Pending, (await omar.BalanceAsync(userId, other)).Pending).ShouldBeOneOf((4m, 0m), (0m, 2m));
        }

        var (free, week) = (await hr.NewTypeAsync(hasBalance: false), LeaveSteps.NewMonday());
        var early = await omar.AskedAsync(free, week);
        await omar.AskedAsync(free, week.AddDays(2));
        (await Should.ThrowAsync<PostgresException>(() => _host.SqlAsync("UPDATE leave_requests SET end_slot = end_slot + 6 WHERE id = $1", early.Id()))).ConstraintName.ShouldBe("ex_leave_requests_slots");
    }

    [Fact]
    public async Task R25_Cancel_OfApprovedLeave_ReversesExactlyItsOwnEntries()
    {
        var (hr, eman, userId) = await PeopleAsync("employee@acme.test");
        var (type, monday) = (await hr.GrantNewTypeAsync(userId, 10), LeaveSteps.NewMonday());
        var (kept, cancelled) = (await eman.AskedAsync(type, monday), await eman.AskedAsync(type, monday.AddDays(1), monday.AddDays(3)));
        await hr.MoveAsync(kept, "approve");
        await hr.MoveAsync(cancelled, "approve");
        (await eman.BalanceAsync(userId, type)).ShouldBe((6m, 0m, 6m));

        (await eman.MoveAsync(cancelled, "cancel", "It rains")).Text("status").ShouldBe("cancelled");

        var entries = await eman.EntriesAsync(userId, type);
        var taken = entries.Where(e => e.Text("kind").Is("taken") && e.Id("requestId") == cancelled.Id()).Select(e => (e.Id(), e.Text("date"), -e.Amount())).ToList();
        taken.Count.ShouldBe(3);
        entries.Where(e => e.Text("kind").Is("reversal")).Select(e => (e.Id("reversesId"), e.Text("date"), e.Amount())).ShouldBe(taken, ignoreOrder: true);
        (await eman.BalanceAsync(userId, type)).ShouldBe((9m, 0m, 9m));
        entries.Sum(e => e.Amount()).ShouldBe(9);
        await eman.MoveRefusedAsync(cancelled, "cancel", HttpStatusCode.Conflict, "leave_already_decided");
        await hr.MoveRefusedAsync(cancelled, "approve", HttpStatusCode.Conflict, "leave_already_decided");
        (await eman.ReadAsync($"{LeaveSteps.Requests}/{cancelled.Id()}")).GetProperty("history").EnumerateArray().Select(s => (s.Text("status"), s.GetProperty("note").GetString()))
            .ShouldBe([("approved", null), ("cancelled", "It rains")]);
    }

    [Fact]
    public async Task R25_Move_WhenApprovedAndCancelledAtOnce_LeavesTheLedgerWhole()
    {
        var (hr, omar, userId) = await PeopleAsync("omar@acme.test");
        var type = await hr.GrantNewTypeAsync(userId, 10);
        for (var round = 0; round < 5; round++)
        {
            var monday = LeaveSteps.NewMonday();
            var request = await omar.AskedAsync(type, monday, monday.AddDays(1));

            var answers = await Task.WhenAll(
                hr.PostAsJsonAsync($"{LeaveSteps.Requests}/{request.Id()}/approve", new { }), omar.PostAsJsonAsync($"{LeaveSteps.Requests}/{request.Id()}/cancel", new { }));

            // Either was first: a cancelled request is not approved any more, and approved leave is cancelled with its entries.
            await answers[1].ReadAsync();
            answers[0].StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Conflict);
            (await omar.ReadAsync($"{LeaveSteps.Requests}/{request.Id()}")).Text("status").ShouldBe("cancelled");
            (await omar.BalanceAsync(userId, type)).ShouldBe((10m, 0m, 10m));
            (await omar.EntriesAsync(userId, type)).Sum(e => e.Amount()).ShouldBe(10);
        }
    }

    [Fact]
    public async Task R26_Decision_OfOnesOwnRequest_IsAnothers()
    {
        var (hr, _, _) = await PeopleAsync("employee@acme.test");
        var admin = await _host.AsAsync("superadmin@acme.test");
        var (hrId, monday) = (await _host.UserIdAsync("hr@acme.test"), LeaveSteps.NewMonday());
        var type = await admin.GrantNewTypeAsync(hrId, 5);
        await hr.PostProblemAsync(LeaveSteps.Adjustments, new { userId = hrId, leaveTypeId = type, amount = 100, reason = "More" }, HttpStatusCode.Forbidden, "leave_own_request");
        var request = await hr.AskedAsync(type, monday);

        foreach (var move in new[] { "approve", "deny", "recommend" })
        {
            await hr.MoveRefusedAsync(request, move, HttpStatusCode.Forbidden, "leave_own_request");
        }

        (await admin.MoveAsync(request, "approve")).Text("status").ShouldBe("approved");
        (await hr.BalanceAsync(hrId, type)).ShouldBe((4m, 0m, 4m));
    }

    [Theory]
    [InlineData("employee@acme.test", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.NotFound)]
    [InlineData("staff@acme.test", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.NotFound)]
    [InlineData("technician@acme.test", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.NotFound)]
    [InlineData("lead@acme.test", HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    [InlineData("manager@acme.test", HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("hr@acme.test", HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.OK)]
    [InlineData("superadmin@acme.test", HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.OK)]
    [InlineData("hr@globex.test", HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    public async Task Request_OfAReport_IsSeenAndMovedByThoseWhoMay(string email, HttpStatusCode approve, HttpStatusCode recommend, HttpStatusCode read)
    {
        var (hr, omar, userId) = await PeopleAsync("omar@acme.test");
        var request = await omar.AskedAsync(await hr.GrantNewTypeAsync(userId, 5), LeaveSteps.NewMonday());
        var caller = await _host.AsAsync(email);

        using var approved = await caller.PostAsJsonAsync($"{LeaveSteps.Requests}/{request.Id()}/approve", new { });
        using var recommended = await caller.PostAsJsonAsync($"{LeaveSteps.Requests}/{request.Id()}/recommend", new { });
        using var seen = await caller.GetAsync(new Uri($"{LeaveSteps.Requests}/{request.Id()}", UriKind.Relative));
        using var listed = await caller.GetAsync(new Uri($"{LeaveSteps.Requests}?userId={userId}", UriKind.Relative));

        (approved.StatusCode, recommended.StatusCode, seen.StatusCode).ShouldBe((approve, recommend, read));
        ((await listed.ReadAsync()).GetProperty("items").GetArrayLength() > 0).ShouldBe(read == HttpStatusCode.OK);
        using var cancelled = await caller.PostAsJsonAsync($"{LeaveSteps.Requests}/{request.Id()}/cancel", new { });
        cancelled.StatusCode.ShouldBe(approve == HttpStatusCode.OK ? HttpStatusCode.OK : HttpStatusCode.NotFound, "Only its person and approvers cancel it.");
    }

    [Fact]
    public async Task Approve_InTwoSteps_NeedsTheManagersWordFirst()
    {
        var (hr, eman, userId) = await PeopleAsync("employee@acme.test");
        var (admin, manager) = (await _host.AsAsync("superadmin@acme.test"), await _host.AsAsync("manager@acme.test"));
        var (type, monday) = (await hr.GrantNewTypeAsync(userId, 5), LeaveSteps.NewMonday());
        await SetTwoStepsAsync(admin, isOn: true);
        await ForgetMailsAsync();
        try
        {
            var request = await eman.AskedAsync(type, monday);
            await mail.Inbox.SubjectAsync("manager@acme.test", "Eman Yousef asks for leave");
            await hr.MoveRefusedAsync(request, "approve", HttpStatusCode.Conflict, "leave_not_recommended");
            (await manager.MoveAsync(request, "recommend", "We manage")).Text("status").ShouldBe("recommended");
            await manager.MoveRefusedAsync(request, "recommend", HttpStatusCode.Conflict, "leave_already_decided");
            (await hr.MoveAsync(request, "approve")).Text("status").ShouldBe("approved");

            var other = await eman.AskedAsync(type, monday.AddDays(1));
            await hr.MoveAsync(other, "recommend");
            await hr.MoveRefusedAsync(other, "approve", HttpStatusCode.Forbidden, "leave_same_person");
            (await admin.MoveAsync(other, "approve")).Text("status").ShouldBe("approved");
            await RecommendInPlaceOfAsync(manager, await eman.AskedAsync(type, monday.AddDays(2)));
        }
        finally
        {
            await SetTwoStepsAsync(admin, isOn: false);
        }
    }

    [Fact]
    public async Task Request_SentAgain_CreatesNothingAndOtherContentIsRefused()
    {
        var (hr, eman, userId) = await PeopleAsync("employee@acme.test");
        var (type, monday, id) = (await hr.GrantNewTypeAsync(userId, 5), LeaveSteps.NewMonday(), Guid.CreateVersion7(RealTime.Clock.GetUtcNow()));

        using var first = await eman.AskAsync(type, monday, id: id);
        using var again = await eman.AskAsync(type, monday, id: id);
        using var other = await eman.AskAsync(type, monday.AddDays(1), id: id);

        (await first.ReadAsync(HttpStatusCode.Created)).GetRawText().ShouldBe((await again.ReadAsync(HttpStatusCode.Created)).GetRawText());
        await other.ProblemAsync(HttpStatusCode.Conflict, "id_conflict");
        (await eman.BalanceAsync(userId, type)).Pending.ShouldBe(1);

        using var stale = new HttpRequestMessage(HttpMethod.Post, new Uri($"{LeaveSteps.Requests}/{id}/cancel", UriKind.Relative)) { Content = JsonContent.Create(new { }) };
        stale.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        using var refused = await eman.SendAsync(stale);
        await refused.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
    }

    [Fact]
    public async Task Request_ForSomebodyElse_IsForWhoManagesLeaveAlone()
    {
        var (hr, omar, userId) = await PeopleAsync("omar@acme.test");
        var manager = await _host.AsAsync("manager@acme.test");
        var (type, monday) = (await hr.GrantNewTypeAsync(userId, 5), LeaveSteps.NewMonday());
        var body = new { userId, leaveTypeId = type, from = monday.Iso(), to = monday.Iso(), reason = "Called in sick" };

        await manager.PostProblemAsync(LeaveSteps.Requests, body, HttpStatusCode.Forbidden, "forbidden");
        var entered = await hr.SendAsync(LeaveSteps.Requests, body, HttpStatusCode.Created);

        (entered.Id("userId"), entered.Text("displayName"), entered.Text("status"), (await omar.BalanceAsync(userId, type)).Pending).ShouldBe((userId, "Omar Rashid", "pending", 1m));
        (await hr.MoveAsync(entered, "approve")).Text("status").ShouldBe("approved");
        await hr.PostProblemAsync(LeaveSteps.Requests, body with { userId = type }, HttpStatusCode.UnprocessableEntity, "employee_unknown");
    }

    [Fact]
    public async Task Request_AgainstThePolicyOrTheType_IsRefused()
    {
        var (hr, eman, userId) = await PeopleAsync("employee@acme.test");
        var (type, monday, team) = (await hr.NewTypeAsync(), LeaveSteps.NewMonday(), (await hr.ReadAsync("/api/v1/teams")).GetProperty("items")[0].Id());
        var policy = await hr.SendAsync(
            LeaveSteps.Policies,
            new
            {
                leaveTypeId = type,
                name = LeaveSteps.NewName("Policy"),
                terms = new { accrual = "none", negativeLimit = 2 },
                blackouts = new[] { new { from = monday.AddDays(1).Iso(), to = monday.AddDays(2).Iso(), teamId = (Guid?)team } },
            },
            HttpStatusCode.Created);
        await hr.SendAsync(LeaveSteps.Assignments, new { userId, policyId = policy.Id(), from = "2026-01-01" }, HttpStatusCode.Created);

        await eman.AskRefusedAsync(type, monday, monday.AddDays(1), "full", HttpStatusCode.UnprocessableEntity, "leave_blackout");
        await eman.AskRefusedAsync(type, monday.AddDays(3), monday.AddDays(7), "full", HttpStatusCode.UnprocessableEntity, "leave_insufficient_balance");
        await eman.AskedAsync(type, monday.AddDays(3), monday.AddDays(4));
        (await eman.BalanceAsync(userId, type)).ShouldBe((0m, 2m, -2m));
        using (var put = await hr.PutAsJsonAsync($"{LeaveSteps.Types}/{type}", new { name = LeaveSteps.NewName("Old"), isPaid = true, needsAttachment = false, hasBalance = true, color = "#000000", isArchived = true }))
        {
            put.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await eman.AskRefusedAsync(type, monday, null, "full", HttpStatusCode.UnprocessableEntity, "leave_type_archived");
        await eman.AskRefusedAsync(Guid.CreateVersion7(RealTime.Clock.GetUtcNow()), monday, null, "full", HttpStatusCode.UnprocessableEntity, "leave_type_unknown");

        // Without a balance nothing limits it; in hours it costs what it takes.
        var hours = await hr.NewTypeAsync("hour", hasBalance: false);
        using var asked = await eman.AskAsync(hours, monday, portion: "hours", minutes: 90);
        (await asked.ReadAsync(HttpStatusCode.Created)).Amount().ShouldBe(1.5m);
    }

    [Theory]
    [InlineData("acme", "Eman Yousef asks for leave", "Your leave was approved", "Your leave was denied", "Leave was cancelled")]
    [InlineData("globex", "طلب إجازة من Eman Yousef", "تمت الموافقة على إجازتك", "رُفض طلب إجازتك", "أُلغيت إجازة")]
    public async Task Mails_OfARequest_TellTheOtherSideInTheCompanysLanguage(string company, string asked, string approved, string denied, string cancelled)
    {
        var (hr, eman, userId) = await PeopleAsync($"employee@{company}.test");
        var (type, monday) = (await hr.GrantNewTypeAsync(userId, 5), LeaveSteps.NewMonday());
        await ForgetMailsAsync();

        var first = await eman.AskedAsync(type, monday);
        await MailedAsync($"hr@{company}.test", asked, monday);
        await hr.MoveAsync(first, "approve", "Enjoy");
        (await MailedAsync($"employee@{company}.test", approved, monday)).Text.ShouldContain("Enjoy");
        await eman.MoveAsync(first, "cancel");
        await MailedAsync($"hr@{company}.test", cancelled, monday);
        await hr.MoveAsync(await eman.AskedAsync(type, monday), "deny", "Busy week");
        (await MailedAsync($"employee@{company}.test", denied, monday)).Text.ShouldContain("Busy week");
    }

    /// <summary>Waits for the mail about leave from a date, whatever else comes there.</summary>
    private async Task<InboxMail> MailedAsync(string address, string subject, DateOnly about)
    {
        InboxMail? found = null;
        await Waiting.UntilAsync(
            async () => (found = (await mail.Inbox.ReadAsync(address)).FirstOrDefault(m => m.Subject.Is(subject) && m.Text.Contains(about.Iso(), StringComparison.Ordinal))) is not null,
            $"no mail \"{subject}\" about {about.Iso()} for {address}");
        return found!;
    }

    /// <summary>Of one person only so many requests are mailed in an hour, and other tests of this host have asked.</summary>
    private Task ForgetMailsAsync() => _host.SqlAsync("DELETE FROM allowances");

    private static async Task SetTwoStepsAsync(HttpClient admin, bool isOn)
    {
        using var answer = await admin.PatchAsJsonAsync("/api/v1/tenant", new { settings = new { leaveNeedsRecommendation = isOn } });
        (await answer.ReadAsync()).GetProperty("settings").GetProperty("leaveNeedsRecommendation").GetBoolean().ShouldBe(isOn);
    }

    /// <summary>HR of a person's company, and the person.</summary>
    private async Task<(HttpClient Hr, HttpClient Person, Guid UserId)> PeopleAsync(string email) =>
        (await _host.AsAsync("hr@" + email.Split('@')[1]), await _host.AsAsync(email), await _host.UserIdAsync(email));
}
