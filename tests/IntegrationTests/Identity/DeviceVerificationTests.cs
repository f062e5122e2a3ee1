using System.Net;
using System.Net.Http.Json;
using Satcom.Domain.Tenancy;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Identity;

/// <summary>L12–L14, L16: codes that prove a device. Every test has a person of its own, for whom codes are counted.</summary>
public sealed class DeviceVerificationTests(SignInHost fixture) : IClassFixture<SignInHost>
{
    private readonly SatcomHost _host = fixture.Host;

    [Fact]
    public async Task L12_L19_L20_A25_Login_OnANewDevice_GivesNoTokenUntilTheCodeIsRight()
    {
        var answer = await fixture.LoginAsync("hr@globex.test");

        answer.EnumerateObject().Select(p => p.Name).ShouldBe(["deviceVerification"]);
        var challenge = answer.GetProperty("deviceVerification");
        challenge.Text("channel").ShouldBe("sms");
        challenge.Text("destinationHint").ShouldEndWith("•000");
        (challenge.GetProperty("expiresAt").GetDateTimeOffset() - fixture.Clock.GetUtcNow()).TotalSeconds.ShouldBeInRange(280, 300);
        (challenge.GetProperty("resendAfter").GetDateTimeOffset() - fixture.Clock.GetUtcNow()).TotalSeconds.ShouldBeInRange(40, 60);
        (await _host.SqlAsync("SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = 'hr@globex.test'")).ShouldBe(0L);

        var code = await fixture.CodeAsync("hr@globex.test");
        using var client = _host.Anonymous();
        await client.PostProblemAsync(SignInHost.Verify, new { challengeId = challenge.Text("challengeId"), code = SignInHost.Wrong(code) }, HttpStatusCode.Unauthorized, "otp_invalid");

        // What cannot be a code is no try.
        foreach (var slip in (string[])["12345", "1234567", "12345x", "١٢٣٤٥"])
        {
            await client.PostProblemAsync(SignInHost.Verify, new { challengeId = challenge.Text("challengeId"), code = slip }, HttpStatusCode.BadRequest, "validation_failed");
        }

        (await _host.SqlAsync("SELECT tries FROM device_challenges c JOIN users u ON u.id = c.user_id WHERE u.email = 'hr@globex.test'")).ShouldBe(1);

        // As a phone with Arabic digits sends it.
        var typed = string.Concat(code.Select(digit => (char)('٠' + (digit - '0')))).Insert(3, " ");
        var tokens = await client.SendAsync(SignInHost.Verify, new { challengeId = challenge.Text("challengeId"), code = typed, trust = false });

        using var signedIn = _host.With(tokens.Text("accessToken"));
        (await signedIn.ReadAsync("/api/v1/me")).Text("email").ShouldBe("hr@globex.test");
        tokens.TryGetProperty("deviceToken", out _).ShouldBeFalse();
        await client.PostProblemAsync(SignInHost.Verify, new { challengeId = challenge.Text("challengeId"), code }, HttpStatusCode.Unauthorized, "otp_expired");

        // A25, L19: the person is told, and the audit says why.
        (await fixture.Inbox.LatestAsync("hr@globex.test")).Subject.ShouldBe("تسجيل دخول على جهاز جديد");
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.deviceVerify' AND reason = 'code_wrong' AND entity_id = (SELECT c.id FROM device_challenges c JOIN users u ON u.id = c.user_id WHERE u.email = 'hr@globex.test')")).ShouldBe(1L);
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.codeRefused' AND reason = 'code_over' AND entity_id = (SELECT c.id FROM device_challenges c JOIN users u ON u.id = c.user_id WHERE u.email = 'hr@globex.test')")).ShouldBe(1L);
    }

    [Fact]
    public async Task L12_Verify_AfterFiveWrongCodes_RefusesTheRightOne()
    {
        var challengeId = (await fixture.LoginAsync("manager@globex.test")).GetProperty("deviceVerification").Text("challengeId");
        var code = await fixture.CodeAsync("manager@globex.test");
        using var client = _host.Anonymous();
        for (var i = 0; i < 5; i++)
        {
            await client.PostProblemAsync(SignInHost.Verify, new { challengeId, code = SignInHost.Wrong(code) }, HttpStatusCode.Unauthorized, "otp_invalid");
        }

        await client.PostProblemAsync(SignInHost.Verify, new { challengeId, code }, HttpStatusCode.Unauthorized, "otp_expired");
    }

    [Fact]
    public async Task L12_Verify_AfterFiveMinutesOrInAnotherCompany_RefusesTheRightCode()
    {
        var challengeId = (await fixture.LoginAsync("lead@globex.test")).GetProperty("deviceVerification").Text("challengeId");
        var code = await fixture.CodeAsync("lead@globex.test");
        using var elsewhere = _host.Anonymous();
        elsewhere.DefaultRequestHeaders.Add("X-Tenant", "acme");
        await elsewhere.PostProblemAsync(SignInHost.Verify, new { challengeId, code }, HttpStatusCode.Forbidden, "tenant_mismatch");

        fixture.Clock.Advance(TimeSpan.FromMinutes(5));

        using var client = _host.Anonymous();
        await client.PostProblemAsync(SignInHost.Verify, new { challengeId, code }, HttpStatusCode.Unauthorized, "otp_expired");
        await client.PostProblemAsync(SignInHost.Verify, new { challengeId = "sdc_nothing", code }, HttpStatusCode.Unauthorized, "otp_expired");
    }

    [Fact]
    public async Task L12_Verify_WhenTwentyRightCodesComeAtOnce_StartsOneSession()
    {
        var challengeId = (await fixture.LoginAsync("staff@globex.test")).GetProperty("deviceVerification").Text("challengeId");
        var code = await fixture.CodeAsync("staff@globex.test");
        using var client = _host.Anonymous();
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.PostAsJsonAsync(SignInHost.Verify, new { challengeId, code, trust = true })));

        responses.Count(r => r.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var lost in responses.Where(r => r.StatusCode != HttpStatusCode.OK))
        {
            await lost.ProblemAsync(HttpStatusCode.Unauthorized, "otp_expired");
        }

        (await _host.SqlAsync("SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = 'staff@globex.test'")).ShouldBe(1L);
        (await _host.SqlAsync("SELECT count(*) FROM trusted_devices d JOIN users u ON u.id = d.user_id WHERE u.email = 'staff@globex.test'")).ShouldBe(1L);
    }

    [Fact]
    public async Task L13_Verify_WhenFortyWrongCodesComeAtOnce_JudgesFive()
    {
        var challengeId = (await fixture.LoginAsync("technician@globex.test")).GetProperty("deviceVerification").Text("challengeId");
        var wrong = SignInHost.Wrong(await fixture.CodeAsync("technician@globex.test"));
        using var client = _host.Anonymous();
        var responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => client.PostAsJsonAsync(SignInHost.Verify, new { challengeId, code = wrong })));

        var judged = 0;
        foreach (var response in responses)
        {
            var code = (await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).Text("code");
            code.ShouldBeOneOf("otp_invalid", "otp_expired", "service_unavailable");
            judged += code is "otp_invalid" ? 1 : 0;
        }

        judged.ShouldBe(5);
        (await _host.SqlAsync("SELECT tries FROM device_challenges c JOIN users u ON u.id = c.user_id WHERE u.email = 'technician@globex.test'")).ShouldBe(5);
    }

    [Fact]
    public async Task L13_Verify_WithAnEleventhTryOfTheDay_Waits()
    {
        const string Email = "employee@globex.test";
        using var client = _host.Anonymous();
        for (var round = 1; round <= 3; round++)
        {
            var challengeId = (await fixture.LoginAsync(Email)).GetProperty("deviceVerification").Text("challengeId");
            var code = await fixture.CodeAsync(Email, round);
            for (var i = 0; i < 5 && round < 3; i++)
            {
                await client.PostProblemAsync(SignInHost.Verify, new { challengeId, code = SignInHost.Wrong(code) }, HttpStatusCode.Unauthorized, "otp_invalid");
            }

            if (round == 3)
            {
                await client.PostProblemAsync(SignInHost.Verify, new { challengeId, code }, HttpStatusCode.TooManyRequests, "rate_limited");
            }

            fixture.Clock.Advance(TimeSpan.FromSeconds(61));
        }

        // Three codes lie within the last quarter of an hour.
        using var fourth = await client.PostAsJsonAsync(SignInHost.Login, new { email = Email, password = SatcomHost.DemoPassword });
        await fourth.ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        fourth.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 900);
    }

    [Fact]
    public async Task L14_Resend_OnlyAfterAMinute_PutsAFreshCodeInThePlaceOfTheFirst()
    {
        const string Email = "omar@globex.test";
        var challengeId = (await fixture.LoginAsync(Email)).GetProperty("deviceVerification").Text("challengeId");
        var first = await fixture.CodeAsync(Email);
        using var client = _host.Anonymous();
        using var early = await client.PostAsJsonAsync(SignInHost.Resend, new { challengeId });
        await early.ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        early.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        (await early.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).Text("detail").ShouldEndWith($": {early.Headers.RetryAfter}.");

        fixture.Clock.Advance(TimeSpan.FromSeconds(61));
        await client.SendAsync(SignInHost.Resend, new { challengeId }, HttpStatusCode.Accepted);
        var second = await fixture.CodeAsync(Email, 2);
        if (!string.Equals(first, second, StringComparison.Ordinal))
        {
            await client.PostProblemAsync(SignInHost.Verify, new { challengeId, code = first }, HttpStatusCode.Unauthorized, "otp_invalid");
        }

        await client.SendAsync(SignInHost.Verify, new { challengeId, code = second });
        await client.PostProblemAsync(SignInHost.Resend, new { challengeId }, HttpStatusCode.Unauthorized, "otp_expired");

        // Whoever signs in once more before another code may follow goes on with the one that they have.
        fixture.Clock.Advance(TimeSpan.FromSeconds(61));
        var began = (await fixture.LoginAsync(Email)).GetProperty("deviceVerification");
        var third = await fixture.CodeAsync(Email, 3);
        await client.PostProblemAsync(SignInHost.Verify, new { challengeId = began.Text("challengeId"), code = SignInHost.Wrong(third) }, HttpStatusCode.Unauthorized, "otp_invalid");
        var again = (await fixture.LoginAsync(Email, name: "Tablet")).GetProperty("deviceVerification");
        foreach (var moment in (string[])["expiresAt", "resendAfter"])
        {
            again.GetProperty(moment).GetDateTimeOffset().ShouldBe(began.GetProperty(moment).GetDateTimeOffset(), TimeSpan.FromMilliseconds(1));
        }

        again.Text("destinationHint").ShouldBe(began.Text("destinationHint"));
        await client.PostProblemAsync(SignInHost.Verify, new { challengeId = began.Text("challengeId"), code = third }, HttpStatusCode.Unauthorized, "otp_expired");
        (await _host.SqlAsync("SELECT tries FROM device_challenges c JOIN users u ON u.id = c.user_id WHERE u.email = $1 AND settled_at IS NULL", Email)).ShouldBe(1, "the tries go with it");
        var tokens = await client.SendAsync(SignInHost.Verify, new { challengeId = again.Text("challengeId"), code = third });
        (await fixture.CountAsync(Email)).ShouldBe(3);
        using var signedIn = _host.With(tokens.Text("accessToken"));
        (await signedIn.ReadAsync("/api/v1/auth/sessions")).GetProperty("items").EnumerateArray().ShouldContain(session => session.Text("deviceName").Is("Tablet"));
    }

    [Fact]
    public async Task L12_Login_WithoutAPhone_SendsTheCodeByMail()
    {
        const string Email = "nadia@globex.test";
        await _host.SqlAsync("UPDATE users SET phone = NULL WHERE email = $1", Email);

        var challenge = (await fixture.LoginAsync(Email)).GetProperty("deviceVerification");

        (challenge.Text("channel"), challenge.Text("destinationHint")).ShouldBe(("mail", "n•••@globex.test"));
        using var client = _host.Anonymous();
        await client.SendAsync(SignInHost.Verify, new { challengeId = challenge.Text("challengeId"), code = await fixture.CodeAsync(Email) });
    }

    [Fact]
    public async Task L16_Challenge_UsedAsATokenOfAnyKind_OpensNothing()
    {
        var challengeId = (await fixture.LoginAsync("superadmin@globex.test")).GetProperty("deviceVerification").Text("challengeId");
        using var bearer = _host.With(challengeId);
        foreach (var path in (string[])["/api/v1/me", "/api/v1/auth/sessions", "/api/v1/tenant", "/api/v1/attendance/today", "/hubs/satcom?id=x"])
        {
            using var response = await bearer.GetAsync(new Uri(path, UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        }

        using var client = _host.Anonymous();
        await client.PostProblemAsync("/api/v1/auth/refresh", new { refreshToken = challengeId }, HttpStatusCode.Unauthorized, "refresh_invalid");
        await client.PostProblemAsync("/api/v1/auth/password/reset", new { token = challengeId, newPassword = "correct horse battery" }, HttpStatusCode.UnprocessableEntity, "link_expired");
        var answer = await fixture.LoginAsync("superadmin@acme.test", challengeId);
        answer.TryGetProperty("accessToken", out _).ShouldBeTrue("acme asks for no code");
    }

    [Fact]
    public async Task L12_Codes_AreNowhereButInTheMessage()
    {
        // Counted over what the other tests of this class have left, too.
        await fixture.SetAsync(s => s with { DeviceVerification = DeviceVerification.NewDevices });
        var hashes = await _host.SqlAsync("SELECT bool_and(octet_length(code_hash) = 32) FROM device_challenges");
        (hashes is true or DBNull).ShouldBeTrue();
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE after::text ~ 'codeHash|tokenHash|fingerprintHash'")).ShouldBe(0L);
    }
}
