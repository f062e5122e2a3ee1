using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;
using static Satcom.IntegrationTests.Shifts.ShiftSteps;

namespace Satcom.IntegrationTests.People;

/// <summary>What holds for employees by date: at once, or on the day.</summary>
public sealed class OrganisationTests(SteppedHost stepped) : IClassFixture<SteppedHost>
{
    private const string Teams = "/api/v1/teams";
    private const string Offices = "/api/v1/offices";

    private readonly SatcomHost _host = stepped.Host;

    [Fact]
    public async Task Employee_MovedFromADateAhead_MovesOnThatDateAndNotBefore()
    {
        var (hr, lead, manager) = (await stepped.SignInAsync("hr@acme.test"), await stepped.SignInAsync("lead@acme.test"), await _host.UserIdAsync("manager@acme.test"));
        var leadId = await _host.UserIdAsync("lead@acme.test");
        var person = (await _host.HireAsync(hr, managerId: manager)).Id();
        var team = (await hr.SendAsync(Teams, new { name = Name("Night") }, HttpStatusCode.Created)).Id();
        var today = Today();
        var before = await hr.ReadAsync($"{Employees}/{person}");

        var planned = await ChangeAsync(hr, person, new { effectiveFrom = today.AddDays(2).Iso(), managerId = leadId, teamId = team, timeZone = "Asia/Muscat" }, version: before.Version());

        (planned.Id("managerId"), planned.GetProperty("teamId").ValueKind, planned.Text("movesOn")).ShouldBe((manager, JsonValueKind.Null, today.AddDays(2).Iso()));
        planned.Version().ShouldNotBe(before.Version());
        await lead.ReadAsync($"{Employees}/{person}", HttpStatusCode.NotFound);

        // The day before, nothing is due; a job that ran late or twice does no harm.
        stepped.Clock.Advance(TimeSpan.FromDays(1));
        (await FollowAsync()).ShouldBe(0);
        stepped.Clock.Advance(TimeSpan.FromDays(1));
        (await FollowAsync()).ShouldBe(1);
        (await FollowAsync()).ShouldBe(0);

        using var hrAfter = await stepped.SignInAsync("hr@acme.test");
        using var leadAfter = await stepped.SignInAsync("lead@acme.test");
        var after = await leadAfter.ReadAsync($"{Employees}/{person}");
        (after.Id("managerId"), after.Text("managerName"), after.Id("teamId"), after.Text("timeZone"), after.GetProperty("movesOn").ValueKind)
            .ShouldBe((leadId, "Layla Aziz", team, "Asia/Muscat", JsonValueKind.Null));
        after.Version().ShouldNotBe(planned.Version());
        var history = await leadAfter.ReadAsync($"{Employees}/{person}/history");
        history.GetProperty("managers").EnumerateArray().Select(m => (m.GetProperty("from").GetString(), m.Id())).ShouldBe([(null, manager), (today.AddDays(2).Iso(), leadId)]);
        history.GetProperty("timeZones").EnumerateArray().Select(z => z.Text("timeZone")).ShouldBe(["Asia/Dubai", "Asia/Muscat"]);
        var audit = (await hrAfter.ReadAsync($"/api/v1/audit?entityId={person}&action=people.followMoves&entityType=employee")).Items().ShouldHaveSingleItem();
        (audit.GetProperty("before").Id("managerId"), audit.GetProperty("after").Id("managerId")).ShouldBe((manager, leadId));

        // The past stays: its days are planned by the zone of then.
        (await leadAfter.ScheduleAsync(person, today.AddDays(1).Iso(), today.AddDays(2).Iso())).Select(d => d.Text("timeZone")).ShouldBe(["Asia/Dubai", "Asia/Muscat"]);
        hr.Dispose();
        lead.Dispose();
    }

    [Fact]
    public async Task Employee_ChangedFromToday_IsFeltAtOnce_AndNeverInThePast()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        using var lead = await stepped.SignInAsync("lead@acme.test");
        var person = (await _host.HireAsync(hr)).Id();
        await lead.ReadAsync($"{Employees}/{person}", HttpStatusCode.NotFound);

        var changed = await ChangeAsync(hr, person, new { managerId = await _host.UserIdAsync("lead@acme.test"), weeklyRestDays = (string[])["monday"], target = new { weeklySeconds = 36_000 } });

        (changed.Text("managerName"), changed.GetProperty("weeklyRestDays")[0].GetString(), changed.GetProperty("target").GetProperty("weeklySeconds").GetInt32()).ShouldBe(("Layla Aziz", "monday", 36_000));
        (await lead.ReadAsync($"{Employees}/{person}")).GetRawText().ShouldBe(changed.GetRawText());
        (await ChangeAsync(hr, person, new { weeklyRestDays = (string[])["monday"] })).Version().ShouldBe(changed.Version());
        (await ChangeAsync(hr, person, new { weeklyRestDays = (string[]?)null })).GetProperty("weeklyRestDays").ValueKind.ShouldBe(JsonValueKind.Null);
        await RefuseAsync(hr, person, new { effectiveFrom = Today().AddDays(-1).Iso(), teamId = (Guid?)null }, HttpStatusCode.UnprocessableEntity, "effective_in_past");
        await RefuseAsync(hr, person, new { managerId = changed.Id(), effectiveFrom = Today().AddDays(5).Iso() }, HttpStatusCode.Conflict, "manager_cycle");
        foreach (var (body, code) in new (object, string)[]
        {
            (new { managerId = Unknown() }, "manager_unknown"), (new { teamId = Unknown() }, "team_unknown"), (new { holidayCalendarId = Unknown() }, "holiday_calendar_unknown"),
            (new { officeIds = new[] { Unknown() } }, "office_unknown"),
        })
        {
            await RefuseAsync(hr, person, body, HttpStatusCode.UnprocessableEntity, code);
        }

        using var stale = await hr.PatchAsync($"{Employees}/{person}", new { timeZone = "Africa/Cairo" }, changed.Version());
        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        using var byManager = await lead.PatchAsync($"{Employees}/{person}", new { timeZone = "Africa/Cairo" });
        await byManager.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await RefuseAsync(hr, await _host.UserIdAsync("superadmin@acme.test"), new { timeZone = "Africa/Cairo" }, HttpStatusCode.Forbidden, "person_holds_more");
    }

    [Fact]
    public async Task A9_PlannedMoves_ThatCloseTheLineOnlyTogether_LeaveOne()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        using var admin = await stepped.SignInAsync("superadmin@acme.test");
        var day = Today().AddDays(30).Iso();
        for (var round = 0; round < 3; round++)
        {
            var (left, right) = ((await _host.HireAsync(hr)).Id(), (await _host.HireAsync(hr)).Id());

            var one = hr.PatchAsync($"{Employees}/{left}", new { managerId = right, effectiveFrom = day });
            var other = admin.PatchAsync($"{Employees}/{right}", new { managerId = left, effectiveFrom = round == 2 ? null : day });
            using var first = await one;
            using var second = await other;

            new[] { first.StatusCode, second.StatusCode }.Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict]);
            await (first.IsSuccessStatusCode ? second : first).ProblemAsync(HttpStatusCode.Conflict, "manager_cycle");
        }
    }

    [Fact]
    public async Task PlannedMoves_ThatTurnALineRound_AllTakeEffect()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        var top = (await _host.HireAsync(hr, "Top")).Id();
        var middle = (await _host.HireAsync(hr, "Middle", managerId: top)).Id();
        var below = (await _host.HireAsync(hr, "Below", managerId: middle)).Id();
        var day = Today().AddDays(1).Iso();
        await ChangeAsync(hr, below, new { managerId = (Guid?)null, effectiveFrom = day });
        await ChangeAsync(hr, middle, new { managerId = below, effectiveFrom = day });
        await ChangeAsync(hr, top, new { managerId = middle, effectiveFrom = day });

        stepped.Clock.Advance(TimeSpan.FromDays(1));

        await new MovesJob(_host.Services.GetRequiredService<EachTenant>()).RunAsync(new JobProgress("test"), CancellationToken.None);
        (await FollowAsync()).ShouldBe(0);
        using var later = await stepped.SignInAsync("hr@acme.test");
        (await later.ReadAsync($"{Employees}/{top}")).Id("managerId").ShouldBe(middle);
        (await later.ReadAsync($"{Employees}/{middle}")).Id("managerId").ShouldBe(below);
        (await later.ReadAsync($"{Employees}/{below}")).GetProperty("managerId").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Team_WithSomebodyInItOrToJoinIt_Stays()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        var name = Name("Short-lived");
        var team = await hr.SendAsync(Teams, new { name }, HttpStatusCode.Created);
        var path = $"{Teams}/{team.Id()}";
        var person = (await _host.HireAsync(hr)).Id();
        await ChangeAsync(hr, person, new { teamId = team.Id() });
        using var inUse = await hr.DeleteAsync(new Uri(path, UriKind.Relative));
        await inUse.ProblemAsync(HttpStatusCode.Conflict, "team_in_use");
        await ChangeAsync(hr, person, new { teamId = (Guid?)null });
        await ChangeAsync(hr, person, new { teamId = team.Id(), effectiveFrom = Today().AddDays(3).Iso() });
        using var planned = await hr.DeleteAsync(new Uri(path, UriKind.Relative));
        await planned.ProblemAsync(HttpStatusCode.Conflict, "team_in_use");
        await ChangeAsync(hr, person, new { teamId = (Guid?)null });

        using var renamed = await hr.PatchAsync(path, new { name = $"{name} and long" }, team.Version());
        var version = (await renamed.ReadAsync()).Version();
        using var stale = await hr.DeleteAsync(path, team.Version());
        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        using var deleted = await hr.DeleteAsync(path, version);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await hr.ReadAsync(path)).GetProperty("isArchived").GetBoolean().ShouldBeTrue();
        (await hr.ReadAsync($"{Teams}?limit=200")).Items().ShouldNotContain(t => t.Id() == team.Id());
        (await hr.ReadAsync($"{Teams}?archived=true&limit=200")).Items().ShouldContain(t => t.Id() == team.Id());
        await RefuseAsync(hr, person, new { teamId = team.Id() }, HttpStatusCode.UnprocessableEntity, "team_unknown");
        await hr.RefuseChangeAsync(person, new { employee = new { teamId = team.Id() } }, HttpStatusCode.UnprocessableEntity, "team_unknown");
        var again = await hr.SendAsync(Teams, new { name = $"{name} AND long" }, HttpStatusCode.Created);
        using var taken = await hr.PatchAsync($"{Teams}/{(await hr.SendAsync(Teams, new { name = Name("Other") }, HttpStatusCode.Created)).Id()}", new { name = again.Text("name").ToUpperInvariant() });
        await taken.ProblemAsync(HttpStatusCode.Conflict, "team_name_taken");
    }

    [Fact]
    public async Task Offices_ThroughTheirLife_AreWhereEmployeesWork()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        using var employee = await stepped.SignInAsync("employee@acme.test");
        var (id, name) = (Guid.CreateVersion7(RealTime.Clock.GetUtcNow()), Name("Marina"));
        var body = new { id, name, latitude = 25.08, longitude = 55.14, radiusMeters = 150, timeZone = "Asia/Dubai" };
        var marina = await hr.SendAsync(Offices, body, HttpStatusCode.Created);
        (await hr.SendAsync(Offices, body, HttpStatusCode.Created)).GetRawText().ShouldBe(marina.GetRawText());
        await hr.PostProblemAsync(Offices, new { id, name, latitude = 25.09, longitude = 55.14, radiusMeters = 150 }, HttpStatusCode.Conflict, "id_conflict");
        await hr.PostProblemAsync(Offices, new { name = name.ToUpperInvariant(), latitude = 25.09, longitude = 55.14, radiusMeters = 150 }, HttpStatusCode.Conflict, "name_taken");
        await hr.PostProblemAsync(Offices, new { name = "Nowhere", latitude = 91, longitude = 55.14, radiusMeters = 5 }, HttpStatusCode.BadRequest, "validation_failed");
        await employee.PostProblemAsync(Offices, body, HttpStatusCode.Forbidden, "forbidden");
        var harbour = (await hr.SendAsync(Offices, new { name = Name("Harbour"), latitude = 24.5, longitude = 54.4, radiusMeters = 80 }, HttpStatusCode.Created)).Id();

        var person = (await _host.HireAsync(hr)).Id();
        await ChangeAsync(hr, person, new { officeIds = new[] { harbour, id } });
        (await hr.ReadAsync($"{Employees}?officeId={id}")).Items().ShouldHaveSingleItem().GetProperty("officeIds").GetArrayLength().ShouldBe(2);
        await ChangeAsync(hr, person, new { officeIds = new[] { harbour }, effectiveFrom = Today().AddDays(1).Iso() });
        (await hr.ReadAsync($"{Employees}?officeId={id}")).Items().Count.ShouldBe(1);

        using var patched = await hr.PatchAsync($"{Offices}/{id}", new { radiusMeters = 200 }, marina.Version());
        (await patched.ReadAsync()).GetProperty("radiusMeters").GetInt32().ShouldBe(200);
        using var stale = await hr.DeleteAsync($"{Offices}/{id}", marina.Version());
        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        using var archived = await hr.DeleteAsync(new Uri($"{Offices}/{id}", UriKind.Relative));
        archived.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await employee.ReadAsync($"{Offices}/{id}")).GetProperty("isArchived").GetBoolean().ShouldBeTrue();
        (await employee.ReadAsync($"{Offices}?search={name}")).Items().ShouldBeEmpty();
        await RefuseAsync(hr, person, new { officeIds = new[] { id } }, HttpStatusCode.UnprocessableEntity, "office_unknown");

        stepped.Clock.Advance(TimeSpan.FromDays(1));
        await FollowAsync();
        using var later = await stepped.SignInAsync("hr@acme.test");
        (await later.ReadAsync($"{Employees}?officeId={id}")).Items().ShouldBeEmpty();
        (await later.ReadAsync($"{Employees}/{person}")).GetProperty("officeIds")[0].GetGuid().ShouldBe(harbour);
    }

    [Fact]
    public async Task Employees_ByTheirFilters_AreThoseWhomTheCallerSees()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        using var manager = await stepped.SignInAsync("manager@acme.test");
        using var lead = await stepped.SignInAsync("lead@acme.test");
        using var nadia = await stepped.SignInAsync("nadia@acme.test");
        var (managerId, leadId) = (await _host.UserIdAsync("manager@acme.test"), await _host.UserIdAsync("lead@acme.test"));

        (await NamesAsync(nadia, string.Empty)).ShouldBe(["Nadia Amin"]);
        (await NamesAsync(manager, $"managerId={leadId}")).ShouldContain("Nadia Amin", StringComparer.Ordinal);
        (await NamesAsync(manager, "search=nad")).ShouldBe(["Nadia Amin"]);
        (await NamesAsync(lead, $"managerId={managerId}")).ShouldBe(["Layla Aziz"]);
        (await NamesAsync(lead, "search=eman")).ShouldBeEmpty();
        (await NamesAsync(hr, "search=huda&status=active")).ShouldBe(["Huda Nasser"]);
        (await NamesAsync(hr, "search=huda&status=deactivated")).ShouldBeEmpty();

        // Page by page as well as at once.
        var team = (await hr.ReadAsync($"{Employees}?search=eman")).Items()[0].Id("teamId");
        var all = (await hr.ReadAsync($"{Employees}?teamId={team}&limit=200")).Items().Select(e => e.Id()).ToList();
        var paged = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await hr.ReadAsync($"{Employees}?teamId={team}&limit=2{(cursor is null ? string.Empty : $"&cursor={cursor}")}");
            paged.AddRange(page.Items().Select(e => e.Id()));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        all.Count.ShouldBeGreaterThan(4);
        paged.ShouldBe(all);

        static async Task<IEnumerable<string>> NamesAsync(HttpClient client, string query) => (await client.ReadAsync($"{Employees}?limit=200&{query}")).Items().Select(e => e.Text("displayName"));
    }

    /// <summary>Where people of the company are, unless a test moved them.</summary>
    private DateOnly Today() => TimeZones.LocalDate(stepped.Clock.GetUtcNow(), "Asia/Dubai");

    private static Guid Unknown() => Guid.CreateVersion7(RealTime.Clock.GetUtcNow());

    /// <summary>What the scheduled job does for a company.</summary>
    private async Task<int> FollowAsync()
    {
        var moved = 0;
        FollowedMoves batch;
        do
        {
            batch = (await _host.SendAsync("acme", new FollowMovesCommand())).Value;
            moved += batch.Count;
        }
        while (batch.MayBeMore);

        return moved;
    }

    private static async Task<JsonElement> ChangeAsync(HttpClient client, Guid person, object body, uint? version = null)
    {
        using var response = await client.PatchAsync($"{Employees}/{person}", body, version);
        return await response.ReadAsync();
    }

    private static async Task RefuseAsync(HttpClient client, Guid person, object body, HttpStatusCode status, string code)
    {
        using var response = await client.PatchAsync($"{Employees}/{person}", body);
        await response.ProblemAsync(status, code);
    }
}
