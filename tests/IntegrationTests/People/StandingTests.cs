using System.Net;
using Npgsql;
using Satcom.Application.Common;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.People;

/// <summary>Who may act on whom, and who may give what: rules above the permission itself.</summary>
public sealed class StandingTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Users = PeopleSteps.Users;

    [Fact]
    public async Task Roles_AreListedWithWhatTheyAllowAndWhetherTheCallerMayGrantThem()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var roles = (await hr.ReadAsync("/api/v1/roles")).Items();

        roles.Select(r => r.Text("name")).ShouldBe(["employee", "technician", "staff", "manager", "hr", "superAdmin"]);
        roles.Where(r => r.GetProperty("mayGrant").GetBoolean()).Select(r => r.Text("name")).ShouldBe(["employee", "technician", "staff", "manager", "hr"]);
        roles.Single(r => r.Text("name") is "hr").GetProperty("permissions").EnumerateArray().Select(p => p.GetString()).ShouldBe(Permissions.Of(["hr"]).Order(StringComparer.Ordinal));

        using var platform = await host.AsAsync("platform@satcom.test");
        (await platform.ReadAsync("/api/v1/roles")).Items().ShouldHaveSingleItem().Text("name").ShouldBe("platformAdmin");
    }

    [Theory]
    [InlineData("superAdmin")]
    [InlineData("platformAdmin")]
    public async Task A5_Grant_ByHrOfARoleThatAllowsMore_IsRefusedAndAudited(string role)
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var me = await host.UserIdAsync("hr@acme.test");
        var employee = await host.UserIdAsync("employee@acme.test");

        await hr.PostProblemAsync(Users, PeopleSteps.NewPerson(roles: ["employee", role]), HttpStatusCode.Forbidden, "role_not_held");
        await hr.RefuseChangeAsync(employee, new { roles = (string[])["employee", role] }, HttpStatusCode.Forbidden, "role_not_held");
        await hr.RefuseChangeAsync(me, new { roles = (string[])["hr", role] }, HttpStatusCode.Forbidden, "role_not_held");

        using var admin = await host.AsAsync("superadmin@acme.test");
        (await admin.ReadAsync($"/api/v1/audit?action=access.refused&entityId={employee}")).Items().ShouldContain(e => e.Id("actorId") == me);
        (await admin.ReadAsync($"{Users}/{employee}")).GetProperty("roles").EnumerateArray().Select(r => r.GetString()).ShouldBe(["employee"]);
    }

    [Fact]
    public async Task PlatformAdmin_LivesInThePlatformAlone()
    {
        using var admin = await host.AsAsync("superadmin@acme.test");
        await admin.RefuseChangeAsync(await host.UserIdAsync("superadmin@acme.test"), new { roles = (string[])["superAdmin", "platformAdmin"] }, HttpStatusCode.Forbidden, "role_not_held");

        using var platform = await host.AsAsync("platform@satcom.test");
        await platform.PostProblemAsync(Users, PeopleSteps.NewPerson(roles: ["employee"], tenant: "satcom"), HttpStatusCode.Forbidden, "role_not_held");
        (await platform.SendAsync(Users, new { email = "second@satcom.test", displayName = "Second", roles = (string[])["platformAdmin"] }, HttpStatusCode.Created)).Text("status").ShouldBe("active");

        // Past the service the database holds it too.
        (await Should.ThrowAsync<PostgresException>(() => host.SqlAsync("UPDATE users SET roles = '{hr,platformAdmin}' WHERE email = 'hr@acme.test'"))).ConstraintName.ShouldBe("ck_users_platform_apart");
        (await Should.ThrowAsync<PostgresException>(() => host.SqlAsync("UPDATE users SET roles = '{superAdmin}' WHERE email = 'second@satcom.test'"))).ConstraintName.ShouldBe("ck_users_platform_apart");
    }

    [Fact]
    public async Task A1_Hr_ActsOnNobodyWhoMayDoMore()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var target = await host.UserIdAsync("superadmin@acme.test");
        var before = await host.SqlAsync("SELECT u::text FROM users u WHERE id = $1", target);
        foreach (var deed in (string[])["deactivate", "reactivate", "reset-password"])
        {
            await hr.RefuseActAsync(target, deed, HttpStatusCode.Forbidden, "person_holds_more");
        }

        await hr.RefuseChangeAsync(target, new { displayName = "Humbled" }, HttpStatusCode.Forbidden, "person_holds_more");
        await hr.RefuseChangeAsync(target, new { roles = (string[])["employee"] }, HttpStatusCode.Forbidden, "person_holds_more");
        using var ended = await hr.DeleteAsync(new Uri($"{Users}/{target}/sessions", UriKind.Relative));
        await ended.ProblemAsync(HttpStatusCode.Forbidden, "person_holds_more");

        (await hr.ReadAsync($"{Users}/{target}")).Text("email").ShouldBe("superadmin@acme.test");
        (await host.SqlAsync("SELECT u::text FROM users u WHERE id = $1", target)).ShouldBe(before);
    }

    [Fact]
    public async Task A1_AnotherCompanysPerson_IsNotThere()
    {
        using var admin = await host.AsAsync("superadmin@acme.test");
        var target = await host.UserIdAsync("employee@globex.test");

        await admin.ReadAsync($"{Users}/{target}", HttpStatusCode.NotFound);
        await admin.RefuseActAsync(target, "deactivate", HttpStatusCode.NotFound, "not_found");
        await admin.RefuseChangeAsync(target, new { displayName = "Mine" }, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task LastAdministrator_CanBeNeitherDemotedNorDeactivatedNorDeleted()
    {
        using var admin = await host.FreshAsync("superadmin@globex.test");
        var me = await host.UserIdAsync("superadmin@globex.test");

        await admin.RefuseChangeAsync(me, new { roles = (string[])["employee"] }, HttpStatusCode.Conflict, "last_administrator");
        await admin.RefuseActAsync(me, "deactivate", HttpStatusCode.Conflict, "last_administrator");

        // One who was invited but never came is none who could take over.
        var invited = await admin.SendAsync(Users, PeopleSteps.NewPerson(roles: ["superAdmin"], tenant: "globex"), HttpStatusCode.Created);
        await admin.RefuseActAsync(me, "deactivate", HttpStatusCode.Conflict, "last_administrator");
        (await Should.ThrowAsync<PostgresException>(() => host.SqlAsync("UPDATE users SET status = 'deactivated' WHERE id = $1", me))).ConstraintName.ShouldBe("ck_users_last_administrator");
        (await Should.ThrowAsync<PostgresException>(() => host.SqlAsync("DELETE FROM employees WHERE id = $1; DELETE FROM users WHERE id = $1".Replace("$1", $"'{me}'", StringComparison.Ordinal)))).SqlState.ShouldBeOneOf("23503", "23514");

        await host.GivePasswordAsync(invited.Id());
        (await admin.ChangeAsync(me, new { roles = (string[])["hr"] })).GetProperty("roles")[0].GetString().ShouldBe("hr");
        using var second = await host.FreshAsync(invited.Text("email"));
        await second.ChangeAsync(me, new { roles = (string[])["superAdmin"] });
    }
}
