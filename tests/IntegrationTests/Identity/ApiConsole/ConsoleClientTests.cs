using System.Net;
using System.Text.Json;
using Satcom.Domain.Identity.Provider;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Provider;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity.ApiConsole;

/// <summary>The client that every company's console is, without anybody having registered it.</summary>
public sealed class ConsoleClientTests(FreshHost fresh) : IClassFixture<FreshHost>, IAsyncLifetime
{
    private const string Answer = "http://localhost:5080/t/acme/docs/oauth2-redirect.html";
    private static readonly Integrator Console = new(Guid.Empty, OAuthClient.ConsoleId, Secret: null);

    private readonly SteppedTime _clock = fresh.Clock;
    private readonly SatcomHost _host = fresh.Host;

    public ValueTask InitializeAsync() => fresh.BeginAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Authorize_ByManyAtOnceInACompanyThatNeverDid_MakesOneClient()
    {
        using var browser = new WebBrowser(_host);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.AuthorizeAsync(Request())));

        answers.ShouldAllBe(a => a.Headers.Location!.OriginalString.Contains("/account/sign-in?request="));
        (await _host.SqlAsync("SELECT count(*) FROM oauth_clients WHERE client_id = 'satcom-console'")).ShouldBe(1L);
    }

    [Theory]
    [InlineData("http://localhost:5080/t/acme/docs/oauth2-redirect.html", true)]
    [InlineData("http://localhost:5080/docs/oauth2-redirect.html", true)]
    [InlineData("http://acme.satcom.test:5080/docs/oauth2-redirect.html", true)]
    [InlineData("http://localhost:5080/t/globex/docs/oauth2-redirect.html", false)]
    [InlineData("http://127.0.0.1:5080/t/acme/docs/oauth2-redirect.html", false)]
    [InlineData("http://localhost:5081/t/acme/docs/oauth2-redirect.html", false)]
    [InlineData("http://localhost:5080/t/acme/docs/oauth2-redirect.html?x", false)]
    [InlineData("https://evil.example/docs/oauth2-redirect.html", false)]
    public async Task O5_Authorize_AnswersTheConsolesOfTheCompanyAlone(string redirectUri, bool isKnown)
    {
        using var browser = new WebBrowser(_host);
        using var response = await browser.AuthorizeAsync(Request(r => r["redirect_uri"] = redirectUri));
        response.StatusCode.ShouldBe(isKnown ? HttpStatusCode.SeeOther : HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task O31_O37_Token_DoesWhatItsPersonMay_AndNoMore()
    {
        var (admin, tokens) = await SignInAsync("superadmin@acme.test");
        using var browser = admin;
        var claims = Redemption.Payload(tokens.Text("access_token"));
        (claims.Text("client_id"), claims.Text("scope"), claims.Text("aud"), claims.Text("iss")).ShouldBe((OAuthClient.ConsoleId, "satcom", "satcom", Integrator.Issuer));
        (tokens.TryGetProperty("refresh_token", out _), tokens.TryGetProperty("id_token", out _)).ShouldBe((false, false));
        using var client = _host.With(tokens.Text("access_token"));
        (await client.ReadAsync("/api/v1/me")).Text("email").ShouldBe("superadmin@acme.test");
        (await client.ReadAsync("/api/v1/tenant")).Text("slug").ShouldBe("acme");

        // It is nobody's to list, read or change.
        var id = (Guid)(await _host.SqlAsync("SELECT id FROM oauth_clients WHERE client_id = 'satcom-console'"))!;
        (await client.ReadAsync("/api/v1/oauth-clients")).GetProperty("items").EnumerateArray().Select(c => c.Text("clientId")).ShouldNotContain(OAuthClient.ConsoleId, StringComparer.Ordinal);
        await client.ReadAsync($"/api/v1/oauth-clients/{id}", HttpStatusCode.NotFound);
        await client.PostProblemAsync($"/api/v1/oauth-clients/{id}/disable", new { }, HttpStatusCode.NotFound, "not_found");

        var (employee, theirs) = await SignInAsync("employee@acme.test");
        using var other = employee;
        using var limited = _host.With(theirs.Text("access_token"));
        await limited.ReadAsync("/api/v1/me");
        await limited.ReadAsync("/api/v1/tenant", HttpStatusCode.Forbidden);

        using var more = await browser.AuthorizeAsync(Request(r => r["scope"] = "openid satcom"));
        WebBrowser.AnswerOf(more, Answer)["error"].ShouldBe("invalid_scope");
        using var machine = await Integrator.PostAsync(_host, "/connect/token", [new("grant_type", "client_credentials"), new("client_id", OAuthClient.ConsoleId)]);
        await machine.ProtocolErrorAsync(HttpStatusCode.BadRequest, "unauthorized_client");
    }

    [Fact]
    public async Task O48_SignOut_EndsWhatTheConsoleHolds()
    {
        var (browser, tokens) = await SignInAsync("superadmin@acme.test");
        using var client = _host.With(tokens.Text("access_token"));
        await client.ReadAsync("/api/v1/me");
        using (browser)
        {
            using var gone = await browser.SubmitAsync(await browser.GetAsync("/t/acme/account/home"), []);
            gone.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        }

        _clock.Advance(TimeSpan.FromSeconds(6));
        using var refused = await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A28_WeightyChange_ByATokenOfAnOldSignIn_AsksForANewOne()
    {
        var (browser, first) = await SignInAsync("superadmin@acme.test");
        using var kept = browser;
        using var client = _host.With(first.Text("access_token"));
        var target = (await client.SendAsync(PeopleSteps.Users, PeopleSteps.NewPerson(roles: ["hr"]), HttpStatusCode.Created)).Id();
        target.ShouldNotBe(Guid.Empty);

        // A token that a browser gets without asking its person is as old a proof as their sign-in.
        _clock.Advance(TimeSpan.FromMinutes(6));
        using var again = _host.With((await RedeemAsync(await browser.AuthorizeAsync(Request()))).Text("access_token"));
        await again.ReadAsync("/api/v1/me");
        await again.PostProblemAsync(PeopleSteps.Users, PeopleSteps.NewPerson(roles: ["hr"]), HttpStatusCode.Forbidden, "reauthentication_required");
    }

    [Fact]
    public async Task Document_OfTheConsole_IsTheContractWithAWayToSignIn()
    {
        using var client = _host.Anonymous();
        var contract = await client.ReadAsync("/openapi/v1.json");
        var document = await client.ReadAsync("/t/globex/docs/openapi.json");

        var flow = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("globex").GetProperty("flows").GetProperty("authorizationCode");
        (flow.Text("authorizationUrl"), flow.Text("tokenUrl")).ShouldBe(("http://localhost:5080/t/globex/connect/authorize", "http://localhost:5080/t/globex/connect/token"));
        contract.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Select(s => s.Name).ShouldBe(["bearer"]);
        document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ShouldBe(contract.GetProperty("paths").EnumerateObject().Select(p => p.Name));
        document.GetProperty("paths").GetProperty("/api/v1/me").GetProperty("get").GetProperty("security")[0].GetProperty("globex")[0].GetString().ShouldBe("satcom");
        document.GetProperty("paths").GetProperty("/api/v1/auth/login").GetProperty("post").TryGetProperty("security", out var open).ShouldBe(open.ValueKind == JsonValueKind.Array && open.GetArrayLength() == 0);
        await client.ReadAsync("/t/nobody/docs/openapi.json", HttpStatusCode.NotFound);
    }

    private static Dictionary<string, string> Request(Action<Dictionary<string, string>>? change = null)
    {
        var request = WebBrowser.Request(Console, "satcom");
        request["redirect_uri"] = Answer;
        change?.Invoke(request);
        return request;
    }

    private async Task<(WebBrowser Browser, JsonElement Tokens)> SignInAsync(string email)
    {
        var browser = new WebBrowser(_host);
        return (browser, await RedeemAsync(await browser.SignInAsync(await browser.AuthorizeAsync(Request()), email)));
    }

    private async Task<JsonElement> RedeemAsync(HttpResponseMessage response)
    {
        var form = Redemption.Form(WebBrowser.AnswerOf(response, Answer)["code"]);
        (form["client_id"], form["redirect_uri"]) = (OAuthClient.ConsoleId, Answer);
        using var redeemed = await Integrator.PostAsync(_host, "/connect/token", form);
        return await redeemed.ReadAsync();
    }
}
