using System.Net;
using System.Text.RegularExpressions;
using Satcom.Domain.Tenancy;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity;

/// <summary>What was right when a sign-in or a reset began, and is not any more when its code or link comes. Every test has a person of its own.</summary>
public sealed partial class BetweenStepsTests(SignInHost fixture) : IClassFixture<SignInHost>
{
    private const string Forgot = "/api/v1/auth/password/forgot";
    private const string Reset = "/api/v1/auth/password/reset";
    private const string Good = "correct horse battery";

    private readonly SatcomHost _host = fixture.Host;

    [Fact]
    public async Task L12_Verify_WhenThePersonWasDeactivatedMeanwhile_RefusesTheRightCode()
    {
        var (challengeId, code) = await BeginAsync("hr@globex.test");
        await _host.SqlAsync("UPDATE users SET status = 'deactivated' WHERE email = 'hr@globex.test'");

        await VerifyAsync(challengeId, code, "otp_expired");
    }

    [Fact]
    public async Task L12_Verify_WhenTheCompanyWasSuspendedMeanwhile_RefusesTheRightCode()
    {
        var (challengeId, code) = await BeginAsync("manager@globex.test");
        await SuspendAsync("globex", suspended: true);

        await VerifyAsync(challengeId, code, "otp_expired");

        await SuspendAsync("globex", suspended: false);
        using var client = _host.Anonymous();
        await client.SendAsync(SignInHost.Verify, new { challengeId, code });
    }

    [Fact]
    public async Task L12_Verify_WhenAnotherAttemptsCodeWasPutInItsPlace_RefusesIt()
    {
        var (_, code) = await BeginAsync("lead@globex.test");
        var (challengeId, own) = await BeginAsync("staff@globex.test");
        await _host.SqlAsync(
            """
            UPDATE device_challenges SET code_hash = (SELECT c.code_hash FROM device_challenges c JOIN users u ON u.id = c.user_id WHERE u.email = 'lead@globex.test')
            WHERE user_id = (SELECT id FROM users WHERE email = 'staff@globex.test')
            """);

        await VerifyAsync(challengeId, code, "otp_invalid");
        await VerifyAsync(challengeId, own, "otp_invalid");
    }

    [Fact]
    public async Task L14_Resend_AQuarterOfAnHourAfterTheBeginning_IsOver()
    {
        var (challengeId, _) = await BeginAsync("technician@globex.test");
        fixture.Clock.Advance(TimeSpan.FromMinutes(15));

        using var client = _host.Anonymous();
        await client.PostProblemAsync(SignInHost.Resend, new { challengeId }, HttpStatusCode.Unauthorized, "otp_expired");
    }

    [Fact]
    public async Task A23_Reset_WhenThePersonOrTheCompanyWasShutMeanwhile_IsRefused()
    {
        var token = await LinkAsync("lead@acme.test");
        await _host.SqlAsync("UPDATE users SET status = 'deactivated' WHERE email = 'lead@acme.test'");
        await RefuseAsync(token);
        await _host.SqlAsync("UPDATE users SET status = 'active' WHERE email = 'lead@acme.test'");
        await SuspendAsync("acme", suspended: true);
        await RefuseAsync(token);
        await SuspendAsync("acme", suspended: false);

        using var client = _host.Anonymous();
        await client.SendAsync(Reset, new { token, newPassword = Good }, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A23_Reset_InAnotherCompany_IsRefusedAndTheLinkStaysGood()
    {
        var token = await LinkAsync("staff@acme.test");
        using var elsewhere = _host.Anonymous();
        elsewhere.DefaultRequestHeaders.Add("X-Tenant", "globex");
        await elsewhere.PostProblemAsync(Reset, new { token, newPassword = Good }, HttpStatusCode.Forbidden, "tenant_mismatch");

        using var client = _host.Anonymous();
        await client.SendAsync(Reset, new { token, newPassword = Good }, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A23_Reset_AfterThePasswordWasChangedOtherwise_IsRefused()
    {
        var token = await LinkAsync("technician@acme.test");
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        using (var client = _host.With((await _host.LoginAsync("technician@acme.test")).Text("accessToken")))
        {
            await client.SendAsync("/api/v1/auth/password/change", new { currentPassword = SatcomHost.DemoPassword, newPassword = Good }, HttpStatusCode.NoContent);
        }

        await RefuseAsync(token);
    }

    [Fact]
    public async Task L12_Verify_WhenThePasswordWasSetAnewMeanwhile_RefusesTheRightCode()
    {
        const string Email = "omar@globex.test";
        var (challengeId, code) = await BeginAsync(Email);
        using (var client = _host.Anonymous())
        {
            await client.SendAsync(Forgot, new { email = Email, tenant = "globex" }, HttpStatusCode.Accepted);
            var mails = await HostWork.EventuallyAsync(() => fixture.Inbox.ReadAsync(Email), m => m.Any(mail => Token().IsMatch(mail.Text)));
            var token = mails.Select(m => Token().Match(m.Text)).Single(m => m.Success).Value;
            await client.SendAsync(Reset, new { token, newPassword = Good }, HttpStatusCode.NoContent);
        }

        await VerifyAsync(challengeId, code, "otp_expired");
    }

    [Fact]
    public async Task L11_L12_Verify_WhenThePasswordWasChangedAndTheOtherSessionsKept_RefusesTheRightCode()
    {
        const string Email = "employee@globex.test";
        var mine = await fixture.ProveAsync(Email);
        using var other = _host.With((await fixture.LoginAsync(Email, mine.Text("deviceToken"))).Text("accessToken"));
        fixture.Clock.Advance(TimeSpan.FromSeconds(61));
        var sent = await fixture.CountAsync(Email);
        var challengeId = (await fixture.LoginAsync(Email, name: "Thief")).GetProperty("deviceVerification").Text("challengeId");
        var code = await fixture.CodeAsync(Email, sent + 1);
        using (var owner = _host.With(mine.Text("accessToken")))
        {
            await owner.SendAsync("/api/v1/auth/password/change", new { currentPassword = SatcomHost.DemoPassword, newPassword = Good, keepOtherSessions = true }, HttpStatusCode.NoContent);
        }

        await VerifyAsync(challengeId, code, "otp_expired");
        (await other.ReadAsync("/api/v1/me")).Text("email").ShouldBe(Email, "the choice that L11 offers");
        (await _host.SqlAsync("SELECT after->>'endedChallenges' FROM audit_entries WHERE action = 'auth.passwordChange' AND entity_id = $1 AND after ? 'endedChallenges'", await _host.UserIdAsync(Email))).ShouldBe("1");
    }

    [Fact]
    public async Task A27_L16_SignInThatWaits_WhenItsPersonIsSignedOutEverywhere_IsOver()
    {
        const string Email = "nadia@globex.test";
        var id = await _host.UserIdAsync(Email);
        using var admin = _host.With((await fixture.ProveAsync("superadmin@globex.test", trust: false)).Text("accessToken"));

        // Without a code: a number gets three in a quarter of an hour.
        await fixture.SetAsync(s => s with { DeviceVerification = DeviceVerification.Off });
        using var own = _host.With((await fixture.LoginAsync(Email)).Text("accessToken"));
        await fixture.SetAsync(s => s with { DeviceVerification = DeviceVerification.NewDevices });
        Func<Task>[] ends =
        [
            () => own.SendAsync("/api/v1/auth/logout", new { everywhere = true }, HttpStatusCode.NoContent),
            async () => (await admin.DeleteAsync(new Uri($"{PeopleSteps.Users}/{id}/sessions", UriKind.Relative))).EnsureSuccessStatusCode().Dispose(),
            () => admin.ChangeAsync(id, new { email = "nadia.new@globex.test" }),
        ];
        foreach (var end in ends)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(61));
            var sent = await fixture.CountAsync(Email);
            var challengeId = (await fixture.LoginAsync(Email, name: "Thief")).GetProperty("deviceVerification").Text("challengeId");
            var code = await fixture.CodeAsync(Email, sent + 1);

            await end();

            await VerifyAsync(challengeId, code, "otp_expired");
        }

        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE entity_id = $1 AND after ? 'endedChallenges'", id)).ShouldBe(3L);
    }

    private async Task<(string ChallengeId, string Code)> BeginAsync(string email) =>
        ((await fixture.LoginAsync(email)).GetProperty("deviceVerification").Text("challengeId"), await fixture.CodeAsync(email));

    private async Task VerifyAsync(string challengeId, string code, string problem)
    {
        using var client = _host.Anonymous();
        await client.PostProblemAsync(SignInHost.Verify, new { challengeId, code }, HttpStatusCode.Unauthorized, problem);
    }

    private async Task<string> LinkAsync(string email)
    {
        using var client = _host.Anonymous();
        await client.SendAsync(Forgot, new { email, tenant = "acme" }, HttpStatusCode.Accepted);
        return Token().Match((await fixture.Inbox.LatestAsync(email)).Text).Value;
    }

    private async Task RefuseAsync(string token)
    {
        using var client = _host.Anonymous();
        await client.PostProblemAsync(Reset, new { token, newPassword = Good }, HttpStatusCode.UnprocessableEntity, "link_expired");
    }

    /// <summary>Past the time that a company's state is remembered.</summary>
    private async Task SuspendAsync(string slug, bool suspended)
    {
        await _host.SqlAsync("UPDATE tenants SET status = $2 WHERE slug = $1", slug, suspended ? "suspended" : "active");
        fixture.Clock.Advance(TimeSpan.FromSeconds(6));
    }

    [GeneratedRegex("(?<=token=)[\\w.-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
