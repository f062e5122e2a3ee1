using System.Net;
using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.People;

/// <summary>Administrators who race to demote each other; on a service of their own, because one of them loses.</summary>
public sealed class DemotionRaceTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Users = PeopleSteps.Users;

    [Fact]
    public async Task A9_TwoAdministrators_DemotingEachOtherAtOnce_LeaveOne()
    {
        using var admin = await host.FreshAsync("superadmin@acme.test");
        var first = await host.UserIdAsync("superadmin@acme.test");
        var second = (await host.HireAsync(admin, "Second", ["superAdmin"])).Id();
        var email = (string)(await host.SqlAsync("SELECT email FROM users WHERE id = $1", second))!;
        var losers = 0;
        for (var round = 0; round < 12; round++)
        {
            using var one = await host.FreshAsync("superadmin@acme.test");
            using var other = await host.FreshAsync(email);
            await Task.WhenAll(one.ReadAsync("/api/v1/me"), other.ReadAsync("/api/v1/me"));
            var byDeed = round % 2 == 0;
            var answers = await Task.WhenAll(StrikeAsync(one, second, byDeed), StrikeAsync(other, first, byDeed));

            var left = (long)(await host.SqlAsync("SELECT count(*) FROM users WHERE id IN ($1, $2) AND status = 'active' AND 'superAdmin' = ANY (roles)", first, second))!;
            left.ShouldBe(1, string.Join(' ', answers));
            answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1, string.Join(' ', answers));

            // Who comes second meets either the rule or, demoted by then, their own lack of rights.
            answers.Single(a => a.Status != HttpStatusCode.OK).Code.ShouldBeOneOf("last_administrator", "person_holds_more", "forbidden", "unauthenticated");
            losers += answers.Count(a => a.Code is "last_administrator");
            await host.SqlAsync("UPDATE users SET status = 'active', roles = '{superAdmin}' WHERE id IN ($1, $2)", first, second);
            await Task.Delay(5_100 / 12);
        }

        losers.ShouldBeGreaterThan(0, "No round was a race.");
    }

    private static async Task<(HttpStatusCode Status, string? Code)> StrikeAsync(HttpClient by, Guid target, bool byDeed)
    {
        using var response = byDeed
            ? await by.PostAsync(new Uri($"{Users}/{target}/deactivate", UriKind.Relative), content: null)
            : await by.PatchAsync($"{Users}/{target}", new { roles = (string[])["employee"] });
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, body.TryGetProperty("code", out var code) ? code.GetString() : null);
    }
}
