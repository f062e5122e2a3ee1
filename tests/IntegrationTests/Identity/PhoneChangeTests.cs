using System.Net;
using System.Text.RegularExpressions;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity;

/// <summary>L15 and A25: another number, by its person and by HR. Every test has a person of its own in globex.</summary>
public sealed partial class PhoneChangeTests(SignInHost fixture) : IClassFixture<SignInHost>
{
    private const string Phone = "/api/v1/me/phone";
    private const string Confirm = "/api/v1/me/phone/confirm";
    private const string Change = "/api/v1/me/phone/change";

    private readonly SatcomHost _host = fixture.Host;

    [Fact]
    public async Task L15_Phone_ChangedByItsPerson_GetsCodesOnlyAfterADay()
    {
        const string Email = "manager@globex.test";
        const string Next = "+971559000001";
        using var client = await SignInAsync(Email);
        var old = await PhoneAsync(Email);
        (await client.ReadAsync(Phone)).Text("phone").ShouldBe(old);

        var asked = await client.SendAsync(Phone, new { phone = Next });
        (asked.Text("channel"), asked.Text("destinationHint")).ShouldBe(("sms", $"{new string('•', old.Length - 3)}{old[^3..]}"));
        var code = await CodeAsync(old);
        await client.PostProblemAsync(Confirm, new { code = SignInHost.Wrong(code) }, HttpStatusCode.UnprocessableEntity, "phone_code_wrong");
        var changed = await client.SendAsync(Confirm, new { code });

        (changed.Text("phone"), changed.GetProperty("canCancel").GetBoolean()).ShouldBe((Next, true));
        changed.GetProperty("heldUntil").GetDateTimeOffset().ShouldBe(fixture.Clock.GetUtcNow() + TimeSpan.FromHours(24), TimeSpan.FromMinutes(1));
        await client.PostProblemAsync(Confirm, new { code }, HttpStatusCode.UnprocessableEntity, "phone_code_over");

        // Both old channels are told, in the company's language.
        await fixture.Inbox.SubjectAsync(Email, "سيتغير رقم هاتفك");
        (await fixture.Inbox.InboxAsync($"{old[1..]}@sms.test", 3)).ShouldContain(m => m.Text.Contains("ستصل إليه الرموز", StringComparison.Ordinal));
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries a JOIN users u ON u.id = a.entity_id WHERE a.action = 'auth.phoneChange' AND u.email = $1", Email)).ShouldBe(1L);

        (await HintAsync(Email)).ShouldEndWith(old[^3..]);
        (await fixture.Inbox.ReadAsync($"{Next[1..]}@sms.test")).ShouldBeEmpty();
        fixture.Clock.Advance(TimeSpan.FromHours(24));
        (await HintAsync(Email)).ShouldEndWith(Next[^3..]);
        (await fixture.Inbox.LatestAsync($"{Next[1..]}@sms.test")).Text.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task L15_Phone_WhenTheChangeIsTakenBack_StaysAndIsTold()
    {
        const string Email = "staff@globex.test";
        using var client = await SignInAsync(Email);
        var old = await PhoneAsync(Email);
        await client.SendAsync(Phone, new { phone = "+971559000002" });
        await client.SendAsync(Confirm, new { code = await CodeAsync(old) });

        using var cancelled = await client.DeleteAsync(new Uri(Change, UriKind.Relative));
        cancelled.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var phone = await client.ReadAsync(Phone);
        (phone.Text("phone"), phone.GetProperty("canCancel").GetBoolean()).ShouldBe((old, false));
        await fixture.Inbox.SubjectAsync(Email, "يبقى رقم هاتفك كما كان");
        using var again = await client.DeleteAsync(new Uri(Change, UriKind.Relative));
        await again.ProblemAsync(HttpStatusCode.Conflict, "no_phone_change");
        (await HintAsync(Email)).ShouldEndWith(old[^3..]);
    }

    [Fact]
    public async Task L15_Phone_WithoutAFreshProofOrARightNumber_IsRefused()
    {
        const string Email = "technician@globex.test";
        using var client = await SignInAsync(Email);
        var old = await PhoneAsync(Email);
        await client.PostProblemAsync(Phone, new { phone = "0501000001" }, HttpStatusCode.BadRequest, "validation_failed");
        await client.PostProblemAsync(Phone, new { phone = old }, HttpStatusCode.Conflict, "phone_unchanged");
        await client.PostProblemAsync(Phone, new { phone = "+88213123456" }, HttpStatusCode.UnprocessableEntity, "phone_country_refused");
        await client.SendAsync(Phone, new { phone = "+971559000003" });
        var code = await CodeAsync(old);
        for (var i = 0; i < 5; i++)
        {
            await client.PostProblemAsync(Confirm, new { code = SignInHost.Wrong(code) }, HttpStatusCode.UnprocessableEntity, "phone_code_wrong");
        }

        await client.PostProblemAsync(Confirm, new { code }, HttpStatusCode.UnprocessableEntity, "phone_code_over");
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        await client.PostProblemAsync(Phone, new { phone = "+971559000003" }, HttpStatusCode.Forbidden, "reauthentication_required");
        await client.PostProblemAsync(Confirm, new { code }, HttpStatusCode.Forbidden, "reauthentication_required");
        (await PhoneAsync(Email)).ShouldBe(old);
    }

    [Fact]
    public async Task L15_A25_Phone_ChangedByHr_IsToldAndLeavesCodesToTheMailForADay()
    {
        const string Email = "omar@globex.test";
        const string Next = "+971559000004";
        var old = await PhoneAsync(Email);
        using var hr = await SignInAsync("hr@globex.test");
        var id = (Guid)(await _host.SqlAsync("SELECT id FROM users WHERE email = $1", Email))!;

        (await hr.ChangeAsync(id, new { phone = Next })).Text("phone").ShouldBe(Next);

        (await fixture.Inbox.LatestAsync(Email)).Subject.ShouldBe("غُيّر رقم هاتفك");
        (await fixture.Inbox.LatestAsync($"{old[1..]}@sms.test")).Text.ShouldContain("غُيّر رقم هاتف حسابك");
        (await HintAsync(Email)).ShouldBe("o•••@globex.test");
        fixture.Clock.Advance(TimeSpan.FromHours(24));
        (await HintAsync(Email)).ShouldEndWith(Next[^3..]);
    }

    [Fact]
    public async Task L15_L16_Code_ToTheNumberBefore_AfterHrChangedIt_ProvesNothing()
    {
        const string Email = "nadia@globex.test";
        using var hr = await SignInAsync("superadmin@globex.test");
        using var thief = await SignInAsync(Email);
        var old = await PhoneAsync(Email);
        await thief.SendAsync(Phone, new { phone = "+971559000005" });
        var ofChange = await CodeAsync(old);
        fixture.Clock.Advance(TimeSpan.FromSeconds(61));
        var sent = await fixture.CountAsync(Email);
        var challengeId = (await fixture.LoginAsync(Email, name: "Thief")).GetProperty("deviceVerification").Text("challengeId");
        var code = await fixture.CodeAsync(Email, sent + 1);

        await hr.ChangeAsync(await _host.UserIdAsync(Email), new { phone = "+971559000006" });

        using var client = _host.Anonymous();
        await client.PostProblemAsync(SignInHost.Verify, new { challengeId, code }, HttpStatusCode.Unauthorized, "otp_expired");
        await thief.PostProblemAsync(Confirm, new { code = ofChange }, HttpStatusCode.UnprocessableEntity, "phone_code_over");
        (await PhoneAsync(Email)).ShouldBe("+971559000006");
    }

    private async Task<HttpClient> SignInAsync(string email)
    {
        var client = _host.With((await fixture.ProveAsync(email, trust: false)).Text("accessToken"));

        // The number may get another code now.
        fixture.Clock.Advance(TimeSpan.FromSeconds(61));
        return client;
    }

    private async Task<string> HintAsync(string email)
    {
        fixture.Clock.Advance(TimeSpan.FromSeconds(61));
        return (await fixture.LoginAsync(email)).GetProperty("deviceVerification").Text("destinationHint");
    }

    private async Task<string> PhoneAsync(string email) => (string)(await _host.SqlAsync("SELECT phone FROM users WHERE email = $1", email))!;

    /// <summary>The code of a change: the second that the number got, after that of the sign-in.</summary>
    private async Task<string> CodeAsync(string phone) => SixDigits().Match((await fixture.Inbox.InboxAsync($"{phone[1..]}@sms.test", 2))[^1].Text).Value;

    [GeneratedRegex("(?<![0-9])[0-9]{6}(?![0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SixDigits();
}
