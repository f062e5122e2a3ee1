using System.Net;
using System.Net.Http.Json;
using Npgsql;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Leaves;

/// <summary>Types, policies, who earns by them, the ledger, calendar, export and feed.</summary>
public sealed partial class LeaveAdministrationTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private static int _weeks;

    [Fact]
    public async Task Type_ThatIsUsed_IsArchivedAndAnyOtherGoes()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (userId, name, id) = (await host.UserIdAsync("employee@acme.test"), LeaveSteps.NewName("Sick"), Guid.CreateVersion7(RealTime.Clock.GetUtcNow()));
        var body = new { id, name, unit = "hour", isPaid = false, needsAttachment = true, hasBalance = false, color = "#aa3300" };

        var made = await hr.SendAsync(LeaveSteps.Types, body, HttpStatusCode.Created);
        (await hr.SendAsync(LeaveSteps.Types, body, HttpStatusCode.Created)).GetRawText().ShouldBe(made.GetRawText());
        await hr.PostProblemAsync(LeaveSteps.Types, new { id, name, unit = "day" }, HttpStatusCode.Conflict, "id_conflict");
        await hr.PostProblemAsync(LeaveSteps.Types, new { name, unit = "day" }, HttpStatusCode.Conflict, "leave_type_name_taken");
        await hr.PostProblemAsync(LeaveSteps.Types, new { name = name.ToUpperInvariant(), unit = "day" }, HttpStatusCode.Conflict, "leave_type_name_taken");
        await hr.GrantAsync(userId, id, 8);
        (await PutAsync(hr, $"{LeaveSteps.Types}/{id}", new { name, isPaid = true, needsAttachment = true, hasBalance = true, color = "#aa3300" }, HttpStatusCode.Conflict)).Text("code").ShouldBe("leave_type_in_use");
        using (var person = await host.AsAsync("employee@acme.test"))
        using (var asked = await person.AskAsync(id, LeaveSteps.NewMonday(), portion: "hours", minutes: 60))
        {
            (await asked.ReadAsync(HttpStatusCode.Created)).GetProperty("needsAttachment").GetBoolean().ShouldBeTrue();
        }

        (await hr.ReadAsync($"{LeaveSteps.Requests}?userId={userId}&leaveTypeId={id}")).GetProperty("items")[0].GetProperty("needsAttachment").GetBoolean().ShouldBeTrue();
        var changed = await PutAsync(hr, $"{LeaveSteps.Types}/{id}", new { name, isPaid = true, needsAttachment = false, hasBalance = false, color = "#00aa33" });
        (changed.GetProperty("isPaid").GetBoolean(), changed.Text("color"), changed.GetProperty("version").GetUInt32() == made.GetProperty("version").GetUInt32()).ShouldBe((true, "#00aa33", false));

        await DeleteAsync(hr, $"{LeaveSteps.Types}/{id}", HttpStatusCode.NoContent);
        (await hr.ReadAsync($"{LeaveSteps.Types}/{id}")).GetProperty("isArchived").GetBoolean().ShouldBeTrue();
        (await hr.ReadAsync($"{LeaveSteps.Types}?isArchived=false&limit=200")).GetProperty("items").EnumerateArray().ShouldNotContain(t => t.Id() == id);
        var unused = await hr.NewTypeAsync();
        await DeleteAsync(hr, $"{LeaveSteps.Types}/{unused}", HttpStatusCode.NoContent);
        await hr.ReadAsync($"{LeaveSteps.Types}/{unused}", HttpStatusCode.NotFound);
        var audit = await hr.ReadAsync($"/api/v1/audit?entityId={id}");
        audit.GetProperty("items").EnumerateArray().Select(e => e.Text("action")).ShouldBe(["leaves.deleteType", "leaves.updateType", "leaves.createType"]);
    }

    [Fact]
    public async Task Policy_ThatSomebodyEarnsBy_KeepsItsTermsAndIsNotTakenAway()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (userId, type, name) = (await host.UserIdAsync("nadia@acme.test"), await hr.NewTypeAsync(), LeaveSteps.NewName("Annual"));
        var policy = await hr.SendAsync(LeaveSteps.Policies, new { leaveTypeId = type, name, terms = new { accrual = "yearly", amount = 20, isProRata = false } }, HttpStatusCode.Created);
        await hr.PostProblemAsync(LeaveSteps.Policies, new { leaveTypeId = type, name, terms = new { accrual = "none" } }, HttpStatusCode.Conflict, "leave_policy_name_taken");
        await hr.PostProblemAsync(LeaveSteps.Policies, new { leaveTypeId = policy.Id(), name = name + "x", terms = new { accrual = "none" } }, HttpStatusCode.UnprocessableEntity, "leave_type_unknown");
        await PutAsync(hr, $"{LeaveSteps.Policies}/{policy.Id()}", new { name, terms = new { accrual = "yearly", amount = 22, isProRata = false } });

        var assignment = await hr.SendAsync(LeaveSteps.Assignments, new { userId, policyId = policy.Id(), from = "2026-03-10" }, HttpStatusCode.Created);

        var accrued = (await hr.EntriesAsync(userId, type)).ShouldHaveSingleItem();
        (accrued.Text("kind"), accrued.Text("date"), accrued.Amount()).ShouldBe(("accrual", "2026-03-10", 22m));
        (await PutAsync(hr, $"{LeaveSteps.Policies}/{policy.Id()}", new { name, terms = new { accrual = "yearly", amount = 30, isProRata = false } }, HttpStatusCode.Conflict)).Text("code").ShouldBe("leave_policy_in_use");
        (await PutAsync(hr, $"{LeaveSteps.Policies}/{policy.Id()}", new { name, terms = new { accrual = "yearly", amount = 22, isProRata = false, negativeLimit = 3 } }))
            .GetProperty("terms").GetProperty("negativeLimit").GetDecimal().ShouldBe(3);
        (await DeleteAsync(hr, $"{LeaveSteps.Policies}/{policy.Id()}", HttpStatusCode.Conflict)).ShouldBe("leave_policy_in_use");
        (await DeleteAsync(hr, $"{LeaveSteps.Assignments}/{assignment.Id()}", HttpStatusCode.Conflict)).ShouldBe("leave_assignment_in_use");
        await hr.PostProblemAsync(LeaveSteps.Assignments, new { userId, policyId = policy.Id(), from = "2027-01-01" }, HttpStatusCode.Conflict, "leave_assignment_overlaps");
        await hr.PostProblemAsync(LeaveSteps.Assignments, new { userId = policy.Id(), policyId = policy.Id(), from = "2027-01-01" }, HttpStatusCode.UnprocessableEntity, "employee_unknown");
        await hr.PostProblemAsync(LeaveSteps.Assignments, new { userId, policyId = type, from = "2027-01-01" }, HttpStatusCode.UnprocessableEntity, "leave_policy_unknown");
        (await PutAsync(hr, $"{LeaveSteps.Assignments}/{assignment.Id()}", new { to = "2026-12-31" })).Text("to").ShouldBe("2026-12-31");
        var next = await hr.SendAsync(LeaveSteps.Assignments, new { userId, policyId = policy.Id(), from = "2027-01-01" }, HttpStatusCode.Created);
        (await PutAsync(hr, $"{LeaveSteps.Assignments}/{assignment.Id()}", new { to = (string?)null }, HttpStatusCode.Conflict)).Text("code").ShouldBe("leave_assignment_overlaps");
        (await hr.ReadAsync($"{LeaveSteps.Assignments}?userId={userId}&leaveTypeId={type}&on=2026-06-01")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem().Id().ShouldBe(assignment.Id());
        await DeleteAsync(hr, $"{LeaveSteps.Assignments}/{next.Id()}", HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Assignment_WhenTwoAtOnceOverlap_OneIsRefused()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (userId, type) = (await host.UserIdAsync("nadia@acme.test"), await hr.NewTypeAsync());
        var policy = await hr.SendAsync(LeaveSteps.Policies, new { leaveTypeId = type, name = LeaveSteps.NewName("Race"), terms = new { accrual = "yearly", amount = 12, isProRata = false } }, HttpStatusCode.Created);

        var answers = await Task.WhenAll(
            hr.PostAsJsonAsync(LeaveSteps.Assignments, new { userId, policyId = policy.Id(), from = "2026-01-01", to = "2026-06-30" }),
            hr.PostAsJsonAsync(LeaveSteps.Assignments, new { userId, policyId = policy.Id(), from = "2026-06-30" }));

        answers.Select(a => a.StatusCode).Order().ShouldBe([HttpStatusCode.Created, HttpStatusCode.Conflict]);
        (await hr.BalanceAsync(userId, type)).Balance.ShouldBe(12, "Only one of them earned anything.");
    }

    [Fact]
    public async Task R23_Ledger_WhateverTheServiceTries_OnlyGrows()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var userId = await host.UserIdAsync("employee@acme.test");
        var type = await hr.GrantNewTypeAsync(userId, 5);
        var entry = (await hr.EntriesAsync(userId, type)).ShouldHaveSingleItem();
        await using var connection = new NpgsqlConnection(await TestPostgres.AsRoleAsync("satcom_app", host.Database));
        await connection.OpenAsync();

        foreach (var sql in new[] { $"UPDATE leave_entries SET amount = 50 WHERE id = '{entry.Id()}'", $"DELETE FROM leave_entries WHERE id = '{entry.Id()}'", "DELETE FROM leave_steps" })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }

        await Should.ThrowAsync<PostgresException>(() => host.SqlAsync(
            "INSERT INTO leave_entries (tenant_id, id, account_id, kind, date, amount, key) SELECT tenant_id, gen_random_uuid(), account_id, kind, date, amount, key FROM leave_entries WHERE id = $1", entry.Id()));
        await hr.PostProblemAsync(LeaveSteps.Adjustments, new { userId, leaveTypeId = type, amount = -1, reason = " " }, HttpStatusCode.UnprocessableEntity, "reason_required");
        await hr.PostProblemAsync(LeaveSteps.Adjustments, new { userId, leaveTypeId = type, amount = 0.001, reason = "Little" }, HttpStatusCode.BadRequest, "validation_failed");
        var id = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());
        await hr.SendAsync(LeaveSteps.Adjustments, new { id, userId, leaveTypeId = type, amount = -1.5, reason = "Counted twice", date = "2026-02-01" }, HttpStatusCode.Created);
        await hr.SendAsync(LeaveSteps.Adjustments, new { id, userId, leaveTypeId = type, amount = -1.5, reason = "Counted twice", date = "2026-02-01" }, HttpStatusCode.Created);
        await hr.PostProblemAsync(LeaveSteps.Adjustments, new { id, userId, leaveTypeId = type, amount = -2, reason = "Counted twice", date = "2026-02-01" }, HttpStatusCode.Conflict, "id_conflict");
        (await hr.BalanceAsync(userId, type)).Balance.ShouldBe(3.5m);
        (await hr.BalanceAsync(userId, type, new DateOnly(2026, 2, 1))).Balance.ShouldBe(-1.5m, "The rest was given later.");
        (await hr.ReadAsync($"/api/v1/audit?entityId={id}&action=leaves.adjustBalance")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem().Text("reason").ShouldBe("Counted twice");
    }

    [Theory]
    [InlineData("technician@acme.test", HttpStatusCode.NotFound, true, false)]
    [InlineData("staff@acme.test", HttpStatusCode.NotFound, false, false)]
    [InlineData("manager@acme.test", HttpStatusCode.OK, true, true)]
    [InlineData("hr@acme.test", HttpStatusCode.OK, true, true)]
    [InlineData("employee@acme.test", HttpStatusCode.OK, true, true)]
    [InlineData("superadmin@acme.test", HttpStatusCode.OK, true, true)]
    [InlineData("hr@globex.test", HttpStatusCode.NotFound, false, false)]
    public async Task Calendar_OfApprovedLeave_TellsColleaguesNeitherTypeNorReason(string email, HttpStatusCode balances, bool isSeen, bool isTypeTold)
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var eman = await host.AsAsync("employee@acme.test");
        using var caller = await host.AsAsync(email);
        if (email.Is("staff@acme.test"))
        {
            // Somebody of another team sees as little as somebody of none.
            var other = (await hr.SendAsync("/api/v1/teams", new { name = "Zenith" }, HttpStatusCode.Created)).Id();
            using var moved = await hr.PatchAsJsonAsync($"/api/v1/employees/{await host.UserIdAsync(email)}", new { teamId = other });
            await moved.ReadAsync();
        }

        var (userId, monday) = (await host.UserIdAsync("employee@acme.test"), LeaveSteps.NewMonday());
        var type = await hr.GrantNewTypeAsync(userId, 10);
        var approved = await eman.AskedAsync(type, monday, monday.AddDays(2));
        await hr.MoveAsync(approved, "approve");
        await eman.AskedAsync(type, monday.AddDays(3));

        var calendar = await caller.ReadAsync($"/api/v1/leaves/calendar?from={monday.AddDays(2).Iso()}&to={monday.AddDays(3).Iso()}");

        var seen = calendar.GetProperty("items").EnumerateArray().Where(i => i.Id("userId") == userId).ToList();
        seen.Count.ShouldBe(isSeen ? 1 : 0, "Only what is approved is in it.");
        if (isSeen)
        {
            (seen[0].Id(), seen[0].Text("from"), seen[0].GetProperty("leaveTypeName").GetString() is not null, seen[0].GetProperty("leaveTypeId").ValueKind is System.Text.Json.JsonValueKind.String)
                .ShouldBe((approved.Id(), monday.Iso(), isTypeTold, isTypeTold));
            seen[0].TryGetProperty("reason", out _).ShouldBeFalse();
        }

        await caller.ReadAsync($"/api/v1/leaves/balances?userId={userId}", balances);
        var entries = await caller.ReadAsync($"/api/v1/leaves/entries?userId={userId}&leaveTypeId={type}");
        (entries.GetProperty("items").GetArrayLength() > 0).ShouldBe(balances == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Requests_WithFiltersAndPages_AreAllAndOnlyThose()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var omar = await host.AsAsync("omar@acme.test");
        var userId = await host.UserIdAsync("omar@acme.test");
        var type = await hr.GrantNewTypeAsync(userId, 10);
        var mondays = Enumerable.Range(0, 3).Select(_ => LeaveSteps.NewMonday()).ToList();
        var asked = new List<Guid>();
        foreach (var monday in mondays)
        {
            asked.Add((await omar.AskedAsync(type, monday)).Id());
        }

        await hr.SendAsync($"{LeaveSteps.Requests}/{asked[1]}/approve", new { });

        var first = await hr.ReadAsync($"{LeaveSteps.Requests}?leaveTypeId={type}&limit=2");
        var second = await hr.ReadAsync($"{LeaveSteps.Requests}?leaveTypeId={type}&limit=2&cursor={first.Text("nextCursor")}");
        Ids(first).Concat(Ids(second)).ShouldBe(Enumerable.Reverse(asked));
        second.GetProperty("nextCursor").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        Ids(await hr.ReadAsync($"{LeaveSteps.Requests}?leaveTypeId={type}&status=pending&userId={userId}")).ShouldBe([asked[2], asked[0]]);
        Ids(await hr.ReadAsync($"{LeaveSteps.Requests}?leaveTypeId={type}&from={mondays[1].Iso()}&to={mondays[1].Iso()}")).ShouldBe([asked[1]]);
        var team = (await hr.ReadAsync("/api/v1/teams")).GetProperty("items")[0].Id();
        Ids(await hr.ReadAsync($"{LeaveSteps.Requests}?leaveTypeId={type}&teamId={team}")).Count().ShouldBe(3);
        Ids(await hr.ReadAsync($"{LeaveSteps.Requests}?leaveTypeId={type}&teamId={type}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task R16_Export_OfAPeriod_AddsUpAndComputesNothing()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var omar = await host.AsAsync("omar@acme.test");
        using var manager = await host.AsAsync("manager@acme.test");
        var (omarId, hrColleague) = (await host.UserIdAsync("omar@acme.test"), await host.UserIdAsync("staff@acme.test"));
        var name = "=" + LeaveSteps.NewName("Formula");
        var type = (await hr.SendAsync(LeaveSteps.Types, new { name, unit = "halfDay" }, HttpStatusCode.Created)).Id();
        await hr.SendAsync(LeaveSteps.Adjustments, new { userId = omarId, leaveTypeId = type, amount = 7, reason = "Opening", date = "2029-12-01" }, HttpStatusCode.Created);
        await hr.SendAsync(LeaveSteps.Adjustments, new { userId = hrColleague, leaveTypeId = type, amount = 4.5, reason = "Opening", date = "2030-01-02" }, HttpStatusCode.Created);
        var monday = LeaveSteps.NewMonday();
        var request = await omar.AskedAsync(type, monday, monday.AddDays(1));
        await hr.MoveAsync(request, "approve");

        var all = await CsvAsync(hr, $"from=2030-01-01&to={monday.Iso()}&leaveTypeId={type}");
        var reports = await CsvAsync(manager, $"from=2030-01-01&to=2099-12-31&leaveTypeId={type}");

        all.ShouldBe(
            [
                "employeeCode,name,leaveType,unit,isPaid,from,to,openingBalance,earned,taken,adjusted,forfeitedOrExpired,closingBalance",
                $"omar,Omar Rashid,\"'{name}\",days,true,2030-01-01,{monday.Iso()},7.00,0.00,-1.00,0.00,0.00,6.00",
                $"staff,Samir Farouk,\"'{name}\",days,true,2030-01-01,{monday.Iso()},0.00,0.00,0.00,4.50,0.00,4.50",
                $"total,,\"'{name}\",days,true,2030-01-01,{monday.Iso()},7.00,0.00,-1.00,4.50,0.00,10.50",
            ]);
        reports.Count.ShouldBe(3, "A manager's table holds their reports alone.");
        reports[1].ShouldEndWith(",7.00,0.00,-2.00,0.00,0.00,5.00");
        var period = $"from=2030-01-01&to={monday.Iso()}&leaveTypeId={type}";
        (await CsvAsync(hr, $"{period}&userId={omarId}")).ShouldBe([all[0], all[1], $"total,,\"'{name}\",days,true,2030-01-01,{monday.Iso()},7.00,0.00,-1.00,0.00,0.00,6.00"]);
        (await CsvAsync(manager, $"{period}&userId={hrColleague}")).Count.ShouldBe(2, "Nobody exports whom they do not see.");
        (await CsvAsync(hr, $"{period}&teamId={await host.TeamOfAsync()}")).Count.ShouldBe(2);
        var team = await host.SqlAsync("SELECT team_id FROM employees WHERE id = $1", omarId);
        var theirs = await host.TeamOfAsync(omarId);
        (await CsvAsync(hr, $"{period}&teamId={theirs}")).Skip(1).SkipLast(1).ShouldBe([all[1]]);
        await host.SqlAsync("UPDATE employees SET team_id = $2 WHERE id = $1", omarId, team ?? DBNull.Value);
        await hr.ReadAsync("/api/v1/exports/leave?from=2030-01-01", HttpStatusCode.BadRequest);
        using var eman = await host.AsAsync("employee@acme.test");
        await eman.ReadAsync("/api/v1/exports/leave?from=2030-01-01&to=2030-01-31", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Feed_ByItsSecretLink_ShowsApprovedLeaveUntilItIsRevoked()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var eman = await host.AsAsync("employee@acme.test");
        using var anybody = host.Anonymous();
        var (userId, monday) = (await host.UserIdAsync("employee@acme.test"), NextMonday());
        var type = (await hr.SendAsync(LeaveSteps.Types, new { name = $"{LeaveSteps.NewName("Rest; sun")}, and a name so long that its line must be folded because of إجازة" }, HttpStatusCode.Created)).Id();
        await hr.GrantAsync(userId, type, 5);
        var request = await eman.AskedAsync(type, monday, monday.AddDays(1));
        await hr.MoveAsync(request, "approve");
        await eman.ReadAsync("/api/v1/leaves/feed", HttpStatusCode.NotFound);
        var colleagues = await ColleaguesAsync(hr);

        var link = new Uri((await eman.SendAsync("/api/v1/leaves/feed", new { scope = "own" }, HttpStatusCode.Created)).Text("url"));
        using var answer = await anybody.GetAsync(new Uri(link.PathAndQuery, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();

        (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "text/calendar"));
        text.Split("\r\n").ShouldAllBe(line => System.Text.Encoding.UTF8.GetByteCount(line) <= 75);
        var unfolded = text.Replace("\r\n ", string.Empty, StringComparison.Ordinal).Split("\r\n");
        unfolded.ShouldContain($"UID:{request.Id()}@satcom", StringComparer.Ordinal);
        text.ShouldNotContain(colleagues.Id().ToString());
        unfolded.ShouldContain($"DTSTART;VALUE=DATE:{monday.Iso().Replace("-", string.Empty, StringComparison.Ordinal)}", StringComparer.Ordinal);
        unfolded.ShouldContain($"DTEND;VALUE=DATE:{monday.AddDays(2).Iso().Replace("-", string.Empty, StringComparison.Ordinal)}", StringComparer.Ordinal);
        unfolded.ShouldContain(line => line.StartsWith("SUMMARY:Eman Yousef: Rest\\; sun", StringComparison.Ordinal) && line.EndsWith("\\, and a name so long that its line must be folded because of إجازة", StringComparison.Ordinal));
        (await host.SqlAsync("SELECT octet_length(token_hash) FROM leave_feeds WHERE id = $1", userId)).ShouldBe(32, "Only a hash is kept.");

        // Made anew, the old link is dead; revoked, both are. A wrong one says no more than a dead one.
        var renewed = new Uri((await eman.SendAsync("/api/v1/leaves/feed", new { scope = "calendar" }, HttpStatusCode.Created)).Text("url"));
        (await FeedAsync(anybody, link)).ShouldBe(HttpStatusCode.NotFound);
        (await eman.ReadAsync("/api/v1/leaves/feed")).Text("scope").ShouldBe("calendar");
        await DeleteAsync(eman, "/api/v1/leaves/feed", HttpStatusCode.NoContent);
        (await FeedAsync(anybody, renewed)).ShouldBe(HttpStatusCode.NotFound);
        (await FeedAsync(anybody, new Uri(link, "/calendars/leave/nothing.ics"))).ShouldBe(HttpStatusCode.NotFound);
        (await eman.ReadAsync("/api/v1/leaves/feed", HttpStatusCode.NotFound)).Text("code").ShouldBe("not_found");
    }

    [Fact]
    public async Task Feed_OfTheCalendar_ShowsColleaguesLeaveWithoutItsType()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var eman = await host.AsAsync("employee@acme.test");
        using var anybody = host.Anonymous();
        var colleagues = await ColleaguesAsync(hr);
        var link = new Uri((await eman.SendAsync("/api/v1/leaves/feed", new { scope = "calendar" }, HttpStatusCode.Created)).Text("url"));
        using var answer = await anybody.GetAsync(new Uri(link.PathAndQuery, UriKind.Relative));
        await DeleteAsync(eman, "/api/v1/leaves/feed", HttpStatusCode.NoContent);

        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldContain(colleagues.Id().ToString());
        text.ShouldNotContain("business");
    }

    [Fact]
    public async Task Hub_WhenARequestMoves_TellsItsPersonAndTheirManagers()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var userId = await host.UserIdAsync("nadia@acme.test");
        using var nadia = await host.AsAsync("nadia@acme.test");
        var type = await hr.GrantNewTypeAsync(userId, 5);
        await using var lead = await HubClient.ConnectAsync(host.BaseAddress, (await host.LoginAsync("lead@acme.test")).Text("accessToken"));

        var request = await nadia.AskedAsync(type, LeaveSteps.NewMonday());

        var told = await lead.WaitForAsync("leaveChanged");
        (told.Id("requestId"), told.Id("userId"), told.Text("status")).ShouldBe((request.Id(), userId, "pending"));
    }

    /// <summary>Approved leave of somebody in the team of employee@acme.test, of a type that is nobody's business.</summary>
    private async Task<System.Text.Json.JsonElement> ColleaguesAsync(HttpClient hr)
    {
        using var tariq = await host.AsAsync("technician@acme.test");
        var type = (await hr.SendAsync(LeaveSteps.Types, new { name = LeaveSteps.NewName("Nobody's business"), hasBalance = false }, HttpStatusCode.Created)).Id();
        return await hr.MoveAsync(await tariq.AskedAsync(type, NextMonday().AddDays(7 * Interlocked.Increment(ref _weeks))), "approve");
    }

    /// <summary>Near enough for a feed, and far from what other tests use.</summary>
    private static DateOnly NextMonday()
    {
        var soon = DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().UtcDateTime).AddDays(14);
        return soon.AddDays((8 - (int)soon.DayOfWeek) % 7);
    }

    private static IEnumerable<Guid> Ids(System.Text.Json.JsonElement page) => page.GetProperty("items").EnumerateArray().Select(i => i.Id());

    private static async Task<HttpStatusCode> FeedAsync(HttpClient client, Uri link)
    {
        using var answer = await client.GetAsync(new Uri(link.PathAndQuery, UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<IReadOnlyList<string>> CsvAsync(HttpClient client, string query)
    {
        using var answer = await client.GetAsync(new Uri($"/api/v1/exports/leave?{query}", UriKind.Relative));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        return (await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<System.Text.Json.JsonElement> PutAsync(HttpClient client, string path, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await client.PutAsJsonAsync(path, body);
        return await answer.ReadAsync(expected);
    }

    /// <summary>Deletes, and gives the code of the refusal if there is one.</summary>
    private static async Task<string?> DeleteAsync(HttpClient client, string path, HttpStatusCode expected)
    {
        using var answer = await client.DeleteAsync(new Uri(path, UriKind.Relative));
        var body = await answer.ReadAsync(expected);
        return expected == HttpStatusCode.NoContent ? null : body.Text("code");
    }
}
