using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.Identity.Provider;
using Satcom.IntegrationTests.Identity.Tokens;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity;

/// <summary>A class fixture: the sign-in host, asking a service of leaked passwords that the test answers for.</summary>
public sealed class LeakHost : IAsyncLifetime
{
    private readonly WebApplication _leaks;

    public LeakHost()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _leaks = builder.Build();
        _leaks.Urls.Add("http://127.0.0.1:0");
        _leaks.MapGet("/range/{prefix}", (string prefix, HttpRequest request) =>
        {
            Asked.Add($"{prefix} {request.Headers["Add-Padding"]}");
            return Answer(prefix);
        });
    }

    public SignInHost SignIn { get; } = new();

    public List<string> Asked { get; } = [];

    public Func<string, IResult> Answer { get; set; } = _ => Results.Text(string.Empty);

    public async ValueTask InitializeAsync()
    {
        await _leaks.StartAsync();
        SignIn.Host.Settings["Satcom:LeakedPasswords:BaseUrl"] = _leaks.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        await SignIn.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await SignIn.DisposeAsync();
        await _leaks.DisposeAsync();
    }
}

/// <summary>L6, L10, L19 and A25: what people are told, and what is asked of others. Every test has people of its own.</summary>
public sealed class NoticeTests(LeakHost fixture) : IClassFixture<LeakHost>
{
    private const string Forgot = "/api/v1/auth/password/forgot";
    private const string Change = "/api/v1/auth/password/change";

    private const string Leaked = "correct horse battery";

    private readonly SatcomHost _host = fixture.SignIn.Host;

    [Fact]
    public async Task L6_Forgot_FromOneSource_MailsTwentyAnHourInATenantAndGoesOnElsewhere()
    {
        using var client = _host.Anonymous();
        // One source gets two mails for each address, so twenty take more people than the demo has.
        await _host.SqlAsync(
            """
            INSERT INTO users (tenant_id, id, email, normalized_email, display_name, status, roles, created_at, password_hash)
            SELECT t.id, gen_random_uuid(), n || '@globex.test', upper(n || '@globex.test'), n, 'active', '{employee}', now(), 'somebody has one' FROM tenants t, unnest(ARRAY['adel', 'basma', 'dina']) n WHERE t.slug = 'globex'
            """);
        string[] people = ["superadmin", "hr", "manager", "lead", "staff", "technician", "employee", "omar", "adel", "basma", "dina"];
        for (var i = 0; i < 24; i++)
        {
            await AskAsync(client, $"{people[i % people.Length]}@globex.test", "198.51.100.9");
        }

        await HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT count(*) FROM password_requests"), left => left is 0L);
        (await LinksAsync("globex")).ShouldBe(20);
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.sendResetLink' AND entity_type = 'passwordRequest' AND reason = 'source_limit'")).ShouldBe(4L);

        // Another source, and the same one in another company, are not held up by it.
        await AskAsync(client, "nadia@globex.test", "198.51.100.10");
        await AskAsync(client, "nadia@acme.test", "198.51.100.9");
        await HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT count(*) FROM password_requests"), left => left is 0L);
        (await LinksAsync("globex"), await LinksAsync("acme")).ShouldBe((21, 1));
    }

    [Fact]
    public async Task L10_Change_ToAPasswordThatLeaked_IsRefusedAndOnlyFiveDigitsAreTold()
    {
        // SHA-1 of "correct horse battery".
        const string Hash = "98DECC62ECE399A22ED30D490EF333BE7FDE7385";
        using var client = _host.With((await _host.LoginAsync("staff@acme.test")).Text("accessToken"));
        fixture.Answer = _ => Results.Text($"{new string('0', 35)}:0\r\n{Hash[5..]}:42\r\n");
        var problem = await client.PostProblemAsync(Change, new { currentPassword = SatcomHost.DemoPassword, newPassword = Leaked }, HttpStatusCode.BadRequest, "validation_failed");
        problem.GetProperty("errors").GetProperty("newPassword")[0].Text("code").ShouldBe("too_common");
        fixture.Asked[^1].ShouldBe($"{Hash[..5]} true");

        // Padding is no leak, and a service that fails keeps nobody from a password.
        fixture.Answer = _ => Results.Text($"{Hash[5..]}:0\r\n");
        await client.SendAsync(Change, new { currentPassword = SatcomHost.DemoPassword, newPassword = Leaked }, HttpStatusCode.NoContent);
        fixture.Answer = _ => Results.StatusCode(503);
        await client.SendAsync(Change, new { currentPassword = Leaked, newPassword = Leaked + " staple" }, HttpStatusCode.NoContent);
        using var metrics = _host.Anonymous();
        (await metrics.GetStringAsync(new Uri("/metrics", UriKind.Relative))).ShouldContain("satcom_passwords_leaks_unanswered");
    }

    [Fact]
    public async Task L19_SignIn_AfterManyFailuresOrOnANewDevice_IsTold()
    {
        const string Email = "technician@acme.test";
        using var client = _host.Anonymous();
        await LoginAsync(client, Email, SatcomHost.DemoPassword, "home");
        (await fixture.SignIn.Inbox.ReadAsync(Email)).ShouldBeEmpty();
        await LoginAsync(client, Email, SatcomHost.DemoPassword, "home");
        await LoginAsync(client, Email, SatcomHost.DemoPassword, "elsewhere");
        (await fixture.SignIn.Inbox.LatestAsync(Email)).Text.ShouldContain("elsewhere");

        for (var i = 0; i < 5; i++)
        {
            await LoginAsync(client, Email, "wrong", "home", HttpStatusCode.Unauthorized);
            fixture.SignIn.Clock.Advance(TimeSpan.FromSeconds(16));
        }

        await LoginAsync(client, Email, SatcomHost.DemoPassword, "home");
        var mails = await fixture.SignIn.Inbox.InboxAsync(Email, 2);
        mails.Count.ShouldBe(2);
        mails[^1].Text.ShouldContain("5");

        // Nothing in them acts: the one link leads to where anybody may ask for a new password, and carries nothing.
        mails.ShouldAllBe(m => m.Text.Contains("/account/forgot", StringComparison.Ordinal) && !m.Text.Contains('?') && !m.Html.Contains('?'));
    }

    [Fact]
    public async Task L19_A25_SignIn_OnWhatCallsItselfNothing_IsToldUnlessItShowsWhatItWasGiven()
    {
        const string Email = "omar@acme.test";
        using var home = new WebBrowser(_host);
        using var strange = new WebBrowser(_host);
        foreach (var browser in (WebBrowser[])[home, strange, home, home])
        {
            (await browser.SignInAsync(await browser.GetAsync("/t/acme/account/sign-in"), Email)).Dispose();
        }

        // Of the four sign-ins the first in the second browser alone: the first of all is no news, and the others show what they were given.
        using var client = _host.Anonymous();
        var program = await client.SendAsync(SignInHost.Login, new { email = Email, password = SatcomHost.DemoPassword });
        Told().ShouldBe(2);
        await client.SendAsync(SignInHost.Login, new { email = Email, password = SatcomHost.DemoPassword, device = new { name = "Known", token = program.Text("deviceToken") } });
        await client.SendAsync(SignInHost.Login, new { email = Email, password = SatcomHost.DemoPassword, device = new { name = "Strange" } });

        var mails = await fixture.SignIn.Inbox.InboxAsync(Email, 3);
        Told().ShouldBe(3);
        mails.ShouldAllBe(m => m.Subject.Equals("Signed in on a new device", StringComparison.Ordinal));
        mails.ShouldNotContain(m => m.Text.Contains("Known", StringComparison.Ordinal));

        int Told() => _host.Messages().Sent.Count(m => m.To.Equals(Email, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A25_TrustedDevice_WhenItsSecretWasCopied_IsTold()
    {
        const string Email = "employee@globex.test";
        var first = (await fixture.SignIn.ProveAsync(Email)).Text("deviceToken");
        await fixture.SignIn.LoginAsync(Email, first);
        fixture.SignIn.Clock.Advance(TimeSpan.FromMinutes(2));

        (await fixture.SignIn.LoginAsync(Email, first)).TryGetProperty("deviceVerification", out _).ShouldBeTrue();

        await MailedAsync(Email, m => m.Subject.Is("جهاز لم يعد موثوقًا"));
    }

    [Fact]
    public async Task A25_ClientSecret_WhenItIsReplaced_IsToldToTheAdministrators()
    {
        using var admin = _host.With((await _host.LoginAsync("superadmin@acme.test")).Text("accessToken"));
        var client = await admin.SendAsync("/api/v1/oauth-clients", new { name = "Payroll 4711", kind = "confidential", grants = (string[])["client_credentials"], scopes = (string[])["audit.read"] }, HttpStatusCode.Created);
        await admin.SendAsync($"/api/v1/oauth-clients/{client.GetProperty("client").Id()}/rotate-secret", new { });

        await MailedAsync("superadmin@acme.test", m => m.Text.Contains("Payroll 4711", StringComparison.Ordinal));

        // Keys in the secrets' place are as weighty.
        using var patched = await admin.PatchAsJsonAsync($"/api/v1/oauth-clients/{client.GetProperty("client").Id()}", new { name = "Payroll 4712", keys = new[] { Signer.Jwk(TestTokens.Es) } });
        await patched.ReadAsync();
        await MailedAsync("superadmin@acme.test", m => m.Text.Contains("Payroll 4712", StringComparison.Ordinal));
    }

    [Fact]
    public async Task L19_DeviceName_ThatSaysMoreThanAName_DoesNotGetIntoTheMail()
    {
        const string Email = "manager@acme.test";
        using var client = _host.Anonymous();
        foreach (var name in (string[])["Phone\n\nConfirm at https://evil.example", "Phone \u202Eknab"])
        {
            await client.PostProblemAsync(
                SignInHost.Login, new { email = Email, password = SatcomHost.DemoPassword, device = new { fingerprint = "x", name, platform = "web" } }, HttpStatusCode.BadRequest, "validation_failed");
        }

        await LoginAsync(client, Email, SatcomHost.DemoPassword, "home");
        await LoginAsync(client, Email, SatcomHost.DemoPassword, "Confirm at https://evil.example/x iOS 17.5");
        var mails = await fixture.SignIn.Inbox.InboxAsync(Email);
        mails.ShouldContain(m => m.Text.Contains("Confirm at https evil example x iOS 17.5", StringComparison.Ordinal));
        mails.ShouldAllBe(m => !m.Source.Contains("evil.example", StringComparison.Ordinal));
    }

    private static async Task AskAsync(HttpClient client, string email, string source)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Forgot) { Content = JsonContent.Create(new { email, tenant = email.Split('@', '.')[1] }) };
        request.Headers.Add("X-Forwarded-For", source);
        (await client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    private static async Task LoginAsync(HttpClient client, string email, string password, string device, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await client.PostAsJsonAsync(SignInHost.Login, new { email, password, device = new { fingerprint = device, name = device, platform = "web" } });
        response.StatusCode.ShouldBe(expected);
    }

    private Task MailedAsync(string address, Predicate<InboxMail> isIt) =>
        Waiting.UntilAsync(async () => (await fixture.SignIn.Inbox.ReadAsync(address)).Any(m => isIt(m)), $"the mail to {address} does not come");

    private async Task<long> LinksAsync(string slug) =>
        (long)(await _host.SqlAsync("SELECT count(*) FROM password_links l JOIN tenants t ON t.id = l.tenant_id WHERE t.slug = $1", slug))!;
}
