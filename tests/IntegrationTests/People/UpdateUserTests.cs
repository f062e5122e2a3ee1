using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Satcom.Application.Identity;
using Satcom.Application.People;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.People;

public sealed class UpdateUserTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Users = PeopleSteps.Users;

    [Fact]
    public async Task Patch_OfSomeThings_ChangesThoseLeavesTheRestAndIsAuditedWithBeforeAndAfter()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await host.HireAsync(hr, managerId: await host.UserIdAsync("manager@acme.test"));

        var changed = await hr.ChangeAsync(made.Id(), new { displayName = "Renamed", employee = new { designation = "Driver" } });

        (changed.Text("displayName"), changed.GetProperty("employee").Text("designation")).ShouldBe(("Renamed", "Driver"));
        (changed.Text("email"), changed.GetProperty("employee").Text("employeeCode"), changed.GetProperty("employee").Id("managerId"))
            .ShouldBe((made.Text("email"), made.GetProperty("employee").Text("employeeCode"), made.GetProperty("employee").Id("managerId")));
        changed.Version().ShouldNotBe(made.Version());
        (await hr.ReadAsync($"{Users}/{made.Id()}")).GetRawText().ShouldBe(changed.GetRawText());

        var audit = (await hr.ReadAsync($"/api/v1/audit?entityId={made.Id()}&action=people.updateUser")).Items();
        var employee = audit.Single(e => e.Text("entityType") is "employee");
        (employee.GetProperty("before").Text("designation"), employee.GetProperty("after").Text("designation")).ShouldBe(("Newcomer", "Driver"));
        var user = audit.Single(e => e.Text("entityType") is "user");
        (user.GetProperty("before").Text("displayName"), user.GetProperty("after").Text("displayName")).ShouldBe(("New Person", "Renamed"));
    }

    [Fact]
    public async Task Patch_WhenItsKeyComesAgainWithAnotherVersion_IsAnotherRequest()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await hr.SendAsync(Users, PeopleSteps.NewPerson(), HttpStatusCode.Created);
        using var keyed = await host.AsAsync("hr@acme.test");
        keyed.DefaultRequestHeaders.Add("Idempotency-Key", $"versions-{made.Id()}");
        var body = new { displayName = "Late" };

        using var late = await keyed.PatchAsync($"{Users}/{made.Id()}", body, made.Version() + 1);
        await late.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        using var other = await keyed.PatchAsync($"{Users}/{made.Id()}", body, made.Version());
        await other.ProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        using var without = await keyed.PatchAsync($"{Users}/{made.Id()}", body);
        await without.ProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        using var again = await keyed.PatchAsync($"{Users}/{made.Id()}", body, made.Version() + 1);
        await again.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
    }

    [Fact]
    public async Task Patch_OfTheEmployeeAlone_GivesTheWholeANewVersion()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await hr.SendAsync(Users, PeopleSteps.NewPerson(), HttpStatusCode.Created);
        using var first = await hr.PatchAsync($"{Users}/{made.Id()}", new { employee = new { designation = "One" } }, made.Version());
        var one = await first.ReadAsync();
        first.Headers.ETag!.Tag.ShouldBe($"\"{one.Version()}\"");

        using var late = await hr.PatchAsync($"{Users}/{made.Id()}", new { employee = new { designation = "Two" } }, made.Version());
        await late.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        using var good = await hr.PatchAsync($"{Users}/{made.Id()}", new { employee = new { designation = "Two" } }, one.Version());
        (await good.ReadAsync()).GetProperty("employee").Text("designation").ShouldBe("Two");
    }

    [Fact]
    public async Task Patch_OfNothingNew_KeepsTheVersion()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await hr.SendAsync(Users, PeopleSteps.NewPerson(), HttpStatusCode.Created);

        (await hr.ChangeAsync(made.Id(), new { displayName = "New Person", roles = (string[])["employee"], employee = new { designation = "Newcomer" } })).GetRawText().ShouldBe(made.GetRawText());
        (await hr.ChangeAsync(made.Id(), new { })).GetRawText().ShouldBe(made.GetRawText());
    }

    [Fact]
    public async Task Patch_WithNull_TakesAwayWhatMayBeMissing()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var team = (await hr.ReadAsync("/api/v1/teams")).Items()[0].Id();
        var made = await host.HireAsync(hr, managerId: await host.UserIdAsync("manager@acme.test"));
        await hr.ChangeAsync(made.Id(), new { phone = "+971501112223", employee = new { teamId = team } });

        var changed = await hr.ChangeAsync(made.Id(), """{"phone":null,"employee":{"managerId":null,"teamId":null}}""");

        changed.GetProperty("phone").ValueKind.ShouldBe(JsonValueKind.Null);
        changed.GetProperty("employee").GetProperty("managerId").ValueKind.ShouldBe(JsonValueKind.Null);
        changed.GetProperty("employee").GetProperty("teamId").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A25_Patch_OfTheAddress_TellsTheOldOneMovesTheSignInAndEndsTheSessions()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await host.HireAsync(hr, "Mover");
        var old = made.Text("email");
        using var person = await host.FreshAsync(old);
        await person.ReadAsync("/api/v1/me");

        await hr.ChangeAsync(made.Id(), new { email = "moved@acme.test" });

        await person.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        using var anonymous = host.Anonymous();
        await anonymous.PostProblemAsync("/api/v1/auth/login", new { email = old, password = SatcomHost.DemoPassword }, HttpStatusCode.Unauthorized, "invalid_credentials");
        var login = new { email = "Moved@Acme.test", password = SatcomHost.DemoPassword, tenant = "acme" };
        (await anonymous.SendAsync("/api/v1/auth/login", login)).GetProperty("user").Id().ShouldBe(made.Id());

        // Nobody has shown that the new mailbox is the person's: until it has set a password the company must be named.
        await anonymous.PostProblemAsync("/api/v1/auth/login", login with { tenant = null! }, HttpStatusCode.Unauthorized, "invalid_credentials");
        var sent = host.Messages().Sent.Where(m => (m.Content is EmailChangedNotice or EmailAssignedNotice) && (m.To.Equals(old, StringComparison.Ordinal) || m.To.Equals("moved@acme.test", StringComparison.Ordinal))).ToList();
        sent.Select(m => (m.To, m.Content.GetType())).ShouldBe([(old, typeof(EmailChangedNotice)), ("moved@acme.test", typeof(EmailAssignedNotice))]);

        // What the mail says: with a link that comes to the new address the company need not be named any more.
        await anonymous.SendAsync("/api/v1/auth/password/forgot", new { email = "moved@acme.test", tenant = "acme" }, HttpStatusCode.Accepted);
        var reset = await HostWork.EventuallyAsync(
            () => Task.FromResult(host.Messages().Sent.Where(m => m.To.Equals("moved@acme.test", StringComparison.Ordinal)).Select(m => m.Content).OfType<PasswordReset>().LastOrDefault()), r => r is not null);
        await anonymous.SendAsync("/api/v1/auth/password/reset", new { token = reset!.Link.Split("token=")[1], newPassword = "harbour lantern walnut" }, HttpStatusCode.NoContent);
        await anonymous.SendAsync("/api/v1/auth/login", login with { tenant = null!, password = "harbour lantern walnut" });

        // The address is free again for somebody else.
        await hr.SendAsync(Users, new { email = old, displayName = "Next", roles = (string[])["employee"] }, HttpStatusCode.Created);
        await hr.RefuseChangeAsync(made.Id(), new { email = old }, HttpStatusCode.Conflict, "email_taken");
    }

    [Fact]
    public async Task Patch_OfTheAddressOfSomebodyInvited_InvitesTheNewOne()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await hr.SendAsync(Users, PeopleSteps.NewPerson(), HttpStatusCode.Created);

        await hr.ChangeAsync(made.Id(), new { email = "typo-mended@acme.test" });

        host.Messages().LinksTo("typo-mended@acme.test").ShouldBe(["invite"]);
        (await host.SqlAsync("SELECT count(*) FROM password_links WHERE user_id = $1 AND used_at IS NULL", made.Id())).ShouldBe(1L);
    }

    [Fact]
    public async Task A25_Patch_OfThePhone_TellsTheOldNumberAndTheAddress()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await host.HireAsync(hr);
        await hr.ChangeAsync(made.Id(), new { phone = "+971502220001" });
        host.Messages().Sent.Clear();

        await hr.ChangeAsync(made.Id(), new { phone = "+971502220002" });

        host.Messages().Sent.Where(m => m.Content is PhoneChangedNotice).Select(m => m.To).ShouldBe(["+971502220001", made.Text("email")]);
        await hr.RefuseChangeAsync(made.Id(), new { phone = "00971502220002" }, HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task A23_L20_ResetPassword_MailsALinkAndShowsNobodyAnything()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await hr.SendAsync(Users, PeopleSteps.NewPerson(), HttpStatusCode.Created);
        await hr.ActAsync(made.Id(), "reset-password", HttpStatusCode.Accepted);
        await host.GivePasswordAsync(made.Id());
        await hr.ActAsync(made.Id(), "reset-password", HttpStatusCode.Accepted);

        host.Messages().LinksTo(made.Text("email")).ShouldBe(["invite", "invite", "reset"]);
        (await hr.ReadAsync($"/api/v1/audit?entityId={made.Id()}&action=people.resetUserPassword")).Items().Count.ShouldBe(2);

        await hr.ActAsync(made.Id(), "deactivate");
        await hr.RefuseActAsync(made.Id(), "reset-password", HttpStatusCode.Conflict, "user_deactivated");
    }

    [Fact]
    public async Task A27_Sessions_AreListedAndEndedByTheAdministrator()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await host.HireAsync(hr);
        using var phone = await host.FreshAsync(made.Text("email"));
        using var tablet = await host.FreshAsync(made.Text("email"));
        using var laptop = await host.FreshAsync(made.Text("email"));
        var sessions = (await hr.ReadAsync($"{Users}/{made.Id()}/sessions")).Items();
        sessions.Count.ShouldBe(3);
        sessions[0].Text("deviceName").ShouldBe("Test");

        using var one = await hr.DeleteAsync(new Uri($"{Users}/{made.Id()}/sessions/{sessions[2].Id()}", UriKind.Relative));
        one.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await phone.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        await tablet.ReadAsync("/api/v1/me");

        using var all = await hr.DeleteAsync(new Uri($"{Users}/{made.Id()}/sessions", UriKind.Relative));
        all.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await tablet.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        await laptop.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        (await hr.ReadAsync($"{Users}/{made.Id()}/sessions")).Items().ShouldBeEmpty();
        var line = (await hr.ReadAsync($"/api/v1/audit?action=people.endUserSessions&entityId={made.Id()}")).Items().ShouldHaveSingleItem();
        line.GetProperty("after").GetProperty("endedSessions").GetInt32().ShouldBe(2);

        // Another person's session is none of this one's.
        var others = (await hr.ReadAsync($"{Users}/{await host.UserIdAsync("hr@acme.test")}/sessions")).Items();
        using var foreign = await hr.DeleteAsync(new Uri($"{Users}/{made.Id()}/sessions/{others[0].Id()}", UriKind.Relative));
        await foreign.ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await hr.ReadAsync($"{Users}/{Guid.CreateVersion7(RealTime.Clock.GetUtcNow())}/sessions", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Deactivate_AndReactivate_ShutAndOpenTheAccountButNotItsOldSessions()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await host.HireAsync(hr);
        var login = await host.LoginAsync(made.Text("email"));
        using var person = host.With(login.Text("accessToken"));

        (await hr.SendAsync($"{Users}/{made.Id()}/deactivate", new { reason = " Left the company. " })).Text("status").ShouldBe("deactivated");
        (await host.SqlAsync("SELECT reason FROM audit_entries WHERE action = 'people.deactivateUser' AND entity_type = 'user' AND entity_id = $1", made.Id())).ShouldBe("Left the company.");
        (await hr.ActAsync(made.Id(), "deactivate")).Text("status").ShouldBe("deactivated");

        await person.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        using var anonymous = host.Anonymous();
        await anonymous.PostProblemAsync("/api/v1/auth/login", new { email = made.Text("email"), password = SatcomHost.DemoPassword }, HttpStatusCode.Unauthorized, "invalid_credentials");
        await anonymous.PostProblemAsync("/api/v1/auth/refresh", new { refreshToken = login.Text("refreshToken") }, HttpStatusCode.Unauthorized, "refresh_invalid");

        (await hr.ActAsync(made.Id(), "reactivate")).Text("status").ShouldBe("active");
        await person.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        await host.LoginAsync(made.Text("email"));
    }

    [Fact]
    public async Task Update_AskedAgainWithItsKey_AnswersAsTheFirstTime()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await hr.SendAsync(Users, PeopleSteps.NewPerson(), HttpStatusCode.Created);
        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch, $"{Users}/{made.Id()}") { Content = JsonContent.Create(new { displayName = "Keyed" }) };
            request.Headers.Add("Idempotency-Key", $"update-{made.Id()}");
            using var response = await hr.SendAsync(request);
            answers.Add((await response.ReadAsync()).GetRawText());
        }

        answers[1].ShouldBe(answers[0]);
    }

    [Theory]
    [InlineData("{\"displayName\":\"Keyed\"}", "{\"displayName\":\"Keyed\",\"phone\":null}", 0)]
    [InlineData("{\"displayName\":\"Keyed\"}", "{\"displayName\":\"Keyed\",\"phone\":null}", 60_000)]
    public async Task Patch_WhenAKeyIsUsedAgainForABodyThatTakesSomethingAway_IsRefusedAndNotReplayed(string first, string second, int padding)
    {
        using var hr = await host.FreshAsync("hr@acme.test");
        var made = await hr.SendAsync(Users, PeopleSteps.NewPerson(), HttpStatusCode.Created);
        foreach (var (body, expected) in ((string, HttpStatusCode)[])[(first, HttpStatusCode.OK), (first, HttpStatusCode.OK), (second, HttpStatusCode.UnprocessableEntity)])
        {
            // A body that is too long to be held at once is judged as well.
            using var request = new HttpRequestMessage(HttpMethod.Patch, $"{Users}/{made.Id()}") { Content = new StringContent(body + new string(' ', padding), System.Text.Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", $"null-{made.Id()}");
            using var response = await hr.SendAsync(request);
            response.StatusCode.ShouldBe(expected, await response.Content.ReadAsStringAsync());
        }
    }
}
