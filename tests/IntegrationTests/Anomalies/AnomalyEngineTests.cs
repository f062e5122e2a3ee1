using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Satcom.Application.Anomalies;
using Satcom.Domain.Anomalies;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Anomalies;

/// <summary>Rules over real days: by events, on demand and by night, and how they are set.</summary>
public sealed class AnomalyEngineTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Anomalies = "/api/v1/anomalies";
    private const string Rules = "/api/v1/anomaly-rules";

    /// <summary>A Monday that is long over.</summary>
    private static readonly DateOnly Monday = new(2026, 2, 2);

    [Fact]
    public async Task Day_ThatIsEnteredOtherwise_RaisesChangesClearsAndRaisesAgain()
    {
        const string who = "employee@acme.test";
        using var hr = await host.AsAsync("hr@acme.test");

        await LunchAsync(hr, who, Monday, minutes: 120);
        var raised = await OneAsync(hr, who, Monday, a => a.Text("status") is "open");
        (raised.Text("kind"), raised.Text("date"), raised.Text("lastDate")).ShouldBe(("excessiveBreak", "2026-02-02", "2026-02-02"));
        (Fact(raised, "lunchSeconds"), Fact(raised, "longestSeconds"), Fact(raised, "singleLimitSeconds")).ShouldBe(("7200", "7200", "5400"));

        await LunchAsync(hr, who, Monday, minutes: 150);
        var changed = await OneAsync(hr, who, Monday, a => Fact(a, "lunchSeconds") is "9000");
        (changed.Id(), changed.Text("status"), changed.GetProperty("history").GetArrayLength()).ShouldBe((raised.Id(), "open", 0));

        await LunchAsync(hr, who, Monday, minutes: 30);
        var cleared = await OneAsync(hr, who, Monday, a => a.Text("status") is "resolved");
        cleared.Text("resolution").ShouldBe("corrected");
        var step = cleared.GetProperty("history").EnumerateArray().ShouldHaveSingleItem();
        (step.Text("action"), step.GetProperty("actorId").ValueKind, step.Text("note")).ShouldBe(("cleared", JsonValueKind.Null, "What raised it no longer holds."));

        await LunchAsync(hr, who, Monday, minutes: 120);
        var again = await OneAsync(hr, who, Monday, a => a.Text("status") is "open");
        (again.Id(), again.GetProperty("resolution").ValueKind).ShouldBe((raised.Id(), JsonValueKind.Null));
        again.GetProperty("history").EnumerateArray().Select(s => s.Text("action")).ShouldBe(["cleared", "raised"]);
    }

    [Fact]
    public async Task Anomaly_ThatAPersonHasResolved_StaysAsTheySaid()
    {
        const string who = "staff@acme.test";
        using var hr = await host.AsAsync("hr@acme.test");
        await LunchAsync(hr, who, Monday, minutes: 120);
        var raised = await OneAsync(hr, who, Monday, a => a.Text("status") is "open");
        await hr.SendAsync($"{Anomalies}/{raised.Id()}/resolve", new { resolution = "justified", note = "A feast." });

        foreach (var minutes in new[] { 30, 150 })
        {
            await LunchAsync(hr, who, Monday, minutes);
            await EvaluateAsync(hr, Monday, Monday, who);
        }

        var kept = await OneAsync(hr, who, Monday, _ => true);
        (kept.Text("status"), kept.Text("resolution"), Fact(kept, "lunchSeconds")).ShouldBe(("resolved", "justified", "7200"));
        kept.GetProperty("history").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Evaluate_DoneTwice_LeavesEveryRowByteForByte()
    {
        const string who = "technician@acme.test";
        using var hr = await host.AsAsync("hr@acme.test");
        await LunchAsync(hr, who, Monday, minutes: 120);
        await LunchAsync(hr, who, Monday.AddDays(1), minutes: 30);
        await OneAsync(hr, who, Monday, a => a.Text("status") is "open");
        await EvaluateAsync(hr, Monday.AddDays(-7), Monday.AddDays(20));
        var before = await host.SqlAsync("SELECT string_agg(a::text || a.xmin::text || (SELECT count(*) FROM anomaly_steps s WHERE s.anomaly_id = a.id), '|' ORDER BY id) FROM anomalies a WHERE subject_date BETWEEN $1 AND $2", Monday.AddDays(-7), Monday.AddDays(20));

        var second = await EvaluateAsync(hr, Monday.AddDays(-7), Monday.AddDays(20));

        (second.GetProperty("raised").GetInt32(), second.GetProperty("changed").GetInt32(), second.GetProperty("cleared").GetInt32()).ShouldBe((0, 0, 0));
        second.GetProperty("done").GetInt32().ShouldBe(second.GetProperty("people").GetInt32());
        (await host.SqlAsync("SELECT string_agg(a::text || a.xmin::text || (SELECT count(*) FROM anomaly_steps s WHERE s.anomaly_id = a.id), '|' ORDER BY id) FROM anomalies a WHERE subject_date BETWEEN $1 AND $2", Monday.AddDays(-7), Monday.AddDays(20))).ShouldBe(before);
    }

    [Fact]
    public async Task Evaluate_AskedForTwiceWithOneId_IsOneEvaluation()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var id = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());
        var body = new { id, from = Monday, to = Monday, userIds = new[] { await host.UserIdAsync("employee@acme.test") } };
        await hr.SendAsync($"{Anomalies}/evaluate", body, HttpStatusCode.Accepted);
        (await hr.SendAsync($"{Anomalies}/evaluate", body, HttpStatusCode.Accepted)).Id().ShouldBe(id);

        await hr.PostProblemAsync($"{Anomalies}/evaluate", body with { to = Monday.AddDays(1) }, HttpStatusCode.Conflict, "id_conflict");
        await hr.PostProblemAsync($"{Anomalies}/evaluate", new { from = Monday, to = Monday, userIds = new[] { await host.UserIdAsync("employee@globex.test") } }, HttpStatusCode.NotFound, "not_found");
        await hr.PostProblemAsync($"{Anomalies}/evaluate", new { from = Monday, to = Monday.AddDays(-1) }, HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task Night_BegunTwice_JudgesEverybodyOnce()
    {
        var ofTenant = "FROM anomaly_evaluations WHERE night IS NOT NULL AND tenant_id = (SELECT id FROM tenants WHERE slug = 'globex')";
        await Task.WhenAll(host.SendAsync("globex", new EvaluateNightCommand()), host.SendAsync("globex", new EvaluateNightCommand()));
        await host.SendAsync("globex", new EvaluateNightCommand());

        await HostWork.EventuallyAsync(() => host.SqlAsync($"SELECT count(*) {ofTenant} AND finished_at IS NOT NULL"), done => done is 1L);
        (await host.SqlAsync($"SELECT count(*) {ofTenant}")).ShouldBe(1L);
        (await host.SqlAsync($"SELECT people > 3 AND done = people {ofTenant}")).ShouldBe(true);
    }

    [Fact]
    public async Task Night_AfterOneOfANodeWhoseClockRanAhead_IsDoneAllTheSame()
    {
        const string ofTenant = "FROM anomaly_evaluations WHERE night < '2999-01-01' AND tenant_id = (SELECT id FROM tenants WHERE slug = 'platform')";
        await host.SqlAsync(
            """
            INSERT INTO anomaly_evaluations (tenant_id, id, from_date, to_date, user_ids, night, asked_at, finished_at, done_to, people, done, raised, changed, cleared, failed, tries, resumed)
            SELECT id, gen_random_uuid(), '2999-01-01', '2999-01-01', '{}', '2999-01-01', now(), now(), '00000000-0000-0000-0000-000000000000', 0, 0, 0, 0, 0, 0, 0, 0 FROM tenants WHERE slug = 'platform'
            """);

        await host.SendAsync("platform", new EvaluateNightCommand());

        (await host.SqlAsync($"SELECT count(*) {ofTenant}")).ShouldBe(1L);
    }

    [Fact]
    public async Task PutAnomalyRule_WithAThresholdAndScope_HoldsForWhatIsJudgedThen()
    {
        const string who = "omar@acme.test";
        using var hr = await host.AsAsync("superadmin@globex.test");
        using var acme = await host.AsAsync("hr@acme.test");
        var defaults = await hr.ReadAsync($"{Rules}/excessiveBreak");
        (defaults.GetProperty("enabled").GetBoolean(), defaults.Text("severity"), defaults.GetProperty("thresholds").GetProperty("singleLimitSeconds").GetInt32(), defaults.GetProperty("version").GetUInt32())
            .ShouldBe((true, "low", 5400, 0u));

        var set = await PutAsync(hr, "excessiveBreak", new { enabled = true, severity = "high", thresholds = new { singleLimitSeconds = 1800, allowanceSeconds = 3600 } });
        set.GetProperty("thresholds").GetProperty("singleLimitSeconds").GetInt32().ShouldBe(1800);
        (await hr.ReadAsync($"{Rules}/excessiveBreak")).GetRawText().ShouldBe(set.GetRawText());
        (await hr.ReadAsync(Rules)).GetProperty("items").GetArrayLength().ShouldBe(AnomalyRules.All.Count);

        // The company's alone: what is raised here is none there.
        await LunchAsync(hr, "employee@globex.test", Monday, minutes: 31);
        (await OneAsync(hr, "employee@globex.test", Monday, _ => true)).Text("severity").ShouldBe("high");
        await LunchAsync(acme, who, Monday, minutes: 31);
        await EvaluateAsync(acme, Monday, Monday, who);
        (await ListAsync(acme, who, Monday)).GetArrayLength().ShouldBe(0);

        // Switched off it judges nothing, and leaves what there is.
        await PutAsync(hr, "excessiveBreak", new { enabled = false, severity = "high" });
        await LunchAsync(hr, "employee@globex.test", Monday, minutes: 10);
        await EvaluateAsync(hr, Monday, Monday, "employee@globex.test");
        (await OneAsync(hr, "employee@globex.test", Monday, _ => true)).Text("status").ShouldBe("open");
    }

    [Fact]
    public async Task PutAnomalyRule_WithWhatIsNot_IsRefused()
    {
        using var hr = await host.AsAsync("hr@acme.test");

        await RefusedAsync(new { enabled = true, severity = "low", thresholds = new { minimumCount = 0 } }, HttpStatusCode.BadRequest, "validation_failed");
        await RefusedAsync(new { enabled = true, severity = "low", thresholds = new { graceSeconds = 1 } }, HttpStatusCode.BadRequest, "validation_failed");
        await RefusedAsync(new { enabled = true, severity = "low", thresholds = new { minimumCount = 4, windowWorkingDays = 3 } }, HttpStatusCode.BadRequest, "validation_failed");
        await RefusedAsync(new { enabled = true, severity = "low", scope = new { teamIds = Array.Empty<Guid>(), shiftIds = Array.Empty<Guid>(), roles = (string[])["platformAdmin"] } }, HttpStatusCode.BadRequest, "validation_failed");
        await RefusedAsync(new { enabled = true, severity = "low", scope = new { teamIds = (Guid[])[Guid.CreateVersion7(RealTime.Clock.GetUtcNow())], shiftIds = Array.Empty<Guid>(), roles = Array.Empty<string>() } }, HttpStatusCode.UnprocessableEntity, "anomaly_scope_unknown");
        var contradicted = await hr.PostProblemAsync($"{Rules}/repeatedLateCheckIn/preview", new { days = 10, thresholds = new { minimumCount = 20 } }, HttpStatusCode.BadRequest, "validation_failed");
        contradicted.GetProperty("errors").GetProperty("thresholds")[0].Text("code").ShouldBe("out_of_range");
        (await hr.ReadAsync($"{Rules}/repeatedLateCheckIn")).GetProperty("version").GetUInt32().ShouldBe(0u);

        hr.DefaultRequestHeaders.Add("If-Match", "\"7\"");
        await RefusedAsync(new { enabled = true, severity = "low" }, HttpStatusCode.PreconditionFailed, "version_mismatch");

        async Task RefusedAsync(object body, HttpStatusCode status, string code)
        {
            using var answer = await hr.PutAsJsonAsync($"{Rules}/repeatedLateCheckIn", body);
            await answer.ProblemAsync(status, code);
        }
    }

    [Fact]
    public async Task PreviewAnomalyRule_OfTooManyPeople_IsRefusedUnlessItIsOfSomeTeamsOrRoles()
    {
        const string who = "staff@globex.test";
        using var hr = await host.AsAsync("hr@globex.test");
        var userId = await host.UserIdAsync(who);
        await LunchAsync(hr, who, DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().UtcDateTime).AddDays(-5), minutes: 120);
        var team = (await hr.SendAsync("/api/v1/teams", new { name = "The one" }, HttpStatusCode.Created)).Id();
        var empty = (await hr.SendAsync("/api/v1/teams", new { name = "Nobody's" }, HttpStatusCode.Created)).Id();
        await host.SqlAsync("UPDATE employees SET team_id = $1, teams = '[]' WHERE id = $2", team, userId);
        await host.SqlAsync(Crowd.Of("employee@globex.test", people: 5_600));

        await hr.PostProblemAsync($"{Rules}/excessiveBreak/preview", new { days = 92 }, HttpStatusCode.UnprocessableEntity, "preview_too_large");
        (await UsersAsync(new { teamIds = Array.Empty<Guid>(), shiftIds = Array.Empty<Guid>(), roles = (string[])["staff"] })).ShouldBe([userId]);
        (await UsersAsync(new { teamIds = new[] { team, empty }, shiftIds = Array.Empty<Guid>(), roles = Array.Empty<string>() })).ShouldBe([userId]);
        (await UsersAsync(new { teamIds = new[] { empty }, shiftIds = Array.Empty<Guid>(), roles = Array.Empty<string>() })).ShouldBeEmpty();

        await host.SqlAsync("DELETE FROM employees e USING users u WHERE u.id = e.id AND u.email LIKE 'crowd%'");
        await host.SqlAsync("DELETE FROM users WHERE email LIKE 'crowd%'");

        async Task<List<Guid>> UsersAsync(object scope) =>
            [.. (await hr.SendAsync($"{Rules}/excessiveBreak/preview", new { days = 92, scope })).GetProperty("items").EnumerateArray().Select(i => i.Id("userId")).Distinct()];
    }

    [Fact]
    public async Task PreviewAnomalyRule_UnderALooserThreshold_TellsWhatItWouldRaiseAndWritesNothing()
    {
        const string who = "lead@acme.test";
        using var hr = await host.AsAsync("hr@acme.test");
        var day = DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().UtcDateTime).AddDays(-5);
        await LunchAsync(hr, who, day, minutes: 40);
        await EvaluateAsync(hr, day, day, who);
        var userId = await host.UserIdAsync(who);
        var kept = await CountAsync();

        var unchanged = await hr.SendAsync($"{Rules}/excessiveBreak/preview", new { days = 10 });
        var looser = await hr.SendAsync($"{Rules}/excessiveBreak/preview", new { days = 10, thresholds = new { singleLimitSeconds = 2399 } });
        var shorter = await hr.SendAsync($"{Rules}/excessiveBreak/preview", new { days = 3, thresholds = new { singleLimitSeconds = 2399 } });

        Of(unchanged).ShouldBe(0);
        Of(looser).ShouldBe(1);
        Of(shorter).ShouldBe(0);
        looser.GetProperty("count").GetInt32().ShouldBeGreaterThanOrEqualTo(1);
        looser.GetProperty("items").EnumerateArray().Single(i => i.Id("userId") == userId).GetProperty("facts").Text("singleLimitSeconds").ShouldBe("2399");
        (await CountAsync()).ShouldBe(kept);
        await hr.PostProblemAsync($"{Rules}/excessiveBreak/preview", new { days = 93 }, HttpStatusCode.BadRequest, "validation_failed");

        int Of(JsonElement preview) => preview.GetProperty("items").EnumerateArray().Count(i => i.Id("userId") == userId);

        Task<object?> CountAsync() => host.SqlAsync("SELECT count(*) FROM anomalies WHERE employee_id = $1", userId);
    }

    [Fact]
    public async Task CountAnomalies_AfterOneIsAssignedAndAcknowledged_FollowsIt()
    {
        const string who = "manager@acme.test";
        using var hr = await host.AsAsync("superadmin@acme.test");
        await LunchAsync(hr, who, Monday, minutes: 120);
        var raised = await OneAsync(hr, who, Monday, a => a.Text("status") is "open");
        var before = await hr.ReadAsync($"{Anomalies}/counts");

        await hr.SendAsync($"{Anomalies}/{raised.Id()}/assign", new { assigneeId = await host.UserIdAsync("superadmin@acme.test") });
        await hr.SendAsync($"{Anomalies}/{raised.Id()}/acknowledge", new { });

        var after = await hr.ReadAsync($"{Anomalies}/counts");
        (after.GetProperty("assignedToMe").GetInt32() - before.GetProperty("assignedToMe").GetInt32()).ShouldBe(1);
        after.GetProperty("acknowledged").GetInt32().ShouldBeGreaterThanOrEqualTo(1);
        before.GetProperty("open").GetInt32().ShouldBeGreaterThanOrEqualTo(1);
    }

    private static string? Fact(JsonElement anomaly, string name) => anomaly.GetProperty("facts").GetProperty(name).GetString();

    private static async Task<JsonElement> PutAsync(HttpClient client, string kind, object body)
    {
        using var answer = await client.PutAsJsonAsync($"{Rules}/{kind}", body);
        return await answer.ReadAsync();
    }

    /// <summary>Says that somebody worked from eight to five on a date, with a lunch from noon on.</summary>
    private async Task LunchAsync(HttpClient hr, string who, DateOnly date, int minutes)
    {
        DateTimeOffset At(int hour) => new(date, new TimeOnly(hour, 0), TimeSpan.Zero);
        await hr.SendAsync("/api/v1/attendance/days/override", new
        {
            userId = await host.UserIdAsync(who),
            date,
            reason = "As they told.",
            events = new object[]
            {
                new { kind = "checkIn", at = At(5), workMode = "office" },
                new { kind = "breakStart", at = At(9), breakType = "lunch" },
                new { kind = "breakEnd", at = At(9).AddMinutes(minutes) },
                new { kind = "checkOut", at = At(14) },
            },
        });
    }

    private async Task<JsonElement> ListAsync(HttpClient hr, string who, DateOnly date) =>
        (await hr.ReadAsync($"{Anomalies}?userId={await host.UserIdAsync(who)}&from={date:yyyy-MM-dd}&to={date:yyyy-MM-dd}&kind=excessiveBreak")).GetProperty("items");

    private async Task<JsonElement> OneAsync(HttpClient hr, string who, DateOnly date, Func<JsonElement, bool> isRight) =>
        (await HostWork.EventuallyAsync(() => ListAsync(hr, who, date), items => items.GetArrayLength() == 1 && isRight(items[0])))[0];

    private async Task<JsonElement> EvaluateAsync(HttpClient hr, DateOnly from, DateOnly to, string? who = null)
    {
        var asked = await hr.SendAsync($"{Anomalies}/evaluate", new { from, to, userIds = who is null ? null : new[] { await host.UserIdAsync(who) } }, HttpStatusCode.Accepted);
        return await HostWork.EventuallyAsync(() => hr.ReadAsync($"{Anomalies}/evaluations/{asked.Id()}"), e => e.Text("state") is "completed");
    }
}
