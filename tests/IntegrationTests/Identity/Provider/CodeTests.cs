using System.Net;
using System.Net.Http.Json;
using Satcom.Application.Identity;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity.Provider;

[Collection(Floods.Name)]
public sealed class CodeTests(FreshHost fresh) : IClassFixture<FreshHost>, IAsyncLifetime
{
    private readonly SteppedTime _clock = fresh.Clock;
    private readonly SatcomHost _host = fresh.Host;

    public ValueTask InitializeAsync() => fresh.BeginAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task O17_O18_O21_O23_O24_Code_ForAnyOtherRequest_IsNotGood()
    {
        var app = await Integrator.WebAppAsync(_host);
        var other = await Integrator.WebAppAsync(_host);
        var foreign = await Integrator.WebAppAsync(_host, "globex");
        using var browser = new WebBrowser(_host);

        Action<Dictionary<string, string>>[] changes =
        [
            f => f["redirect_uri"] = "https://payroll.example/other",
            f => f.Remove("redirect_uri"),
            f => f.Remove("code_verifier"),
            f => f["code_verifier"] = WebBrowser.Verifier[..^1] + "A",
            f => f["code_verifier"] = WebBrowser.Verifier[..42],
            f => f["code_verifier"] = new string('a', 129),
            f => f["code_verifier"] = WebBrowser.Verifier[..^1] + "!",
            f => f["code_verifier"] = WebBrowser.Challenge,
        ];
        foreach (var change in changes)
        {
            var code = (await browser.GrantAsync(app))["code"];
            using var refused = await app.RedeemAsync(_host, code, change);
            await refused.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");

            // The first wrong try burns it.
            using var second = await app.RedeemAsync(_host, code);
            await second.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        }

        var mine = (await browser.GrantAsync(app))["code"];
        using var byOther = await other.RedeemAsync(_host, mine);
        await byOther.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        using var elsewhere = await foreign.RedeemAsync(_host, mine, tenant: "globex");
        await elsewhere.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'oauth.foreignCode' AND at >= $1", fresh.Since)).ShouldBe(2L);
        await app.TokensAsync(_host, mine);

        var late = (await browser.GrantAsync(app))["code"];
        _clock.Advance(TimeSpan.FromSeconds(61));
        using var tooLate = await app.RedeemAsync(_host, late);
        await tooLate.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task O24_WrongVerifiers_MoreThanTwenty_CountAgainstTheClient_AndBurnTheirCodesAllTheSame()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        var code = string.Empty;
        for (var i = 0; i <= 20; i++)
        {
            code = (await browser.GrantAsync(app))["code"];
            using var refused = await app.RedeemAsync(_host, code, f => f["code_verifier"] = WebBrowser.Challenge);
            refused.StatusCode.ShouldBe(i < 20 ? HttpStatusCode.BadRequest : HttpStatusCode.TooManyRequests, $"{i}");
        }

        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'oauth.codeBurnt' AND entity_id = $1", app.Id)).ShouldBe(20L);
        using var burnt = await app.RedeemAsync(_host, code);
        burnt.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "it is burnt, and shown again");

        // Whatever is right goes on.
        await app.TokensAsync(_host, (await browser.GrantAsync(app))["code"]);
    }

    [Fact]
    public async Task O41_O42_Code_WhoseConsentWasWithdrawnAtTheSameTime_IsNotGood()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        var code = (await browser.GrantAsync(app))["code"];

        // As if the code had been written after the withdrawal had spent those that it saw.
        await _host.SqlAsync("DELETE FROM consents WHERE oauth_client_id = $1", app.Id);
        using var refused = await app.RedeemAsync(_host, code);
        await refused.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task O5_O37_Code_OfWhatWasTakenFromTheClientMeanwhile_GivesNoneOfIt()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        var (narrowed, redirected) = ((await browser.GrantAsync(app))["code"], (await browser.GrantAsync(app))["code"]);
        using var admin = await _host.FreshAsync("superadmin@acme.test");
        using var scopes = await admin.PatchAsJsonAsync($"/api/v1/oauth-clients/{app.Id}", new { scopes = Integrator.Words("openid email") });
        await scopes.ReadAsync();
        (await app.TokensAsync(_host, narrowed)).Text("scope").ShouldBe("openid email");

        using var waiting = await browser.AuthorizeAsync(new Dictionary<string, string>(WebBrowser.Request(app, "openid"), StringComparer.Ordinal) { ["prompt"] = "login" });
        using var addresses = await admin.PatchAsJsonAsync($"/api/v1/oauth-clients/{app.Id}", new { redirectUris = Integrator.Words("https://two.example/cb") });
        await addresses.ReadAsync();
        using var refused = await app.RedeemAsync(_host, redirected);
        await refused.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        using var page = await browser.SignInAsync(waiting, "employee@acme.test");
        page.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    [Fact]
    public async Task O21_Verifier_OfAWrongShape_IsRefusedEvenWhenTheChallengeFits()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        (await browser.GrantAsync(app))["code"].ShouldNotBeEmpty();
        foreach (var (verifier, isGood) in ((string, bool)[])[(new string('a', 42), false), (new string('a', 43), true), (new string('~', 128), true), (new string('a', 129), false), (new string('a', 50) + "!", false), (new string('a', 50) + "=", false)])
        {
            var request = WebBrowser.Request(app);
            request["code_challenge"] = Redemption.S256(verifier);
            var code = WebBrowser.AnswerOf(await browser.AuthorizeAsync(request))["code"];
            using var answer = await app.RedeemAsync(_host, code, f => f["code_verifier"] = verifier);
            answer.StatusCode.ShouldBe(isGood ? HttpStatusCode.OK : HttpStatusCode.BadRequest, $"{verifier.Length} characters that end in {verifier[^1]}");
        }
    }

    [Fact]
    public async Task O22_Verifier_ForACodeWithoutChallenge_IsRefused()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        foreach (var hasVerifier in (bool[])[true, false])
        {
            var code = (await browser.GrantAsync(app))["code"];
            await _host.SqlAsync("UPDATE authorization_codes SET code_challenge = NULL WHERE spent_at IS NULL");
            using var refused = await app.RedeemAsync(_host, code, f => _ = hasVerifier || f.Remove("code_verifier"));
            await refused.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        }
    }

    [Fact]
    public async Task O19_Code_ShownAgain_EndsWhatItsFirstUseGave()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        var code = (await browser.GrantAsync(app, scope: "openid offline_access attendance.read.own"))["code"];
        var tokens = await app.TokensAsync(_host, code);
        using var client = _host.With(tokens.Text("access_token"));
        await client.ReadAsync("/t/acme/connect/userinfo");
        await client.ReadAsync("/api/v1/attendance/days");

        using var replay = await app.RedeemAsync(_host, code);
        await replay.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        (await app.IntrospectAsync(_host, tokens.Text("access_token"))).ToString().ShouldBe("""{"active":false}""");
        foreach (var path in (string[])["/t/acme/connect/userinfo", "/api/v1/attendance/days"])
        {
            using var refused = await client.GetAsync(new Uri(path, UriKind.Relative));
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var refreshed = await app.RefreshAsync(_host, tokens.Text("refresh_token"));
        await refreshed.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'oauth.codeReplayed' AND at >= $1", fresh.Since)).ShouldBe(1L);
    }

    [Fact]
    public async Task O19_Code_ShownOnceMore_WaitsForNobodysAccount()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        var code = (await browser.GrantAsync(app))["code"];
        await app.TokensAsync(_host, code);
        using var replay = await app.RedeemAsync(_host, code);
        await replay.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");

        await using var held = await ChangeUnderWay.BeginAsync(_host, "SELECT FROM users FOR UPDATE");
        using var again = await app.RedeemAsync(_host, code);
        await again.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task O20_Code_RedeemedAtOnceOnTwoNodes_SucceedsOnce()
    {
        const int Rounds = 100;
        const int Uses = 50;
        await using var second = new SatcomHost(_host.Database) { Clock = _clock };
        second.Settings["Satcom:Database:MaxPoolSize"] = FreshHost.PoolSize;
        await second.StartAsync();
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        for (var round = 0; round < Rounds; round++)
        {
            var code = (await browser.GrantAsync(app))["code"];
            var answers = await Task.WhenAll(Enumerable.Range(0, Uses).Select(i => Insistent.SendAsync(() => app.RedeemAsync(i % 2 == 0 ? _host : second, code))));
            answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
            answers.Where(a => a.StatusCode != HttpStatusCode.OK).ShouldAllBe(a => a.StatusCode == HttpStatusCode.BadRequest || a.StatusCode == HttpStatusCode.TooManyRequests);
            Array.ForEach(answers, a => a.Dispose());
        }

        (await _host.SqlAsync("SELECT count(*) FROM oauth_grants")).ShouldBe((long)Rounds);
        (await _host.SqlAsync("SELECT count(*) FROM sessions s JOIN oauth_grants g ON g.session_id = s.id WHERE s.ended_at IS NULL")).ShouldBe(0L);
    }

    [Fact]
    public async Task O37_O39_Refresh_RotatesNarrowsAndNeverWidens_AndReuseEndsTheFamilyAlone()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        using var phone = new WebBrowser(_host);
        var first = await app.TokensAsync(_host, (await browser.GrantAsync(app, scope: "openid offline_access email"))["code"]);
        var other = await app.TokensAsync(_host, (await phone.GrantAsync(app, scope: "openid offline_access email"))["code"]);

        using var widened = await app.RefreshAsync(_host, first.Text("refresh_token"), "openid profile");
        await widened.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_scope");
        using var narrowed = await app.RefreshAsync(_host, first.Text("refresh_token"), "openid");
        var second = await narrowed.ReadAsync();
        second.Text("scope").ShouldBe("openid");
        string.Equals(second.Text("refresh_token"), first.Text("refresh_token"), StringComparison.Ordinal).ShouldBeFalse();
        using var whole = await app.RefreshAsync(_host, second.Text("refresh_token"));
        var third = await whole.ReadAsync();
        third.Text("scope").ShouldBe("openid offline_access email");
        Redemption.Payload(third.Text("id_token")).Text("sub").ShouldBe(Redemption.Payload(first.Text("id_token")).Text("sub"));

        _clock.Advance(TimeSpan.FromSeconds(21));
        using var reuse = await app.RefreshAsync(_host, first.Text("refresh_token"));
        await reuse.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        using var dead = await app.RefreshAsync(_host, third.Text("refresh_token"));
        await dead.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        (await app.IntrospectAsync(_host, third.Text("access_token"))).GetProperty("active").GetBoolean().ShouldBeFalse();
        using var alive = await app.RefreshAsync(_host, other.Text("refresh_token"));
        alive.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.refreshAlert' AND at >= $1", fresh.Since)).ShouldBe(1L);
    }

    [Fact]
    public async Task O40_Refresh_TwentyTimesAtOnce_GivesOneSuccessor()
    {
        await using var second = new SatcomHost(_host.Database) { Clock = _clock };
        await second.StartAsync();
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        var token = (await app.TokensAsync(_host, (await browser.GrantAsync(app, scope: "openid offline_access"))["code"])).Text("refresh_token");
        for (var round = 0; round < 5; round++)
        {
            var shown = token;
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => app.RefreshAsync(i % 2 == 0 ? _host : second, shown)));
            answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
            var successors = new HashSet<string>(StringComparer.Ordinal);
            foreach (var answer in answers)
            {
                successors.Add((await answer.ReadAsync()).Text("refresh_token"));
            }

            token = successors.ShouldHaveSingleItem();
            (await _host.SqlAsync("SELECT count(*) FROM refresh_tokens t JOIN oauth_grants g USING (tenant_id, session_id) WHERE t.spent_at IS NULL")).ShouldBe(1L);
        }
    }

    [Fact]
    public async Task O16_IdTokenHint_ThatExpired_IsAHintStill_AndOneThatWasTouchedIsNone()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        var hint = (await app.TokensAsync(_host, (await browser.GrantAsync(app))["code"])).Text("id_token");
        _clock.Advance(TimeSpan.FromHours(1));
        Redemption.Payload(hint).GetProperty("exp").GetInt64().ShouldBeLessThan(_clock.GetUtcNow().ToUnixTimeSeconds());
        var request = WebBrowser.Request(app);
        request["prompt"] = "none";
        request["id_token_hint"] = hint;
        WebBrowser.AnswerOf(await browser.AuthorizeAsync(request)).ContainsKey("code").ShouldBeTrue();

        request["id_token_hint"] = hint[..^3] + "AAA";
        WebBrowser.AnswerOf(await browser.AuthorizeAsync(request))["error"].ShouldBe("invalid_request");
    }

    [Fact]
    public async Task O41_O42_Refresh_EndsWithItsTimesItsPersonItsPasswordItsCompanyAndItsConsent()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);

        async Task<string> TokenAsync() => (await app.TokensAsync(_host, (await browser.GrantAsync(app, scope: "openid offline_access"))["code"])).Text("refresh_token");

        async Task RefusedAsync(string token)
        {
            using var refused = await app.RefreshAsync(_host, token);
            await refused.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        }

        async Task<bool> IsGoodAsync(string token)
        {
            using var answer = await app.RefreshAsync(_host, token);
            return answer.StatusCode == HttpStatusCode.OK;
        }

        var withdrawn = await TokenAsync();
        using var person = await _host.AsAsync("employee@acme.test");
        var consent = (await person.ReadAsync("/api/v1/auth/consents")).GetProperty("items")[0];
        consent.Text("clientName").ShouldBe("Roster");
        using var deleted = await person.DeleteAsync(new Uri($"/api/v1/auth/consents/{consent.Id()}", UriKind.Relative));
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await RefusedAsync(withdrawn);

        var foreign = await TokenAsync();
        var other = await Integrator.WebAppAsync(_host);
        using var stolen = await other.RefreshAsync(_host, foreign);
        await stolen.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        using var client = _host.Anonymous();
        await client.PostProblemAsync("/api/v1/auth/refresh", new { refreshToken = foreign }, HttpStatusCode.Unauthorized, "refresh_invalid");

        await _host.ChangeAsync("acme", async db => (await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(db.Users, u => u.Email == "employee@acme.test")).Deactivate());
        await RefusedAsync(foreign);
        await _host.ChangeAsync("acme", async db => (await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(db.Users, u => u.Email == "employee@acme.test")).Reactivate());

        var reset = await TokenAsync();
        using var admin = await _host.FreshAsync("superadmin@acme.test");
        var id = await _host.UserIdAsync("employee@acme.test");
        await admin.SendAsync($"{PeopleSteps.Users}/{id}/reset-password", new { }, HttpStatusCode.Accepted);
        var link = _host.Messages().Sent.Select(m => m.Content).OfType<PasswordReset>().Last().Link;
        await client.SendAsync("/api/v1/auth/password/reset", new { token = link[(link.IndexOf("token=", StringComparison.Ordinal) + 6)..], newPassword = "harbour lantern walnut" }, HttpStatusCode.NoContent);
        await RefusedAsync(reset);
        await _host.GivePasswordAsync(id);

        // Nodes tell each other of a company by the bus: soon, not at once.
        var suspended = await TokenAsync();
        using var platform = await _host.FreshAsync("platform@satcom.test");
        var tenant = $"/api/v1/tenants/{await _host.SqlAsync("SELECT id FROM tenants WHERE slug = 'acme'")}";
        await platform.SendAsync($"{tenant}/suspend", new { });
        await Waiting.UntilAsync(async () => !await IsGoodAsync(suspended), "the company is suspended, and its tokens are refreshed");
        await RefusedAsync(suspended);
        await platform.SendAsync($"{tenant}/resume", new { });
        await Waiting.UntilAsync(() => IsGoodAsync(suspended), "the company is back, and its tokens are not");

        var sliding = await TokenAsync();
        _clock.Advance(TimeSpan.FromDays(14) + TimeSpan.FromMinutes(1));
        await RefusedAsync(sliding);

        var absolute = await TokenAsync();
        for (var day = 0; day < 84; day += 12)
        {
            _clock.Advance(TimeSpan.FromDays(12));
            using var kept = await app.RefreshAsync(_host, absolute);
            absolute = (await kept.ReadAsync()).Text("refresh_token");
        }

        _clock.Advance(TimeSpan.FromDays(7));
        await RefusedAsync(absolute);
    }
}
