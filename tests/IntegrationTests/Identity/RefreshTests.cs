using System.Net;
using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity;

public sealed class RefreshTests(SteppedHost stepped) : IClassFixture<SteppedHost>
{
    private const string Refresh = "/api/v1/auth/refresh";

    private readonly SatcomHost _host = stepped.Host;

    [Fact]
    public async Task L18_O39_Refresh_WithTheNewestToken_RotatesIt()
    {
        var answer = await _host.LoginAsync("employee@acme.test");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        seen.Add(answer.Text("refreshToken"));
        for (var i = 0; i < 3; i++)
        {
            var next = await RefreshAsync(answer);
            seen.Add(next.Text("refreshToken")).ShouldBeTrue();
            string.Equals(next.Text("accessToken"), answer.Text("accessToken"), StringComparison.Ordinal).ShouldBeFalse();
            next.GetProperty("user").GetRawText().ShouldBe(answer.GetProperty("user").GetRawText());
            await WorksAsync(next);
            answer = next;
        }
    }

    [Fact]
    public async Task L18_O39_Refresh_WithASpentToken_EndsItsFamilyAndNoOther()
    {
        var first = await _host.LoginAsync("technician@acme.test");
        var other = await _host.LoginAsync("technician@acme.test");
        var second = await RefreshAsync(first);
        await WorksAsync(second);

        stepped.Clock.Advance(TimeSpan.FromSeconds(21));
        await RefusedAsync(first, "refresh_reused");

        await RefusedAsync(first, "refresh_reused");
        await RefusedAsync(second, "refresh_invalid");
        await DeadAsync(first);
        await DeadAsync(second);
        await WorksAsync(other);
        await WorksAsync(await RefreshAsync(other));
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.refresh' AND actor_id = $1 AND after @> '{\"endReason\":\"refreshReused\"}'", first.GetProperty("user").Id())).ShouldBe(1L);
    }

    [Fact]
    public async Task L18_O41_A27_Refresh_WithinAFortnightEachTime_GoesOnUntilTheSessionIsNinetyDaysOld()
    {
        var answer = await _host.LoginAsync("lead@acme.test");
        for (var day = 13; day < 90; day += 13)
        {
            stepped.Clock.Advance(TimeSpan.FromDays(13));
            answer = await RefreshAsync(answer);
        }

        stepped.Clock.Advance(TimeSpan.FromDays(12));
        await RefusedAsync(answer, "refresh_invalid");
    }

    [Fact]
    public async Task L18_O41_A27_Refresh_AfterAFortnightOfSilence_IsRefused()
    {
        var answer = await _host.LoginAsync("lead@acme.test");
        stepped.Clock.Advance(TimeSpan.FromDays(14));

        await RefusedAsync(answer, "refresh_invalid");
    }

    [Fact]
    public async Task Refresh_WithSomethingElse_IsRefused()
    {
        var answer = await _host.LoginAsync("staff@acme.test");
        var good = answer.Text("refreshToken");
        var changed = good[..^1] + (good[^1] == 'A' ? 'B' : 'A');
        foreach (var token in (string[])["x", "srt_", "srt_AAAA", changed, good.ToUpperInvariant(), good + " ", answer.Text("accessToken")[..200]])
        {
            using var client = _host.Anonymous();
            await client.PostProblemAsync(Refresh, new { refreshToken = token }, HttpStatusCode.Unauthorized, "refresh_invalid");
        }

        using var elsewhere = _host.Anonymous();
        elsewhere.DefaultRequestHeaders.Add("X-Tenant", "globex");
        await elsewhere.PostProblemAsync(Refresh, new { refreshToken = good }, HttpStatusCode.Forbidden, "tenant_mismatch");
        await WorksAsync(await RefreshAsync(answer));
    }

    [Fact]
    public async Task L18_O41_A27_Refresh_WhenThePersonIsDeactivatedOrTheCompanySuspended_IsRefused()
    {
        var omar = await _host.LoginAsync("omar@globex.test");
        await _host.ChangeAsync("globex", db =>
        {
            db.Users.Single(u => u.NormalizedEmail == "OMAR@GLOBEX.TEST").Deactivate();
            return Task.CompletedTask;
        });
        await RefusedAsync(omar, "refresh_invalid");

        var hr = await _host.LoginAsync("hr@globex.test");
        await _host.ChangeAsync("globex", db =>
        {
            db.Tenants.Single(t => t.Slug == "globex").Suspend(reason: null, DateTimeOffset.UnixEpoch);
            return Task.CompletedTask;
        });
        await RefusedAsync(hr, "refresh_invalid");
    }

    private async Task<JsonElement> RefreshAsync(JsonElement answer)
    {
        using var client = _host.Anonymous();
        return await client.SendAsync(Refresh, new { refreshToken = answer.Text("refreshToken") });
    }

    private async Task RefusedAsync(JsonElement answer, string code)
    {
        using var client = _host.Anonymous();
        await client.PostProblemAsync(Refresh, new { refreshToken = answer.Text("refreshToken") }, HttpStatusCode.Unauthorized, code);
    }

    private async Task WorksAsync(JsonElement answer)
    {
        using var client = _host.With(answer.Text("accessToken"));
        await client.ReadAsync("/api/v1/me");
    }

    private async Task DeadAsync(JsonElement answer)
    {
        using var client = _host.With(answer.Text("accessToken"));
        using var response = await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        await response.ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }
}
