using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Provider;

namespace Satcom.IntegrationTests.Faults;

/// <summary>O59: what people and programs hold outlives the node that gave it.</summary>
public sealed partial class RollingRestartTests : IAsyncLifetime
{
    private string _database = string.Empty;

    public async ValueTask InitializeAsync() => _database = await TestPostgres.CreateDatabaseAsync();

    public async ValueTask DisposeAsync() => await TestPostgres.DropAsync(_database);

    [Fact]
    public async Task O59_SignIn_BegunBeforeARestart_GoesOnAfterEachAndSoDoesEverythingItGave()
    {
        await using var inbox = await TestInbox.StartAsync();
        SatcomHost node = null!;
        async Task RestartAsync()
        {
            if (node is not null)
            {
                await node.DisposeAsync();
            }

            node = new SatcomHost(_database);
            inbox.Serve(node);
            await node.StartAsync();
        }

        await RestartAsync();
        var app = await Integrator.WebAppAsync(node, "globex");
        await node.SqlAsync("UPDATE tenants SET settings = settings || '{\"deviceVerification\":\"newDevices\"}' WHERE slug = 'globex'");
        var own = await node.LoginAsync("employee@acme.test");
        using var browser = new WebBrowser(() => node.BaseAddress, "globex");
        var page = await browser.FollowAsync(await browser.AuthorizeAsync(WebBrowser.Request(app, "openid offline_access")));

        // The waiting request and the form; the challenge and its code; the session and its cookie; the code; the tokens and their keys.
        await RestartAsync();
        var asked = await browser.FollowAsync(await browser.SubmitAsync(page, [new("email", "employee@globex.test"), new("password", SatcomHost.DemoPassword)]));
        var phone = (string)(await node.SqlAsync("SELECT phone FROM users WHERE email = 'employee@globex.test'"))!;
        var mail = await inbox.LatestAsync($"{phone[1..]}@sms.test");
        await RestartAsync();
        var consent = await browser.FollowAsync(await browser.SubmitAsync(asked, [new("code", SixDigits().Match(mail.Text).Value), new("trust", "yes")]));
        await RestartAsync();
        var code = WebBrowser.AnswerOf(await browser.ConsentAsync(consent))["code"];
        await RestartAsync();
        using var redeemed = await app.RedeemAsync(node, code, tenant: "globex");
        var tokens = await redeemed.ReadAsync();
        await RestartAsync();
        using var client = node.With(tokens.Text("access_token"));
        await client.ReadAsync("/t/globex/connect/userinfo");
        using var refreshed = await Integrator.PostAsync(node, "/connect/token", [new("grant_type", "refresh_token"), new("refresh_token", tokens.Text("refresh_token"))], app.Basic(), "globex");
        refreshed.StatusCode.ShouldBe(HttpStatusCode.OK);
        WebBrowser.AnswerOf(await browser.AuthorizeAsync(WebBrowser.Request(app, "openid offline_access"))).ContainsKey("code").ShouldBeTrue("the browser is signed in");
        using var signedIn = node.With(own.Text("accessToken"));
        await signedIn.ReadAsync("/api/v1/me");
        using var anonymous = node.Anonymous();
        await anonymous.SendAsync("/api/v1/auth/refresh", new { refreshToken = own.Text("refreshToken") });
        await node.DisposeAsync();
    }

    [Fact]
    public async Task O59_SignIns_WhileBothNodesAreReplacedOneAfterTheOther_SeeNoError()
    {
        const int People = 6;
        const int SignIns = 12;
        var ring = new Ring();
        var first = await StartAsync();
        var second = await StartAsync();
        ring.Add(first);
        ring.Add(second);
        var app = await Integrator.WebAppAsync(first);
        var errors = new ConcurrentQueue<string>();
        var done = 0;
        string[] people = ["employee", "omar", "nadia", "staff", "technician", "lead"];
        var traffic = Task.WhenAll(people.Take(People).Select(async person =>
        {
            for (var i = 0; i < SignIns; i++)
            {
                try
                {
                    await SignInAsync(ring, app, $"{person}@acme.test");
                }
                catch (Exception e)
                {
                    errors.Enqueue($"{person} {i}: {e.Message}");
                }

                Interlocked.Increment(ref done);
            }
        }));

        await Waiting.UntilAsync(() => Task.FromResult(Volatile.Read(ref done) >= People), "no traffic");
        var atFirst = Volatile.Read(ref done);
        var third = await ReplaceAsync(ring, first);
        var fourth = await ReplaceAsync(ring, second);
        var atLast = Volatile.Read(ref done);
        await traffic;

        TestContext.Current.TestOutputHelper?.WriteLine($"{done} sign-ins, {atLast - atFirst} of them while the nodes were replaced, {ring.Requests} requests");
        errors.ShouldBeEmpty();
        done.ShouldBe(People * SignIns);
        atLast.ShouldBeGreaterThan(atFirst, "nobody signed in meanwhile");
        ring.Requests.ShouldBeGreaterThan(People * SignIns * 5);
        await third.DisposeAsync();
        await fourth.DisposeAsync();
    }

    /// <summary>Each step of a sign-in on whichever node is next.</summary>
    private static async Task SignInAsync(Ring ring, Integrator app, string email)
    {
        using var browser = new WebBrowser(ring.Next, "acme");
        var code = (await browser.GrantAsync(app, email, "openid offline_access"))["code"];
        var tokens = await PostAsync(ring, app, Redemption.Form(code));
        var next = await PostAsync(ring, app, [new("grant_type", "refresh_token"), new("refresh_token", tokens.Text("refresh_token"))]);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", next.Text("access_token"));
        using var info = await client.GetAsync(new Uri(ring.Next(), "/t/acme/connect/userinfo"));
        info.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<System.Text.Json.JsonElement> PostAsync(Ring ring, Integrator app, IEnumerable<KeyValuePair<string, string>> form)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = app.Basic();
        using var content = new FormUrlEncodedContent(form);
        using var response = await client.PostAsync(new Uri(ring.Next(), "/t/acme/connect/token"), content);
        return await response.ReadAsync();
    }

    /// <summary>As a rolling deployment does: a new node comes, the old one gets no more requests, and then it is stopped.</summary>
    private async Task<SatcomHost> ReplaceAsync(Ring ring, SatcomHost old)
    {
        var fresh = await StartAsync();
        ring.Add(fresh);
        ring.Remove(old);
        await Task.Delay(200);
        await old.DisposeAsync();
        return fresh;
    }

    private async Task<SatcomHost> StartAsync()
    {
        var node = new SatcomHost(_database);
        await node.StartAsync();
        return node;
    }

    [GeneratedRegex("(?<![0-9])[0-9]{6}(?![0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SixDigits();

    /// <summary>The nodes that take requests, in turn.</summary>
    private sealed class Ring
    {
        private volatile Uri[] _nodes = [];
        private int _next;

        public int Requests => _next;

        public void Add(SatcomHost node) => _nodes = [.. _nodes, node.BaseAddress];

        public void Remove(SatcomHost node) => _nodes = [.. _nodes.Where(n => n != node.BaseAddress)];

        public Uri Next()
        {
            var nodes = _nodes;
            return nodes[(Interlocked.Increment(ref _next) & int.MaxValue) % nodes.Length];
        }
    }
}
