using System.Net;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.People;

/// <summary>A28: roles, address and phone are changed, and administrators made, by those who proved themselves within five minutes.</summary>
public sealed class FreshProofTests : IAsyncLifetime
{
    private readonly SkewedTime _clock = new();
    private readonly SatcomHost _host = new();

    public async ValueTask InitializeAsync()
    {
        _host.Clock = _clock;
        await _host.StartAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A28_WeightyChange_SixMinutesAfterTheSignIn_AsksForANewOne()
    {
        using var admin = await _host.FreshAsync("superadmin@acme.test");
        var target = (await _host.HireAsync(admin)).Id();
        _clock.Off = TimeSpan.FromMinutes(6);

        await admin.RefuseChangeAsync(target, new { roles = (string[])["employee", "hr"] }, HttpStatusCode.Forbidden, "reauthentication_required");
        await admin.RefuseChangeAsync(target, new { email = "other@acme.test" }, HttpStatusCode.Forbidden, "reauthentication_required");
        await admin.RefuseChangeAsync(target, new { phone = "+971501230000" }, HttpStatusCode.Forbidden, "reauthentication_required");
        foreach (var role in (string[])["hr", "manager", "staff"])
        {
            await admin.PostProblemAsync(PeopleSteps.Users, PeopleSteps.NewPerson(roles: ["employee", role]), HttpStatusCode.Forbidden, "reauthentication_required");
        }


        // What opens nothing needs no new proof.
        await admin.ChangeAsync(target, new { displayName = "Still here", roles = (string[])["employee"], employee = new { designation = "Driver" } });
        await admin.SendAsync(PeopleSteps.Users, PeopleSteps.NewPerson(roles: ["employee", "technician"]), HttpStatusCode.Created);

        using var again = await _host.FreshAsync("superadmin@acme.test");
        await again.ChangeAsync(target, new { roles = (string[])["employee", "hr"] });
    }

    [Fact]
    public async Task A28_WeightyChange_UnderAnIdempotencyKey_SucceedsUnderTheSameKeyAfterTheProof()
    {
        using var admin = await _host.FreshAsync("superadmin@acme.test");
        _clock.Off = TimeSpan.FromMinutes(6);
        admin.DefaultRequestHeaders.Add("Idempotency-Key", "the-same-key");
        var body = PeopleSteps.NewPerson(roles: ["hr"]);
        await admin.PostProblemAsync(PeopleSteps.Users, body, HttpStatusCode.Forbidden, "reauthentication_required");

        await admin.SendAsync("/api/v1/auth/reauthenticate", new { password = SatcomHost.DemoPassword }, HttpStatusCode.NoContent);

        await admin.SendAsync(PeopleSteps.Users, body, HttpStatusCode.Created);
    }

    [Fact]
    public async Task A28_Company_IsFoundedByAFreshProofAlone()
    {
        using var platform = await _host.FreshAsync("platform@satcom.test");
        _clock.Off = TimeSpan.FromMinutes(6);
        var body = new { slug = "late", name = "Late", locale = "en", timeZone = "UTC", administrator = new { email = "a@late.test", displayName = "A" } };

        await platform.PostProblemAsync("/api/v1/tenants", body, HttpStatusCode.Forbidden, "reauthentication_required");
        var acme = await _host.SqlAsync("SELECT id FROM tenants WHERE slug = 'acme'");
        await platform.PostProblemAsync($"/api/v1/tenants/{acme}/administrators", new { email = "new@acme.test", displayName = "New" }, HttpStatusCode.Forbidden, "reauthentication_required");

        await platform.PostProblemAsync($"/api/v1/tenants/{acme}/suspend", new { reason = "x" }, HttpStatusCode.Forbidden, "reauthentication_required");
        await platform.PostProblemAsync($"/api/v1/tenants/{acme}/resume", new { }, HttpStatusCode.Forbidden, "reauthentication_required");
        await platform.PostProblemAsync("/api/v1/platform/scope", new { tenant = "acme", reason = "x" }, HttpStatusCode.Forbidden, "reauthentication_required");
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action IN ('tenancy.suspend', 'platform.enter')")).ShouldBe(0L);

        using var again = await _host.FreshAsync("platform@satcom.test");
        await again.SendAsync("/api/v1/tenants", body, HttpStatusCode.Created);
        await again.SendAsync("/api/v1/platform/scope", new { tenant = "acme", reason = "x" });
    }
}
