using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Identity;
using Satcom.Infrastructure.Identity.Tokens;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity;

/// <summary>L5, L6, L8–L11: forgotten, changed and guessable passwords. Every test has a person of its own.</summary>
public sealed partial class PasswordTests(SignInHost fixture) : IClassFixture<SignInHost>
{
    private const string Forgot = "/api/v1/auth/password/forgot";
    private const string Reset = "/api/v1/auth/password/reset";
    private const string Change = "/api/v1/auth/password/change";
    private const string Good = "correct horse battery";

    private readonly SatcomHost _host = fixture.Host;

    [Fact]
    public async Task L6_Forgot_ForAnyAddress_AnswersTheSameAndMailsThreeAnHour()
    {
        using var client = _host.Anonymous();
        foreach (var body in (object[])[new { email = "hr@acme.test" }, new { email = "nobody@acme.test", tenant = "acme" }, new { email = "nobody@nowhere.test" }, new { email = "hr@acme.test", tenant = "nowhere" }, new { email = "platform@satcom.test", tenant = "nowhere" }])
        {
            using var response = await client.PostAsJsonAsync(Forgot, body);
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
        }

        // One network, however many addresses it has, does not use up what the person's own asking needs.
        for (var i = 0; i < 4; i++)
        {
            await AskAsync("hr@acme.test", $"2001:db8:5:6::{i:x}");
        }

        await AskedAsync();
        (await _host.SqlAsync("SELECT count(*) FROM password_links l JOIN users u ON u.id = l.user_id WHERE u.email = 'hr@acme.test'")).ShouldBe(3L);
        await AskAsync("hr@acme.test", "192.0.2.77");
        await AskedAsync();
        (await _host.SqlAsync("SELECT count(*) FROM password_links l JOIN users u ON u.id = l.user_id WHERE u.email = 'hr@acme.test'")).ShouldBe(3L);
        (await fixture.Inbox.InboxAsync("hr@acme.test", 3)).Count.ShouldBe(3);
        (await fixture.Inbox.ReadAsync("platform@satcom.test")).ShouldBeEmpty();
        foreach (var (reason, count) in ((string, long)[])[("source_limit", 2), ("address_limit", 1), ("account_unknown", 4)])
        {
            (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.sendResetLink' AND entity_type = 'passwordRequest' AND reason = $1", reason)).ShouldBe(count, reason);
        }
    }

    [Fact]
    public async Task L11_Reset_WithTheMailedLink_SetsThePasswordOnceAndEndsEverySession()
    {
        const string Email = "manager@acme.test";
        var before = await _host.LoginAsync(Email);
        var (old, link) = (await LinkAsync(Email, 1), await LinkAsync(Email, 2));
        link.ShouldStartWith("http://localhost:5080/t/acme/account/password?token=spl_");
        using var client = _host.Anonymous();
        await client.PostProblemAsync(Reset, new { token = Token(old), newPassword = Good }, HttpStatusCode.UnprocessableEntity, "link_expired");
        await client.PostProblemAsync(Reset, new { token = Token(link), newPassword = "short" }, HttpStatusCode.BadRequest, "validation_failed");

        await client.SendAsync(Reset, new { token = Token(link), newPassword = Good }, HttpStatusCode.NoContent);

        await client.PostProblemAsync(Reset, new { token = Token(link), newPassword = Good }, HttpStatusCode.UnprocessableEntity, "link_expired");
        using var signedIn = _host.With(before.Text("accessToken"));
        await signedIn.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        await client.PostProblemAsync("/api/v1/auth/refresh", new { refreshToken = before.Text("refreshToken") }, HttpStatusCode.Unauthorized, "refresh_invalid");
        await SignsInAsync(Email, Good);
        await RefusedAsync(Email, SatcomHost.DemoPassword);
        await fixture.Inbox.SubjectAsync(Email, "Your password was changed");
    }

    [Fact]
    public async Task L6_ResetPassword_ByAnAdministratorWhenStrangersAskedTooOften_IsStillMailed()
    {
        using var hr = await _host.FreshAsync("hr@acme.test");
        var made = await _host.HireAsync(hr);
        for (var i = 0; i < 3; i++)
        {
            await AskAsync(made.Text("email"), $"198.51.100.{i}");
        }

        await AskedAsync();
        (await _host.SqlAsync("SELECT count(*) FROM password_links WHERE user_id = $1 AND kind = 'reset'", made.Id())).ShouldBe(3L, "strangers may use up what they share");

        await hr.ActAsync(made.Id(), "reset-password", HttpStatusCode.Accepted);

        (await _host.SqlAsync("SELECT count(*) FROM password_links WHERE user_id = $1 AND kind = 'reset'", made.Id())).ShouldBe(4L);
    }

    [Fact]
    public async Task L3_Reset_OfAnAccountThatIsGuessedAt_LetsItsOwnerIn()
    {
        using var hr = await _host.FreshAsync("hr@acme.test");
        var email = (await _host.HireAsync(hr)).Text("email");
        for (var i = 0; i < 11; i++)
        {
            await RefusedAsync(email, "a stranger's guess");
        }

        await _host.SqlAsync("UPDATE attempt_counters SET blocked_until = blocked_until + interval '1 hour' WHERE blocked_until IS NOT NULL");
        await RefusedAsync(email, SatcomHost.DemoPassword);
        var link = await LinkAsync(email, 2);
        using var client = _host.Anonymous();
        await client.SendAsync(Reset, new { token = Token(link), newPassword = Good }, HttpStatusCode.NoContent);

        await SignsInAsync(email, Good);
    }

    [Fact]
    public async Task L6_Reset_AfterHalfAnHour_IsRefused()
    {
        var link = await LinkAsync("lead@acme.test", 1);
        fixture.Clock.Advance(TimeSpan.FromMinutes(30));
        using var client = _host.Anonymous();
        await client.PostProblemAsync(Reset, new { token = Token(link), newPassword = Good }, HttpStatusCode.UnprocessableEntity, "link_expired");
    }

    [Fact]
    public async Task A23_Reset_WhenTwentyComeAtOnceWithOneLink_OneWins()
    {
        var token = Token(await LinkAsync("staff@acme.test", 1));
        using var client = _host.Anonymous();
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => client.PostAsJsonAsync(Reset, new { token, newPassword = $"{Good} {i}" })));
        responses.Count(r => r.StatusCode == HttpStatusCode.NoContent).ShouldBe(1);
        responses.Where(r => r.StatusCode != HttpStatusCode.NoContent).ShouldAllBe(r => r.StatusCode == HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A23_Invitation_MailedForANewAccount_SetsItsFirstPassword()
    {
        const string Email = "nadia@acme.test";
        await _host.ChangeAsync("acme", async db =>
        {
            var user = db.Users.Single(u => u.NormalizedEmail == "NADIA@ACME.TEST");
            await Task.CompletedTask;
            db.Users.Entry(user).Property(u => u.PasswordHash).CurrentValue = null;
        });
        await RefusedAsync(Email, SatcomHost.DemoPassword);
        var tenant = await _host.Services.GetRequiredService<ITenantDirectory>().FindAsync("acme", CancellationToken.None);
        await _host.Services.GetRequiredService<ITenantRunner>().RunAsync(
            tenant!,
            async (services, token) =>
            {
                services.GetRequiredService<IPasswordLinks>().Invite(services.GetRequiredService<ISatcomDb>().Users.Single(u => u.NormalizedEmail == "NADIA@ACME.TEST"), fixture.Clock.GetUtcNow());
                (await services.GetRequiredService<IUnitOfWork>().CommitAsync(token)).Conflict.ShouldBeNull();
            },
            CancellationToken.None);
        var mail = await fixture.Inbox.LatestAsync(Email);
        mail.Subject.ShouldBe("Your account at Acme Facilities");

        fixture.Clock.Advance(TimeSpan.FromHours(71));
        using var client = _host.Anonymous();
        await client.SendAsync(Reset, new { token = Token(LinkIn(mail.Text)), newPassword = Good }, HttpStatusCode.NoContent);

        await SignsInAsync(Email, Good);
    }

    [Fact]
    public async Task L11_Change_NeedsThePresentPasswordAndEndsTheOtherSessions()
    {
        const string Email = "technician@acme.test";
        var (mine, other) = (await _host.LoginAsync(Email), await _host.LoginAsync(Email));
        using var client = _host.With(mine.Text("accessToken"));
        await client.PostProblemAsync(Change, new { currentPassword = "not it", newPassword = Good }, HttpStatusCode.UnprocessableEntity, "password_wrong");

        await client.SendAsync(Change, new { currentPassword = SatcomHost.DemoPassword, newPassword = Good }, HttpStatusCode.NoContent);

        await client.ReadAsync("/api/v1/me");
        using var elsewhere = _host.With(other.Text("accessToken"));
        await elsewhere.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        await SignsInAsync(Email, Good);
        await fixture.Inbox.SubjectAsync(Email, "Your password was changed");
        for (var i = 0; i < 8; i++)
        {
            await client.PostProblemAsync(Change, new { currentPassword = "not it", newPassword = Good }, HttpStatusCode.UnprocessableEntity, "password_wrong");
        }

        await client.PostProblemAsync(Change, new { currentPassword = Good, newPassword = "another long pass phrase" }, HttpStatusCode.TooManyRequests, "rate_limited");
    }

    [Theory]
    [InlineData("elevenchars", "too_short")]
    [InlineData("password1234", "too_common")]
    [InlineData("aaaaaaaaaaaaaaaa", "too_common")]
    [InlineData("123456789012345", "too_common")]
    [InlineData("omar2026acme", "too_personal")]
    [InlineData("Satcom!Demo12", "too_personal")]
    public async Task L10_Change_ToAPasswordThatIsGuessed_IsRefused(string password, string code)
    {
        using var client = await _host.AsAsync("omar@acme.test");
        using var fresh = _host.With((await _host.LoginAsync("omar@acme.test")).Text("accessToken"));
        var problem = await fresh.PostProblemAsync(Change, new { currentPassword = SatcomHost.DemoPassword, newPassword = password }, HttpStatusCode.BadRequest, "validation_failed");
        problem.GetProperty("errors").GetProperty("newPassword")[0].Text("code").ShouldBe(code);
    }

    [Fact]
    public async Task L11_Change_ToARefusedPassword_SaysNothingOfThePresentOne()
    {
        using var client = _host.With((await fixture.ProveAsync("hr@globex.test")).Text("accessToken"));
        await client.PostProblemAsync(Change, new { currentPassword = "not it", newPassword = "short" }, HttpStatusCode.BadRequest, "validation_failed");
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.passwordChangeRefused' AND entity_id = $1", await _host.UserIdAsync("hr@globex.test"))).ShouldBe(0L);
    }

    [Fact]
    public async Task L11_Change_WhenThirtyGuessesComeAtOnce_JudgesTenAndWritesEachOnce()
    {
        const string Email = "nadia@globex.test";
        using var client = _host.With((await fixture.ProveAsync(Email)).Text("accessToken"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => client.PostAsJsonAsync(Change, new { currentPassword = $"guess {i}", newPassword = Good })));

        answers.Count(a => a.StatusCode == HttpStatusCode.UnprocessableEntity).ShouldBe(10);
        answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests).ShouldBe(20);
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.passwordChangeRefused' AND entity_id = $1", await _host.UserIdAsync(Email))).ShouldBe(10L);
    }

    [Fact]
    public async Task L9_Change_ToTheLongestPasswordOfEmoji_RoundTrips()
    {
        const string Email = "superadmin@acme.test";
        var longest = string.Concat(Enumerable.Repeat("😀🐴🔋🌍🎈🍀🚀🎻", 16));
        using var client = _host.With((await _host.LoginAsync(Email)).Text("accessToken"));
        await client.PostProblemAsync(Change, new { currentPassword = SatcomHost.DemoPassword, newPassword = longest + "😀" }, HttpStatusCode.BadRequest, "validation_failed");

        await client.SendAsync(Change, new { currentPassword = SatcomHost.DemoPassword, newPassword = longest }, HttpStatusCode.NoContent);

        await SignsInAsync(Email, longest);
        await RefusedAsync(Email, longest[..^2]);
    }

    [Fact]
    public async Task L8_Login_WithAnOldHash_RenewsIt()
    {
        const string Email = "employee@acme.test";
        var old = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 500 })).HashPassword(null!, SatcomHost.DemoPassword);
        await _host.SqlAsync("UPDATE users SET password_hash = $1 WHERE email = $2", old, Email);

        await SignsInAsync(Email, SatcomHost.DemoPassword);

        var renewed = (string)(await _host.SqlAsync("SELECT password_hash FROM users WHERE email = $1", Email))!;
        renewed.ShouldStartWith("s2$");
        await SignsInAsync(Email, SatcomHost.DemoPassword);
        (await _host.SqlAsync("SELECT password_hash FROM users WHERE email = $1", Email)).ShouldBe(renewed, "it is right now, and stays");

        // A31: what the database holds is no use without the key.
        new PasswordHasher<User>().VerifyHashedPassword(null!, renewed.Split('$')[1], SatcomHost.DemoPassword).ShouldBe(PasswordVerificationResult.Failed);
    }

    [Fact]
    public async Task A32_PasswordHash_InAnotherAccountsRow_OpensNothing_AndAnOldOneIsBoundAtTheNextSignIn()
    {
        const string Swap = "UPDATE users u SET password_hash = o.password_hash FROM users o WHERE u.id = ANY ($1) AND o.id = ANY ($1) AND o.id <> u.id";
        using var hr = await _host.FreshAsync("hr@acme.test");
        var people = new[] { await _host.HireAsync(hr), await _host.HireAsync(hr) };
        var ids = people.Select(p => p.Id()).ToArray();
        await _host.SqlAsync(Swap, ids);
        foreach (var person in people)
        {
            await RefusedAsync(person.Text("email"), SatcomHost.DemoPassword);
        }

        await _host.SqlAsync(Swap, ids);
        await SignsInAsync(people[0].Text("email"), SatcomHost.DemoPassword);

        // As hashes were sealed before: for no account.
        var bare = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 })).HashPassword(null!, SatcomHost.DemoPassword);
        var old = "s1$" + Convert.ToBase64String(_host.Services.GetRequiredService<Sealer>().Seal(System.Text.Encoding.ASCII.GetBytes(bare), "password-hash"));
        await _host.SqlAsync("UPDATE users SET password_hash = $1 WHERE id = $2", old, ids[1]);
        await SignsInAsync(people[1].Text("email"), SatcomHost.DemoPassword);
        ((string)(await _host.SqlAsync("SELECT password_hash FROM users WHERE id = $1", ids[1]))!).ShouldStartWith("s2$");
        await SignsInAsync(people[1].Text("email"), SatcomHost.DemoPassword);
    }

    [Fact]
    public async Task A23_Invitation_OfAPersonWhoWasDeactivatedMeanwhile_StaysDeadWhenTheyComeBack()
    {
        using var hr = await _host.FreshAsync("hr@acme.test");
        var made = await hr.SendAsync(PeopleSteps.Users, PeopleSteps.NewPerson(), HttpStatusCode.Created);
        var link = LinkIn((await fixture.Inbox.LatestAsync(made.Text("email"))).Text);
        await hr.ActAsync(made.Id(), "deactivate");
        await hr.ActAsync(made.Id(), "reactivate");

        using var client = _host.Anonymous();
        await client.PostProblemAsync(Reset, new { token = Token(link), newPassword = Good }, HttpStatusCode.UnprocessableEntity, "link_expired");
    }

    [Fact]
    public async Task A23_L6_Forgot_ForAnInvitedPerson_MailsAnotherInvitationOfThreeDays()
    {
        using var hr = await _host.FreshAsync("hr@acme.test");
        var email = (await hr.SendAsync(PeopleSteps.Users, PeopleSteps.NewPerson(), HttpStatusCode.Created)).Text("email");
        var first = LinkIn((await fixture.Inbox.LatestAsync(email)).Text);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));

        var second = await LinkAsync(email, 2);
        fixture.Clock.Advance(TimeSpan.FromHours(71));

        using var client = _host.Anonymous();
        await client.PostProblemAsync(Reset, new { token = Token(first), newPassword = Good }, HttpStatusCode.UnprocessableEntity, "link_expired");
        await client.SendAsync(Reset, new { token = Token(second), newPassword = Good }, HttpStatusCode.NoContent);
        await SignsInAsync(email, Good);
    }

    [Fact]
    public async Task Register_InDevelopment_MakesAnAccountAndTellsNothingOfAnother()
    {
        using var client = _host.Anonymous();
        var body = new { email = "new@acme.test", password = Good, displayName = "Noor Amin", tenant = "acme" };
        await client.SendAsync("/api/v1/auth/register", body, HttpStatusCode.Accepted);
        await client.SendAsync("/api/v1/auth/register", body with { password = "quite another phrase" }, HttpStatusCode.Accepted);
        await SignsInAsync("new@acme.test", Good);
    }

    private async Task<string> LinkAsync(string email, int number)
    {
        using var client = _host.Anonymous();
        await client.SendAsync(Forgot, new { email, tenant = "acme" }, HttpStatusCode.Accepted);
        return LinkIn((await fixture.Inbox.LatestAsync(email, number)).Text);
    }

    private async Task AskAsync(string email, string source)
    {
        using var client = _host.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", source);
        await client.SendAsync(Forgot, new { email, tenant = "acme" }, HttpStatusCode.Accepted);
    }

    private Task AskedAsync() => HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT count(*) FROM password_requests"), left => left is 0L);

    private async Task SignsInAsync(string email, string password)
    {
        using var client = _host.Anonymous();
        (await client.SendAsync(SignInHost.Login, new { email, password })).TryGetProperty("accessToken", out _).ShouldBeTrue();
    }

    private async Task RefusedAsync(string email, string password)
    {
        using var client = _host.Anonymous();
        await client.PostProblemAsync(SignInHost.Login, new { email, password }, HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    private static string LinkIn(string text) => Link().Match(text).Value;

    private static string Token(string link) => link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..];

    [GeneratedRegex("http[^\\s]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
