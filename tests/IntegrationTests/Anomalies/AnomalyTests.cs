using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Satcom.Domain.Anomalies;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Anomalies;

/// <summary>Anomalies over HTTP: lists, steps, and who may.</summary>
public sealed class AnomalyTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Anomalies = "/api/v1/anomalies";

    private static int _subjects;

    [Fact]
    public async Task Steps_InTheirOrder_LeadToTheEndAndBack()
    {
        var id = await RaiseAsync("acme", "employee@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        var admin = await host.UserIdAsync("superadmin@acme.test");

        (await hr.SendAsync($"{Anomalies}/{id}/acknowledge", new { note = "Seen." })).Text("status").ShouldBe("acknowledged");
        await hr.PostProblemAsync($"{Anomalies}/{id}/acknowledge", new { }, HttpStatusCode.Conflict, "anomaly_state_forbids");
        (await hr.SendAsync($"{Anomalies}/{id}/assign", new { assigneeId = admin, note = "Yours." })).Id("assigneeId").ShouldBe(admin);
        (await hr.SendAsync($"{Anomalies}/{id}/resolve", new { resolution = "falsePositive" })).Text("resolution").ShouldBe("falsePositive");
        await hr.PostProblemAsync($"{Anomalies}/{id}/assign", new { assigneeId = admin }, HttpStatusCode.Conflict, "anomaly_state_forbids");
        await hr.PostProblemAsync($"{Anomalies}/{id}/resolve", new { }, HttpStatusCode.Conflict, "anomaly_state_forbids");
        var reopened = await hr.SendAsync($"{Anomalies}/{id}/reopen", new { note = "Not so fast." });

        (reopened.Text("status"), reopened.GetProperty("resolution").ValueKind).ShouldBe(("open", JsonValueKind.Null));
        await hr.PostProblemAsync($"{Anomalies}/{id}/reopen", new { }, HttpStatusCode.Conflict, "anomaly_state_forbids");
        var read = await hr.ReadAsync($"{Anomalies}/{id}");
        read.GetProperty("history").EnumerateArray().Select(s => s.Text("action")).ShouldBe(["acknowledged", "assigned", "resolved", "reopened"]);
        read.GetProperty("version").GetUInt32().ShouldBe(reopened.GetProperty("version").GetUInt32());
    }

    [Fact]
    public async Task Assignment_IsToldInTheHistory_AndIsTakenBack()
    {
        const string admin = "superadmin@acme.test";
        var id = await RaiseAsync("acme", "employee@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        using var other = await host.AsAsync(admin);
        var (adminId, before) = (await host.UserIdAsync(admin), await MineAsync());
        (await IdsAsync(hr, "?unassigned=true&limit=200")).ShouldContain(id);
        (await IdsAsync(hr, "?unassigned=false&limit=200")).ShouldNotContain(id);

        var given = await hr.SendAsync($"{Anomalies}/{id}/assign", new { assigneeId = adminId, note = "Yours." });
        var again = await hr.SendAsync($"{Anomalies}/{id}/assign", new { assigneeId = adminId });
        again.GetProperty("version").GetUInt32().ShouldBe(given.GetProperty("version").GetUInt32());
        (await MineAsync()).ShouldBe(before + 1);
        (await IdsAsync(hr, "?unassigned=true&limit=200")).ShouldNotContain(id);

        // Whose account is deactivated settles nothing.
        var gone = await host.UserIdAsync("omar@acme.test");
        await host.SqlAsync("UPDATE users SET status = 'deactivated' WHERE id = $1", gone);
        await host.SqlAsync("UPDATE anomalies SET assignee_id = $1 WHERE id = $2", gone, id);
        (await IdsAsync(hr, "?unassigned=true&limit=200")).ShouldContain(id);
        await host.SqlAsync("UPDATE anomalies SET assignee_id = $1 WHERE id = $2", adminId, id);
        await host.SqlAsync("UPDATE users SET status = 'active' WHERE id = $1", gone);

        var taken = await hr.SendAsync($"{Anomalies}/{id}/assign", new { assigneeId = (Guid?)null, note = "Nobody's." });

        (taken.GetProperty("assigneeId").ValueKind, taken.GetProperty("assigneeDisplayName").ValueKind).ShouldBe((JsonValueKind.Null, JsonValueKind.Null));
        (await MineAsync()).ShouldBe(before);
        var history = (await hr.ReadAsync($"{Anomalies}/{id}")).GetProperty("history");
        history.GetRawText().ShouldBe(taken.GetProperty("history").GetRawText());
        history.EnumerateArray().Select(s => (s.Text("action"), s.GetProperty("assigneeId").ValueKind is JsonValueKind.Null ? null : (Guid?)s.Id("assigneeId"), s.GetProperty("assigneeDisplayName").ValueKind))
            .ShouldBe([("assigned", adminId, JsonValueKind.String), ("unassigned", null, JsonValueKind.Null)]);
        await hr.SendAsync($"{Anomalies}/{id}/resolve", new { });
        await hr.PostProblemAsync($"{Anomalies}/{id}/assign", new { assigneeId = (Guid?)null }, HttpStatusCode.Conflict, "anomaly_state_forbids");

        async Task<int> MineAsync() => (await other.ReadAsync($"{Anomalies}/counts")).GetProperty("assignedToMe").GetInt32();
    }

    [Fact]
    public async Task Database_NamesNoKind_ButTakesNoOtherForm()
    {
        await RaiseAsync("acme", "employee@acme.test");

        (await host.SqlAsync("SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND pg_get_constraintdef(oid) LIKE '%repeatedLateCheckIn%'")).ShouldBe(0L, "A new rule would need a migration.");
        (await Should.ThrowAsync<PostgresException>(() => host.SqlAsync("UPDATE anomalies SET kind = 'Not a kind'"))).ConstraintName.ShouldBe("ck_anomalies_kind");
    }

    [Theory]
    [InlineData("employee@acme.test")]
    [InlineData("manager@acme.test")]
    [InlineData("omar@acme.test")]
    [InlineData("hr@globex.test")]
    [InlineData(null)]
    public async Task Assign_ToSomebodyUnfit_IsRefused(string? email)
    {
        var id = await RaiseAsync("acme", "employee@acme.test");
        var assignee = email is null ? Guid.CreateVersion7(RealTime.Clock.GetUtcNow()) : await host.UserIdAsync(email);
        using var hr = await host.AsAsync("hr@acme.test");

        await hr.PostProblemAsync($"{Anomalies}/{id}/assign", new { assigneeId = assignee }, HttpStatusCode.UnprocessableEntity, "assignee_invalid");

        (await hr.ReadAsync($"{Anomalies}/{id}")).GetProperty("history").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Anomaly_AboutOneself_IsSettledBySomebodyElse()
    {
        var id = await RaiseAsync("acme", "hr@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        using var admin = await host.AsAsync("superadmin@acme.test");

        await hr.PostProblemAsync($"{Anomalies}/{id}/resolve", new { resolution = "falsePositive" }, HttpStatusCode.Forbidden, "anomaly_own");
        await admin.PostProblemAsync($"{Anomalies}/{id}/assign", new { assigneeId = await host.UserIdAsync("hr@acme.test") }, HttpStatusCode.Forbidden, "anomaly_own");
        (await admin.SendAsync($"{Anomalies}/{id}/resolve", new { resolution = "justified" })).Text("status").ShouldBe("resolved");
    }

    [Fact]
    public async Task Step_WithAnOldVersion_IsRefused()
    {
        var id = await RaiseAsync("acme", "employee@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        var version = (await hr.ReadAsync($"{Anomalies}/{id}")).GetProperty("version").GetUInt32();
        await hr.SendAsync($"{Anomalies}/{id}/acknowledge", new { });

        hr.DefaultRequestHeaders.Add("If-Match", $"\"{version}\"");
        await hr.PostProblemAsync($"{Anomalies}/{id}/resolve", new { }, HttpStatusCode.PreconditionFailed, "version_mismatch");
    }

    [Fact]
    public async Task Step_WithABodyOfAnySort_IsReadOrRefused()
    {
        var id = await RaiseAsync("acme", "employee@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        using var empty = await hr.PostAsync(new Uri($"{Anomalies}/{id}/acknowledge", UriKind.Relative), null);
        await empty.ReadAsync();

        var tooLong = await hr.PostProblemAsync($"{Anomalies}/{id}/resolve", new { note = new string('x', Anomaly.NoteMaxLength + 1) }, HttpStatusCode.BadRequest, "validation_failed");
        tooLong.GetProperty("errors").GetProperty("note")[0].Text("code").ShouldBe("too_long");
        await hr.PostProblemAsync($"{Anomalies}/{id}/resolve", new { resolution = "shrug" }, HttpStatusCode.BadRequest, "validation_failed");
        await hr.PostProblemAsync($"{Anomalies}/{id}/assign", new { }, HttpStatusCode.BadRequest, "validation_failed");
        await hr.PostProblemAsync($"{Anomalies}/{id}/assign", new { assigneeId = Guid.Empty }, HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task A9_Resolve_WhenTwoComeAtOnce_OneWins()
    {
        var id = await RaiseAsync("acme", "employee@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        using var admin = await host.AsAsync("superadmin@acme.test");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? hr : admin).PostAsJsonAsync($"{Anomalies}/{id}/resolve", new { note = "done" })));

        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(9);
        (await hr.ReadAsync($"{Anomalies}/{id}")).GetProperty("history").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task List_WithFilters_ShowsOnlyWhatTheyLetThrough()
    {
        var first = await RaiseAsync("acme", "technician@acme.test", AnomalySeverity.High);
        var second = await RaiseAsync("acme", "technician@acme.test");
        var third = await RaiseAsync("acme", "staff@acme.test");
        var technician = await host.UserIdAsync("technician@acme.test");
        var me = await host.UserIdAsync("hr@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        await hr.SendAsync($"{Anomalies}/{second}/assign", new { assigneeId = me });
        await hr.SendAsync($"{Anomalies}/{third}/acknowledge", new { });
        var date = (await hr.ReadAsync($"{Anomalies}/{first}")).Text("date");

        (await IdsAsync(hr, $"?userId={technician}")).ShouldBe([first, second], ignoreOrder: true);
        (await IdsAsync(hr, $"?userId={technician}&severity=high")).ShouldBe([first]);
        (await IdsAsync(hr, $"?assigneeId={me}")).ShouldBe([second]);
        (await IdsAsync(hr, $"?status=acknowledged&userId={await host.UserIdAsync("staff@acme.test")}")).ShouldBe([third]);
        (await IdsAsync(hr, $"?from={date}&to={date}")).ShouldBe([first]);
        (await IdsAsync(hr, $"?kind=overtimeSpike")).ShouldBeEmpty();

        // A week that reaches into the dates is among them.
        await host.SqlAsync("UPDATE anomalies SET subject_end = subject_date + 6 WHERE id = $1", first);
        var later = DateOnly.Parse(date!, System.Globalization.CultureInfo.InvariantCulture).AddDays(6);
        (await IdsAsync(hr, $"?userId={technician}&from={later.Iso()}")).ShouldContain(first);
        (await IdsAsync(hr, $"?userId={technician}&from={later.AddDays(1).Iso()}")).ShouldNotContain(first);

        var all = await IdsAsync(hr, "?kind=missingCheckOut&limit=200");
        var paged = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await hr.ReadAsync($"{Anomalies}?limit=1{(cursor is null ? string.Empty : $"&cursor={cursor}")}");
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(a => a.Id()));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        paged.ShouldBe(all);
        (await hr.ReadAsync($"{Anomalies}?cursor=x", HttpStatusCode.BadRequest)).Text("code").ShouldBe("cursor_invalid");
        (await hr.ReadAsync($"{Anomalies}?severity=dire", HttpStatusCode.BadRequest)).Text("code").ShouldBe("validation_failed");
    }

    [Theory]
    [InlineData("employee@acme.test", HttpStatusCode.Forbidden)]
    [InlineData("technician@acme.test", HttpStatusCode.Forbidden)]
    [InlineData("staff@acme.test", HttpStatusCode.Forbidden)]
    [InlineData("manager@acme.test", HttpStatusCode.Forbidden)]
    [InlineData("platform@satcom.test", HttpStatusCode.Forbidden)]
    [InlineData("hr@globex.test", HttpStatusCode.NotFound)]
    [InlineData("superadmin@globex.test", HttpStatusCode.NotFound)]
    public async Task A1_Anomaly_ForOthers_IsRefusedInEveryWay(string who, HttpStatusCode expected)
    {
        var id = await RaiseAsync("acme", "employee@acme.test");
        using var client = await host.AsAsync(who);

        await client.ReadAsync($"{Anomalies}/{id}", expected);
        foreach (var step in (string[])["acknowledge", "resolve", "reopen"])
        {
            await client.SendAsync($"{Anomalies}/{id}/{step}", new { }, expected);
        }

        await client.SendAsync($"{Anomalies}/{id}/assign", new { assigneeId = await host.UserIdAsync(who) }, expected);
        var list = await client.ReadAsync(Anomalies, expected == HttpStatusCode.NotFound ? HttpStatusCode.OK : expected);
        list.GetRawText().ShouldNotContain(id.ToString());
        (await host.SqlAsync("SELECT step_count FROM anomalies WHERE id = $1", id)).ShouldBe(0);
    }

    private static async Task<IReadOnlyList<Guid>> IdsAsync(HttpClient client, string query) =>
        [.. (await client.ReadAsync(Anomalies + query)).GetProperty("items").EnumerateArray().Select(a => a.Id())];

    private async Task<Guid> RaiseAsync(string tenant, string email, AnomalySeverity severity = AnomalySeverity.Medium)
    {
        var now = RealTime.Clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var person = await host.UserIdAsync(email);
        var date = new DateOnly(2025, 1, 1).AddDays(Interlocked.Increment(ref _subjects));
        await host.ChangeAsync(tenant, db =>
        {
            db.Anomalies.Add(new Anomaly(
                db.Tenants.Single(t => t.Slug == tenant).Id, id, new Finding(AnomalyKind.MissingCheckOut, severity, person, date, date, new Dictionary<string, string>(StringComparer.Ordinal)), now));
            return Task.CompletedTask;
        });
        return id;
    }
}
