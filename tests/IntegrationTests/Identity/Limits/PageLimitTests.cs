using System.Net;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Provider;

namespace Satcom.IntegrationTests.Identity.Limits;

/// <summary>L4: the provider's sign-in page is no way around the limits. The test's proxy names the client's address.</summary>
[Collection(Floods.Name)]
public sealed class PageLimitTests : IAsyncLifetime
{
    private readonly CountingPasswords _passwords = new();
    private readonly SatcomHost _host = new();

    public ValueTask InitializeAsync() => StartAsync(_host);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task L4_SignInPage_When200WrongPasswordsRaceOnTwoNodes_ReachesTheHashAtMostOnceBeyondTheLimit()
    {
        await using var second = new SatcomHost(_host.Database);
        await StartAsync(second);
        var app = await Integrator.WebAppAsync(_host);
        var sent = 0;
        using var browser = new WebBrowser(() => Interlocked.Increment(ref sent) % 2 == 0 ? _host.BaseAddress : second.BaseAddress, "acme");
        browser.Sending = request => request.Headers.Add("X-Forwarded-For", $"203.0.113.{sent % 250}");
        var page = await browser.FollowAsync(await browser.AuthorizeAsync(WebBrowser.Request(app)));
        var form = await WebBrowser.FormAsync(page);
        var before = _passwords.Checks;

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var typed = new Dictionary<string, string>(form, StringComparer.Ordinal) { ["email"] = "employee@acme.test", ["password"] = $"wrong{i}" };
            using var answer = await Insistent.SendAsync(() => browser.PostAsync("/t/acme/account/sign-in", typed));
            return answer.StatusCode;
        }));

        answers.ShouldAllBe(status => status == HttpStatusCode.Unauthorized || status == HttpStatusCode.TooManyRequests);
        (_passwords.Checks - before).ShouldBeInRange(3, 11);

        // The page and the API share the count: the right password is not looked at by either. On a slow machine the last block would have lapsed by then.
        (await _host.SqlAsync("WITH moved AS (UPDATE attempt_counters SET blocked_until = now() + interval '1 hour' WHERE blocked_until IS NOT NULL RETURNING 1) SELECT count(*) FROM moved")).ShouldNotBe(0L);
        var checks = _passwords.Checks;
        using var right = await browser.PostAsync("/t/acme/account/sign-in", new Dictionary<string, string>(form, StringComparer.Ordinal) { ["email"] = "employee@acme.test", ["password"] = SatcomHost.DemoPassword });
        right.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var client = _host.Anonymous();
        await client.PostProblemAsync("/api/v1/auth/login", new { email = "employee@acme.test", password = SatcomHost.DemoPassword }, HttpStatusCode.Unauthorized, "invalid_credentials");
        _passwords.Checks.ShouldBe(checks);
    }

    private async ValueTask StartAsync(SatcomHost host)
    {
        host.Settings["Satcom:Http:TrustedProxies"] = "127.0.0.1";
        _passwords.Watch(host);
        await host.StartAsync();
    }
}
