using System.Net;
using System.Text.Json;
using Satcom.Domain.Tenancy;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity;

/// <summary>L17: devices that were proved once. Every test has a person of its own.</summary>
public sealed class TrustedDeviceTests(SignInHost fixture) : IClassFixture<SignInHost>
{
    private const string Devices = "/api/v1/auth/devices";

    private readonly SatcomHost _host = fixture.Host;

    [Fact]
    public async Task L17_Login_OnATrustedDevice_NeedsNoCodeAndGivesTheNextSecret()
    {
        var token = (await fixture.ProveAsync("hr@globex.test", name: "Huda's phone")).Text("deviceToken");
        for (var i = 0; i < 3; i++)
        {
            fixture.Clock.Advance(TimeSpan.FromDays(1));
            var answer = await fixture.LoginAsync("hr@globex.test", token);
            answer.TryGetProperty("deviceVerification", out _).ShouldBeFalse();
            var next = answer.Text("deviceToken");
            string.Equals(next, token, StringComparison.Ordinal).ShouldBeFalse();
            token = next;
        }

        // The name alone proves nothing, nor does the secret of somebody else's device.
        fixture.Clock.Advance(TimeSpan.FromMinutes(16));
        IsAsked(await fixture.LoginAsync("hr@globex.test", name: "Huda's phone")).ShouldBeTrue();
        IsAsked(await fixture.LoginAsync("manager@globex.test", token)).ShouldBeTrue();
    }

    [Fact]
    public async Task L17_Login_WithACopiedSecret_MakesBothProveThemselvesAnew()
    {
        var device = await fixture.ProveAsync("lead@globex.test");
        fixture.Clock.Advance(TimeSpan.FromMinutes(16));
        var copy = await fixture.LoginAsync("lead@globex.test", device.Text("deviceToken"));
        IsAsked(copy).ShouldBeFalse("the copy comes first and looks like the device");
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));

        IsAsked(await fixture.LoginAsync("lead@globex.test", device.Text("deviceToken"))).ShouldBeTrue();

        fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        IsAsked(await fixture.LoginAsync("lead@globex.test", copy.Text("deviceToken"))).ShouldBeTrue();
        using var thief = _host.With(copy.Text("accessToken"));
        await thief.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE entity_type = 'trustedDevice' AND reason = 'device_token_copied' AND after @> '{\"endReason\":\"copied\"}'")).ShouldBe(1L);
    }

    [Fact]
    public async Task L17_Login_TwiceAtOnceOnTheSameDevice_IsNoCopy()
    {
        var token = (await fixture.ProveAsync("staff@globex.test")).Text("deviceToken");
        fixture.Clock.Advance(TimeSpan.FromMinutes(16));

        var answers = await Task.WhenAll(fixture.LoginAsync("staff@globex.test", token), fixture.LoginAsync("staff@globex.test", token));

        answers.ShouldAllBe(a => !IsAsked(a));
        var next = answers.Single(a => a.TryGetProperty("deviceToken", out _)).Text("deviceToken");
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        IsAsked(await fixture.LoginAsync("staff@globex.test", next)).ShouldBeFalse();
    }

    [Fact]
    public async Task L17_Login_AfterNinetyDaysOfSilence_AsksAgain()
    {
        var token = (await fixture.ProveAsync("technician@globex.test")).Text("deviceToken");
        fixture.Clock.Advance(TimeSpan.FromDays(91));
        IsAsked(await fixture.LoginAsync("technician@globex.test", token)).ShouldBeTrue();
    }

    [Fact]
    public async Task L12_Login_WhereEverySignInAsks_TrustsNoDevice()
    {
        var token = (await fixture.ProveAsync("omar@globex.test")).Text("deviceToken");
        await fixture.SetAsync(s => s with { DeviceVerification = DeviceVerification.EverySignIn, OtpChannel = OtpChannel.Mail });
        try
        {
            fixture.Clock.Advance(TimeSpan.FromMinutes(16));
            var challenge = (await fixture.LoginAsync("omar@globex.test", token)).GetProperty("deviceVerification");
            challenge.Text("channel").ShouldBe("mail");
        }
        finally
        {
            await fixture.SetAsync(s => s with { DeviceVerification = DeviceVerification.NewDevices, OtpChannel = OtpChannel.Sms });
        }
    }

    [Fact]
    public async Task L17_Devices_OfOnesOwn_AreListedAndRevoked()
    {
        var proved = await fixture.ProveAsync("nadia@globex.test", name: "Tablet");
        using var client = _host.With(proved.Text("accessToken"));
        var device = (await client.ReadAsync(Devices)).GetProperty("items").EnumerateArray().ToList().ShouldHaveSingleItem();
        (device.Text("name"), device.Text("platform")).ShouldBe(("Tablet", "ios"));
        using var other = _host.With((await fixture.LoginAsync("employee@acme.test")).Text("accessToken"));
        (await other.DeleteAsync(new Uri($"{Devices}/{device.Id()}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await client.DeleteAsync(new Uri($"{Devices}/{device.Id()}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        // A27: the session that was started on it is over, and the next sign-in asks.
        await client.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        IsAsked(await fixture.LoginAsync("nadia@globex.test", proved.Text("deviceToken"))).ShouldBeTrue();
    }

    [Fact]
    public async Task L17_Trust_OfAnEleventhDevice_EndsTheOneLongestUnused()
    {
        var first = await fixture.ProveAsync("superadmin@globex.test", name: "Device 0");
        for (var i = 1; i <= 10; i++)
        {
            fixture.Clock.Advance(TimeSpan.FromDays(1.01));
            await fixture.ProveAsync("superadmin@globex.test", name: $"Device {i}");
        }

        (await _host.SqlAsync("SELECT count(*) FROM trusted_devices d JOIN users u ON u.id = d.user_id WHERE u.email = 'superadmin@globex.test' AND revoked_at IS NULL")).ShouldBe(10L);
        (await _host.SqlAsync("SELECT end_reason FROM trusted_devices WHERE name = 'Device 0'")).ShouldBe("replaced");
        fixture.Clock.Advance(TimeSpan.FromMinutes(16));
        IsAsked(await fixture.LoginAsync("superadmin@globex.test", first.Text("deviceToken"))).ShouldBeTrue();
    }

    [Fact]
    public async Task L13_L14_RightCodes_CostNoTry_AndUnlockForgetsTriesAndWhatWasSent()
    {
        const string Email = "employee@globex.test";
        using var client = _host.Anonymous();
        fixture.Clock.Advance(TimeSpan.FromMinutes(16));
        using var hr = _host.With((await fixture.ProveAsync("hr@globex.test", trust: false)).Text("accessToken"));
        await fixture.ProveAsync(Email, trust: false);
        for (var round = 2; round <= 3; round++)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(61));
            var challengeId = (await fixture.LoginAsync(Email)).GetProperty("deviceVerification").Text("challengeId");
            var wrong = SignInHost.Wrong(await fixture.CodeAsync(Email, round));
            for (var i = 0; i < 5; i++)
            {
                // Ten in all, as many as there are a day.
                await client.PostProblemAsync(SignInHost.Verify, new { challengeId, code = wrong }, HttpStatusCode.Unauthorized, "otp_invalid");
            }
        }

        await fixture.LoginAsync(Email, expected: HttpStatusCode.TooManyRequests);
        await hr.ActAsync(await _host.UserIdAsync(Email), "unlock");

        // At once, though the last code is younger than a minute.
        var freed = (await fixture.LoginAsync(Email)).GetProperty("deviceVerification").Text("challengeId");
        await client.SendAsync(SignInHost.Verify, new { challengeId = freed, code = await fixture.CodeAsync(Email, 4) });
        fixture.Clock.Advance(TimeSpan.FromMinutes(16));
    }

    private static bool IsAsked(JsonElement answer) => answer.TryGetProperty("deviceVerification", out _);
}
