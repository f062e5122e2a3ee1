using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Isolation;

/// <summary>Whether a company exists cannot be read off what asking for it costs.</summary>
public sealed class UnknownTenantTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Login = "/api/v1/auth/login";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task T15_Login_AtAKnownAndAnUnknownCompany_AsksTheDatabaseTheSame(bool byHeader)
    {
        using var client = host.Anonymous();
        using var counter = new SqlCounter();
        var (known, unknown) = (new List<int>(), new List<int>());
        for (var attempt = 0; attempt < 10; attempt++)
        {
            // Nobody fails twice, which would close their account for a moment.
            var (slug, sent) = attempt % 2 == 0 ? ("globex", known) : ("nowhere", unknown);
            var email = $"stranger{attempt}{byHeader}@globex.test";
            using var request = new HttpRequestMessage(HttpMethod.Post, Login)
            {
                Content = JsonContent.Create(byHeader ? new { email, password = "wrong" } : (object)new { tenant = slug, email, password = "wrong" }),
            };
            if (byHeader)
            {
                request.Headers.Add("X-Tenant", slug);
            }

            sent.Add((await counter.OfAsync(client, request, HttpStatusCode.Unauthorized)).Count);
        }

        // Each is looked for the first time, and again after seconds.
        known.Min().ShouldBeGreaterThan(0);
        unknown.Min().ShouldBe(known.Min(), $"{string.Join(' ', known)} and {string.Join(' ', unknown)}");
    }

    [Fact]
    public async Task T15_Company_ThatWasAskedForBeforeItWasFounded_IsFoundAtOnce()
    {
        using var platform = await host.AsAsync("platform@satcom.test");
        using var stranger = host.Anonymous();
        object credentials = new { tenant = "late-comer", email = "first@late.test", password = "wrong" };
        await stranger.PostProblemAsync(Login, credentials, HttpStatusCode.Unauthorized, "invalid_credentials");
        var made = await platform.SendAsync(
            "/api/v1/tenants",
            new { slug = "late-comer", name = "Late", locale = "en", timeZone = "Asia/Dubai", administrator = new { email = "first@late.test", displayName = "First" } },
            HttpStatusCode.Created);

        await stranger.PostProblemAsync(Login, credentials, HttpStatusCode.Unauthorized, "invalid_credentials");

        (await host.SqlAsync("SELECT count(*) FROM audit_entries WHERE tenant_id = $1 AND action = 'auth.loginFailed'", made.Id())).ShouldBe(1L);
    }
}
