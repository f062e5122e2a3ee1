using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.People;

/// <summary>What an administrator does about a person's devices and failures.</summary>
public sealed class DevicesAndLocksTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Users = PeopleSteps.Users;

    [Fact]
    public async Task A27_Devices_AreListedAndTrustedNoMore()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await host.HireAsync(hr);
        var (first, second) = (await TrustAsync(made.Id(), "Phone"), await TrustAsync(made.Id(), "Tablet"));
        using var phone = await host.FreshAsync(made.Text("email"));
        await host.SqlAsync("UPDATE sessions SET device_id = $1 WHERE user_id = $2", first, made.Id());
        var other = await TrustAsync(await host.UserIdAsync("employee@acme.test"), "Somebody else's");

        (await hr.ReadAsync($"{Users}/{made.Id()}/devices")).Items().Select(d => d.Text("name")).ShouldBe(["Tablet", "Phone"]);
        using var foreign = await hr.DeleteAsync(new Uri($"{Users}/{made.Id()}/devices/{other}", UriKind.Relative));
        await foreign.ProblemAsync(HttpStatusCode.NotFound, "not_found");
        using var one = await hr.DeleteAsync(new Uri($"{Users}/{made.Id()}/devices/{first}", UriKind.Relative));
        one.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await phone.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        (await hr.ReadAsync($"{Users}/{made.Id()}/devices")).Items().ShouldHaveSingleItem().Id().ShouldBe(second);
        using var all = await hr.DeleteAsync(new Uri($"{Users}/{made.Id()}/devices", UriKind.Relative));
        all.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await hr.ReadAsync($"{Users}/{made.Id()}/devices")).Items().ShouldBeEmpty();
        (await hr.ReadAsync("/api/v1/audit?action=people.revokeUserDevices&entityType=trustedDevice")).Items().ShouldHaveSingleItem().Id("entityId").ShouldBe(second);
        (await host.SqlAsync("SELECT count(*) FROM trusted_devices WHERE id = $1 AND revoked_at IS NULL", other)).ShouldBe(1L);
    }

    [Fact]
    public async Task L3_Unlock_LetsInWhomTooManyFailuresKeepOut()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await host.HireAsync(hr);
        using var anonymous = host.Anonymous();
        for (var i = 0; i < 12; i++)
        {
            (await LoginAsync(anonymous, made, "a wrong password")).ShouldBe(HttpStatusCode.Unauthorized);
        }

        await host.SqlAsync("UPDATE attempt_counters SET blocked_until = blocked_until + interval '1 hour' WHERE blocked_until IS NOT NULL");
        (await LoginAsync(anonymous, made, SatcomHost.DemoPassword)).ShouldBe(HttpStatusCode.Unauthorized, "The account is not locked, so the test would show nothing.");

        var seen = await hr.ReadAsync($"{Users}/{made.Id()}");
        seen.GetProperty("lockedUntil").GetDateTimeOffset().ShouldBeGreaterThan(RealTime.Clock.GetUtcNow());
        (await hr.ReadAsync($"{Users}?status=locked")).Items().ShouldContain(u => u.Id() == made.Id());
        (await hr.ReadAsync($"{Users}?search={made.Text("email")}")).Items().ShouldHaveSingleItem().GetProperty("lockedUntil").ValueKind.ShouldBe(JsonValueKind.String);

        (await hr.ActAsync(made.Id(), "unlock")).Text("status").ShouldBe("active");
        (await hr.ReadAsync($"{Users}/{made.Id()}")).GetProperty("lockedUntil").ValueKind.ShouldBe(JsonValueKind.Null);
        (await hr.ReadAsync($"{Users}?status=locked")).Items().ShouldNotContain(u => u.Id() == made.Id());

        (await LoginAsync(anonymous, made, SatcomHost.DemoPassword)).ShouldBe(HttpStatusCode.OK);
        (await hr.ReadAsync($"/api/v1/audit?action=people.unlockUser&entityId={made.Id()}")).Items().ShouldHaveSingleItem();
        await hr.RefuseActAsync(await host.UserIdAsync("superadmin@acme.test"), "unlock", HttpStatusCode.Forbidden, "person_holds_more");
    }

    [Fact]
    public async Task L3_Login_OnADeviceThatHasSignedInBefore_IsNotHeldUpByStrangers()
    {
        // Nobody is asked for a code here, so that no device is trusted.
        using var hr = await host.AsAsync("hr@acme.test");
        var (made, other) = (await host.HireAsync(hr), await host.HireAsync(hr));
        var (token, foreign) = ((await host.LoginAsync(made.Text("email"))).Text("deviceToken"), (await host.LoginAsync(other.Text("email"))).Text("deviceToken"));
        using var anonymous = host.Anonymous();
        for (var i = 0; i < 12; i++)
        {
            await LoginAsync(anonymous, made, "a wrong password");
        }

        await host.SqlAsync("UPDATE attempt_counters SET blocked_until = blocked_until + interval '1 hour' WHERE blocked_until IS NOT NULL");
        (await LoginAsync(anonymous, made, SatcomHost.DemoPassword)).ShouldBe(HttpStatusCode.Unauthorized, "The account is not locked, so the test would show nothing.");
        (await LoginAsync(anonymous, made, SatcomHost.DemoPassword, foreign)).ShouldBe(HttpStatusCode.Unauthorized, "somebody else's device");
        (await LoginAsync(anonymous, made, "a wrong password", token)).ShouldBe(HttpStatusCode.Unauthorized, "it proves nothing");

        (await LoginAsync(anonymous, made, SatcomHost.DemoPassword, token)).ShouldBe(HttpStatusCode.OK);
        (await host.SqlAsync("SELECT count(*) FROM trusted_devices WHERE user_id = $1", made.Id())).ShouldBe(0L);

        // It ends with the password.
        await host.SqlAsync("UPDATE users SET password_changed_at = now() WHERE id = $1", made.Id());
        (await LoginAsync(anonymous, made, SatcomHost.DemoPassword, token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task L3_L11_Change_OfASignedInPersonWhoIsGuessedAt_IsHeldUpNeitherByStrangersNorByAThief()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await host.HireAsync(hr);
        await host.SqlAsync("DELETE FROM attempt_counters");
        using var owner = await host.FreshAsync(made.Text("email"));
        using var stolen = await host.FreshAsync(made.Text("email"));
        using var anonymous = host.Anonymous();
        for (var i = 0; i < 12; i++)
        {
            await LoginAsync(anonymous, made, "a wrong password");
        }

        await host.SqlAsync("UPDATE attempt_counters SET blocked_until = blocked_until + interval '1 hour' WHERE blocked_until IS NOT NULL");
        (await LoginAsync(anonymous, made, SatcomHost.DemoPassword)).ShouldBe(HttpStatusCode.Unauthorized, "The account is not locked, so the test would show nothing.");
        for (var i = 0; i <= 10; i++)
        {
            await stolen.PostProblemAsync(
                "/api/v1/auth/password/change", new { currentPassword = "a guess", newPassword = "a phrase of the thief's" }, i < 10 ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.TooManyRequests, i < 10 ? "password_wrong" : "rate_limited");
        }

        await owner.SendAsync("/api/v1/auth/reauthenticate", new { password = SatcomHost.DemoPassword }, HttpStatusCode.NoContent);
        await owner.SendAsync("/api/v1/auth/password/change", new { currentPassword = SatcomHost.DemoPassword, newPassword = "correct horse battery" }, HttpStatusCode.NoContent);

        // All tests here come from one address.
        await host.SqlAsync("DELETE FROM attempt_counters");
    }

    [Fact]
    public async Task L3_Unlock_LetsASessionShowItsPasswordAgainThatGuessedTooOften()
    {
        const string Show = "/api/v1/auth/reauthenticate";
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await host.HireAsync(hr);
        await host.SqlAsync("DELETE FROM attempt_counters");
        using var session = await host.FreshAsync(made.Text("email"));
        for (var i = 0; i < 12; i++)
        {
            await session.PostProblemAsync(Show, new { password = "a wrong password" }, HttpStatusCode.UnprocessableEntity, "password_wrong");
        }

        await host.SqlAsync("UPDATE attempt_counters SET blocked_until = blocked_until + interval '1 hour' WHERE blocked_until IS NOT NULL");
        await session.PostProblemAsync(Show, new { password = SatcomHost.DemoPassword }, HttpStatusCode.UnprocessableEntity, "password_wrong");

        await hr.ActAsync(made.Id(), "unlock");
        await session.SendAsync(Show, new { password = SatcomHost.DemoPassword }, HttpStatusCode.NoContent);
        await host.SqlAsync("DELETE FROM attempt_counters");
    }

    [Fact]
    public async Task L6_ResetPassword_AgainAndAgain_IsLimited()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var made = await host.HireAsync(hr);
        for (var i = 0; i < 3; i++)
        {
            await hr.ActAsync(made.Id(), "reset-password", HttpStatusCode.Accepted);
        }

        await hr.RefuseActAsync(made.Id(), "reset-password", HttpStatusCode.TooManyRequests, "rate_limited");
    }

    private static async Task<HttpStatusCode> LoginAsync(HttpClient client, JsonElement person, string password, string? token = null)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = person.Text("email"), password, device = new { token } });
        return response.StatusCode;
    }

    private async Task<Guid> TrustAsync(Guid userId, string name) => (Guid)(await host.SqlAsync(
        """
        INSERT INTO trusted_devices (tenant_id, id, user_id, token_hash, name, platform, trusted_at, last_used_at, expires_at)
        SELECT tenant_id, gen_random_uuid(), id, sha256(gen_random_uuid()::text::bytea), $2, 'ios', now(), clock_timestamp(), now() + interval '90 days' FROM users WHERE id = $1 RETURNING id
        """,
        userId,
        name))!;
}
