using System.Net;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;
using Satcom.IntegrationTests.Timesheets;

namespace Satcom.IntegrationTests.Projects;

public sealed class ProjectTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Root = TimesheetSteps.Projects;

    [Fact]
    public async Task CreateProject_SentTwice_IsOneAndAudited()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        var (id, code) = (Guid.CreateVersion7(RealTime.Clock.GetUtcNow()), TimesheetSteps.Code());

        var first = await manager.SendAsync(Root, new { id, code, name = " North mall ", client = "Malls", startsOn = "2026-01-01" }, HttpStatusCode.Created);
        var again = await manager.SendAsync(Root, new { id, code, name = "North mall", client = "Malls", startsOn = "2026-01-01" }, HttpStatusCode.Created);
        await manager.PostProblemAsync(Root, new { id, code, name = "South mall" }, HttpStatusCode.Conflict, "id_conflict");

        again.ToString().ShouldBe(first.ToString());
        first.Text("name").ShouldBe("North mall");
        first.Id("ownerId").ShouldBe(await host.UserIdAsync("manager@acme.test"));
        (await hr.ReadAsync($"/api/v1/audit?entityId={id}&action=projects.createProject")).Items().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Code_IsUniqueWhateverItsCase_AlsoOfTwoAtOnce()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var other = await host.AsAsync("manager@globex.test");
        var code = TimesheetSteps.Code();

        var answers = await Task.WhenAll(new[] { code, code.ToLowerInvariant() }.Select(async c =>
        {
            using var response = await manager.PostAsync(new Uri(Root, UriKind.Relative), System.Net.Http.Json.JsonContent.Create(new { code = c, name = "Twin" }));
            return response.StatusCode;
        }));

        answers.Order().ShouldBe([HttpStatusCode.Created, HttpStatusCode.Conflict]);
        await other.SendAsync(Root, new { code, name = "Of another company" }, HttpStatusCode.Created);
        var id = (await manager.SendAsync(Root, new { code = TimesheetSteps.Code(), name = "Third" }, HttpStatusCode.Created)).Id();
        using var renamed = await manager.PutAsync($"{Root}/{id}", new { code = code.ToLowerInvariant(), name = "Third" }, version: null);
        await renamed.ProblemAsync(HttpStatusCode.Conflict, "project_code_taken");
    }

    [Fact]
    public async Task UpdateProject_WithAnOldVersion_IsRefused_AndTheSameAgainChangesNothing()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        var made = await manager.SendAsync(Root, new { code = TimesheetSteps.Code(), name = "Mall", client = "Malls" }, HttpStatusCode.Created);
        var (path, body) = ($"{Root}/{made.Id()}", new { code = made.Text("code"), name = "Mall two", status = "archived" });

        using var changed = await manager.PutAsync(path, body, made.Version());
        using var stale = await manager.PutAsync(path, body, made.Version());
        var version = (await changed.ReadAsync()).Version();
        using var same = await manager.PutAsync(path, body, version);
        using var reversed = await manager.PutAsync(path, new { code = made.Text("code"), name = "Mall", startsOn = "2026-02-01", endsOn = "2026-01-01" }, version: null);

        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        (await same.ReadAsync()).Version().ShouldBe(version);
        await reversed.ProblemAsync(HttpStatusCode.UnprocessableEntity, "project_dates_reversed");
        var read = await manager.ReadAsync(path);
        (read.Text("name"), read.Text("status"), read.GetProperty("client").ValueKind).ShouldBe(("Mall two", "archived", System.Text.Json.JsonValueKind.Null));
    }

    [Fact]
    public async Task Projects_ByRole_AreManagedByOwnerMemberManagerAndAdministrators_AndSeenByMembers()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var lead = await host.AsAsync("lead@acme.test");
        using var employee = await host.AsAsync("employee@acme.test");
        using var technician = await host.AsAsync("technician@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        var id = await manager.MakeProjectAsync(await host.UserIdAsync("employee@acme.test"));
        var path = $"{Root}/{id}";
        object Change(string name) => new { code = $"C{id:N}"[..20], name };

        (await employee.ReadAsync(path)).Id().ShouldBe(id);
        await technician.ReadAsync(path, HttpStatusCode.NotFound);
        await technician.ReadAsync($"{path}/members", HttpStatusCode.NotFound);
        await technician.ReadAsync($"{path}/tasks", HttpStatusCode.NotFound);
        await lead.ReadAsync(path, HttpStatusCode.NotFound);
        using var stranger = await lead.PutAsync(path, Change("Lead's"), version: null);
        await stranger.ProblemAsync(HttpStatusCode.NotFound, "not_found");
        using var member = await employee.PutAsync(path, Change("Employee's"), version: null);
        await member.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        await manager.SendAsync($"{path}/members", new { userId = await host.UserIdAsync("lead@acme.test"), role = "manager" }, HttpStatusCode.Created);
        using var memberManager = await lead.PutAsync(path, Change("Lead's"), version: null);
        (await memberManager.ReadAsync()).Text("name").ShouldBe("Lead's");
        using var administrator = await hr.PutAsync(path, Change("HR's"), version: null);
        (await administrator.ReadAsync()).Text("name").ShouldBe("HR's");
        (await employee.ReadAsync(Root)).Items().Select(p => p.Id()).ShouldContain(id);
        (await technician.ReadAsync(Root)).Items().Select(p => p.Id()).ShouldNotContain(id);
    }

    [Fact]
    public async Task Members_AddedChangedAndRemoved_AreListed()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        var (id, omar) = (await manager.MakeProjectAsync(), await host.UserIdAsync("omar@acme.test"));
        var path = $"{Root}/{id}/members";

        var added = await manager.SendAsync(path, new { userId = omar, role = "member" }, HttpStatusCode.Created);
        (await manager.SendAsync(path, new { userId = omar, role = "member" }, HttpStatusCode.Created)).Version().ShouldBe(added.Version());
        await manager.PostProblemAsync(path, new { userId = omar, role = "manager" }, HttpStatusCode.Conflict, "already_member");
        await manager.PostProblemAsync(path, new { userId = await host.UserIdAsync("platform@satcom.test") }, HttpStatusCode.UnprocessableEntity, "employee_unknown");
        using var changed = await manager.PutAsync($"{path}/{omar}", new { role = "manager" }, added.Version());
        var version = (await changed.ReadAsync()).Version();
        (await manager.ReadAsync(path)).Items().Single().Text("role").ShouldBe("manager");
        using var stale = await manager.DeleteAsync($"{path}/{omar}", added.Version());
        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        using var removed = await manager.DeleteAsync($"{path}/{omar}", version);
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await manager.ReadAsync(path)).Items().ShouldBeEmpty();
        using var gone = await manager.DeleteAsync($"{path}/{omar}", version: null);
        await gone.ProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Tasks_AreUniqueInTheirProject_AndArchived()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        var (one, other) = (await manager.MakeProjectAsync(), await manager.MakeProjectAsync());
        var task = await manager.SendAsync($"{Root}/{one}/tasks", new { code = "Wiring", name = "Wiring" }, HttpStatusCode.Created);
        var id = task.Id();

        await manager.PostProblemAsync($"{Root}/{one}/tasks", new { code = "WIRING", name = "Again" }, HttpStatusCode.Conflict, "task_code_taken");
        (await manager.SendAsync($"{Root}/{one}/tasks", new { id, code = "Wiring", name = "Wiring" }, HttpStatusCode.Created)).Version().ShouldBe(task.Version());
        await manager.PostProblemAsync($"{Root}/{other}/tasks", new { id, code = "Wiring", name = "Wiring" }, HttpStatusCode.Conflict, "id_conflict");
        await manager.SendAsync($"{Root}/{other}/tasks", new { code = "wiring", name = "Wiring" }, HttpStatusCode.Created);
        using var elsewhere = await manager.PutAsync($"{Root}/{other}/tasks/{id}", new { code = "X", name = "X" }, version: null);
        await elsewhere.ProblemAsync(HttpStatusCode.NotFound, "not_found");
        using var archived = await manager.PutAsync($"{Root}/{one}/tasks/{id}", new { code = "Wiring", name = "Wiring", isArchived = true }, task.Version());
        await archived.ReadAsync();
        (await manager.ReadAsync($"{Root}/{one}/tasks?isArchived=true")).Items().Single().Id().ShouldBe(id);
        (await manager.ReadAsync($"{Root}/{one}/tasks?isArchived=false")).Items().ShouldBeEmpty();
    }

    [Fact]
    public async Task DeleteProject_WithTime_IsRefused_WithoutIsGoneWithMembersAndTasks()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        var (worker, client) = await host.WorkerAsync();
        using var mine = client;
        var (used, unused) = (await manager.MakeProjectAsync(worker), await manager.MakeProjectAsync(worker));
        var task = await manager.SendAsync($"{Root}/{used}/tasks", new { code = "T", name = "T" }, HttpStatusCode.Created);
        await manager.SendAsync($"{Root}/{unused}/tasks", new { code = "T", name = "T" }, HttpStatusCode.Created);
        await mine.SendAsync(TimesheetSteps.Entries, new { date = "2026-03-02", projectId = used, taskId = task.Id(), minutes = 5 }, HttpStatusCode.Created);

        using var refused = await manager.DeleteAsync($"{Root}/{used}", version: null);
        using var refusedTask = await manager.DeleteAsync($"{Root}/{used}/tasks/{task.Id()}", version: null);
        using var deleted = await manager.DeleteAsync($"{Root}/{unused}", version: null);

        await refused.ProblemAsync(HttpStatusCode.Conflict, "project_in_use");
        await refusedTask.ProblemAsync(HttpStatusCode.Conflict, "project_in_use");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await host.SqlAsync("SELECT count(*) FROM project_members WHERE project_id = $1", unused)).ShouldBe(0L);
        await manager.ReadAsync($"{Root}/{unused}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task ListProjects_ByFiltersAndPages_IsWhole()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var lead = await host.AsAsync("lead@acme.test");
        var (omar, owner) = (await host.UserIdAsync("omar@acme.test"), await host.UserIdAsync("lead@acme.test"));
        var tag = $"Tag{TimesheetSteps.Code()}";
        var made = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            made.Add((await lead.SendAsync(Root, new { code = TimesheetSteps.Code(), name = $"Part {i}", client = $"of {tag} ltd", status = i == 2 ? "archived" : "active" }, HttpStatusCode.Created)).Id());
        }

        await lead.SendAsync($"{Root}/{made[0]}/members", new { userId = omar }, HttpStatusCode.Created);

        (await hr.ReadAsync($"{Root}?search={tag.ToLowerInvariant()}&limit=200")).Items().Select(p => p.Id()).ShouldBe(made);
        (await hr.ReadAsync($"{Root}?search={tag}&status=archived")).Items().Single().Id().ShouldBe(made[2]);
        (await hr.ReadAsync($"{Root}?search={tag}&userId={omar}")).Items().Single().Id().ShouldBe(made[0]);
        (await hr.ReadAsync($"{Root}?search={tag}&ownerId={owner}")).Items().Count.ShouldBe(3);
        var page = await hr.ReadAsync($"{Root}?search={tag}&limit=2");
        var rest = await hr.ReadAsync($"{Root}?search={tag}&limit=2&cursor={page.Text("nextCursor")}");
        page.Items().Concat(rest.Items()).Select(p => p.Id()).ShouldBe(made);
    }
}
