using System.Net;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.People;

public sealed class CreateUserTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Users = PeopleSteps.Users;

    [Fact]
    public async Task A23_Create_ByHr_MakesAccountAndEmployeeInvitesOnceAndIsAudited()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var manager = await host.UserIdAsync("manager@acme.test");
        var team = (await hr.ReadAsync("/api/v1/teams")).Items()[0];
        var body = new
        {
            email = " Lina.Saleh@acme.test ",
            displayName = " Lina Saleh ",
            phone = "+971501234567",
            roles = (string[])["employee", "technician", "employee"],
            employee = new { employeeCode = "L-1", designation = "Surveyor", timeZone = "Africa/Cairo", managerId = manager, teamId = team.Id() },
        };

        var made = await hr.SendAsync(Users, body, HttpStatusCode.Created);

        (made.Text("email"), made.Text("displayName"), made.Text("phone"), made.Text("status")).ShouldBe(("Lina.Saleh@acme.test", "Lina Saleh", "+971501234567", "active"));
        made.GetProperty("isInvited").GetBoolean().ShouldBeTrue();
        made.GetProperty("roles").EnumerateArray().Select(r => r.GetString()).ShouldBe(["employee", "technician"]);
        var employee = made.GetProperty("employee");
        (employee.Text("employeeCode"), employee.Text("designation"), employee.Text("timeZone"), employee.Id("managerId"), employee.Id("teamId"))
            .ShouldBe(("L-1", "Surveyor", "Africa/Cairo", manager, team.Id()));
        (await hr.ReadAsync($"{Users}/{made.Id()}")).GetRawText().ShouldBe(made.GetRawText());
        host.Messages().LinksTo("Lina.Saleh@acme.test").ShouldBe(["invite"]);

        var audit = (await hr.ReadAsync($"/api/v1/audit?entityId={made.Id()}&action=people.createUser")).Items();
        audit.Select(e => e.Text("entityType")).ShouldBe(["user", "employee"], ignoreOrder: true);
        audit.ShouldAllBe(e => e.Text("displayName") == "Huda Nasser");
        audit.ShouldAllBe(e => !e.GetRawText().Contains("searchText") && !e.GetRawText().Contains("passwordHash"));
    }

    [Fact]
    public async Task Create_WithAClientMadeId_IsRepeatableAndOtherwiseAConflict()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var id = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());
        var body = PeopleSteps.NewPerson(id: id);

        var first = await hr.SendAsync(Users, body, HttpStatusCode.Created);
        var second = await hr.SendAsync(Users, body, HttpStatusCode.Created);

        first.Id().ShouldBe(id);
        second.GetRawText().ShouldBe(first.GetRawText());
        (await host.SqlAsync("SELECT count(*) FROM password_links WHERE user_id = $1", id)).ShouldBe(1L);
        (await host.SqlAsync("SELECT count(*) FROM users WHERE id = $1", id)).ShouldBe(1L);
        await hr.PostProblemAsync(Users, PeopleSteps.NewPerson(id: id), HttpStatusCode.Conflict, "id_conflict");
    }

    [Fact]
    public async Task A9_Create_WithOneIdManyTimesAtOnce_MakesOneAccount()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var body = PeopleSteps.NewPerson(id: Guid.CreateVersion7(RealTime.Clock.GetUtcNow()));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => hr.SendAsync(Users, body, HttpStatusCode.Created)));

        answers.Select(a => a.GetRawText()).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Create_WithWhatAnotherHas_NamesIt()
    {
        using var hr = await host.AsAsync("hr@acme.test");

        await hr.PostProblemAsync(
            Users, new { email = "EMPLOYEE@acme.test", displayName = "Twin", roles = (string[])["employee"], employee = new { employeeCode = "T-1", designation = "Twin" } }, HttpStatusCode.Conflict, "email_taken");
        await hr.PostProblemAsync(Users, PeopleSteps.NewPerson(employee: new { employeeCode = "employee", designation = "Twin" }), HttpStatusCode.Conflict, "employee_code_taken");
        await hr.PostProblemAsync(Users, PeopleSteps.NewPerson(managerId: Guid.CreateVersion7(RealTime.Clock.GetUtcNow())), HttpStatusCode.UnprocessableEntity, "manager_unknown");
        await hr.PostProblemAsync(
            Users,
            PeopleSteps.NewPerson(employee: new { employeeCode = "T-2", designation = "Twin", teamId = Guid.CreateVersion7(RealTime.Clock.GetUtcNow()) }),
            HttpStatusCode.UnprocessableEntity,
            "team_unknown");
    }

    [Fact]
    public async Task T15_Create_WithWhatAnotherCompanyHas_TellsNothingOfIt()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var foreigner = await host.UserIdAsync("manager@globex.test");
        var (theirs, staff) = (await host.UserIdAsync("hr@globex.test"), await host.UserIdAsync("staff@globex.test"));

        using var globex = await host.AsAsync("hr@globex.test");

        // An address, a code and an id that globex has are free here; its manager is as unknown as nobody.
        await hr.SendAsync(Users, new { id = foreigner, email = "hr@globex.test", displayName = "Both", roles = (string[])["employee"], employee = new { employeeCode = "both", designation = "Both" } }, HttpStatusCode.Created);
        await hr.PostProblemAsync(Users, PeopleSteps.NewPerson(managerId: await host.UserIdAsync("lead@globex.test")), HttpStatusCode.UnprocessableEntity, "manager_unknown");
        (await globex.ReadAsync($"{Users}/{foreigner}")).Text("email").ShouldBe("manager@globex.test");

        // Who is only named here, by an invitation or by a change of somebody's address, signs in there as ever, without naming the company.
        var made = await host.HireAsync(hr);
        await hr.ChangeAsync(made.Id(), new { email = "staff@globex.test" });
        (await host.LoginAsync("hr@globex.test")).GetProperty("user").Id().ShouldBe(theirs);
        (await host.LoginAsync("staff@globex.test")).GetProperty("user").Id().ShouldBe(staff);

        // Once the mailbox has set a password here too, the address is in two companies and must name one.
        await host.GivePasswordAsync(made.Id());
        using var anonymous = host.Anonymous();
        await anonymous.PostProblemAsync("/api/v1/auth/login", new { email = "staff@globex.test", password = SatcomHost.DemoPassword }, HttpStatusCode.Unauthorized, "invalid_credentials");
        await anonymous.SendAsync("/api/v1/auth/login", new { email = "staff@globex.test", password = SatcomHost.DemoPassword, tenant = "acme" });
    }

    [Theory]
    [InlineData("""{"email":"nobody","displayName":"N","roles":["employee"]}""", "email", "invalid_format")]
    [InlineData("""{"email":"a@b.test\nBcc: x@y.test","displayName":"N","roles":["employee"]}""", "email", "invalid_format")]
    [InlineData("""{"email":"a@b..test","displayName":"N","roles":["employee"]}""", "email", "invalid_format")]
    [InlineData("""{"email":"a@b.test","displayName":"N\nSubject: x","roles":["employee"]}""", "displayName", "invalid_format")]
    [InlineData("""{"email":"a@b.test","displayName":"  ","roles":["employee"]}""", "displayName", "required")]
    [InlineData("""{"email":"a@b.test","displayName":"N","roles":[]}""", "roles", "required")]
    [InlineData("""{"email":"a@b.test","displayName":"N","roles":["king"]}""", "roles", "unknown_value")]
    [InlineData("""{"email":"a@b.test","displayName":"N","roles":["employee"],"phone":"0501234567"}""", "phone", "invalid_format")]
    [InlineData("""{"email":"a@b.test","displayName":"N","roles":["employee"],"phone":"+971 50 123"}""", "phone", "invalid_format")]
    [InlineData("""{"email":"a@b.test","displayName":"N","roles":["employee"],"phone":"+9715012345678901"}""", "phone", "invalid_format")]
    [InlineData("""{"email":"a@b.test","displayName":"N","roles":["employee"],"employee":{"employeeCode":"","designation":"D"}}""", "employee.employeeCode", "required")]
    [InlineData("""{"email":"a@b.test","displayName":"N","roles":["employee"],"employee":{"employeeCode":"c","designation":"D","timeZone":"Dubai"}}""", "employee.timeZone", "invalid_format")]
    public async Task Create_WithABrokenField_NamesIt(string body, string field, string code)
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await hr.PostAsync(new Uri(Users, UriKind.Relative), content);

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        problem.GetProperty("errors").GetProperty(field)[0].Text("code").ShouldBe(code);
    }

    [Fact]
    public async Task Create_WithoutAnEmployee_MakesAnAccountThatBecomesOneLater()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await hr.SendAsync(Users, new { email = "reader@acme.test", displayName = "Reader", roles = (string[])["employee"] }, HttpStatusCode.Created);
        made.TryGetProperty("employee", out var none).ShouldBeTrue();
        none.ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        using var half = await hr.PatchAsync($"{Users}/{made.Id()}", new { employee = new { designation = "Clerk" } });
        (await half.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed")).GetProperty("errors").TryGetProperty("employee.employeeCode", out _).ShouldBeTrue();

        var changed = await hr.ChangeAsync(made.Id(), new { employee = new { designation = "Clerk", employeeCode = "R-1" } });
        changed.GetProperty("employee").Text("timeZone").ShouldBe("Asia/Dubai");
    }

    [Fact]
    public async Task Teams_AreMadeOnceAndListed()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var id = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());
        var first = await hr.SendAsync("/api/v1/teams", new { id, name = " Night shift " }, HttpStatusCode.Created);
        (await hr.SendAsync("/api/v1/teams", new { id, name = "Night shift" }, HttpStatusCode.Created)).GetRawText().ShouldBe(first.GetRawText());
        await hr.PostProblemAsync("/api/v1/teams", new { name = "Night shift" }, HttpStatusCode.Conflict, "team_name_taken");
        await hr.PostProblemAsync("/api/v1/teams", new { name = "NIGHT shift" }, HttpStatusCode.Conflict, "team_name_taken");
        await hr.PostProblemAsync("/api/v1/teams", new { id, name = "Day shift" }, HttpStatusCode.Conflict, "id_conflict");

        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await hr.ReadAsync($"/api/v1/teams?limit=1{(cursor is null ? string.Empty : $"&cursor={cursor}")}");
            names.AddRange(page.Items().Select(t => t.Text("name")));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        names.ShouldBe(["Operations", "Night shift"]);
        using var globex = await host.AsAsync("hr@globex.test");
        (await globex.ReadAsync("/api/v1/teams")).Items().Select(t => t.Text("name")).ShouldBe(["Operations"]);
    }
}
