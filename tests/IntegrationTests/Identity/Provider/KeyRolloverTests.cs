using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Provider;

/// <summary>O4: both signing keys are rolled over while people sign in on two nodes, and nobody who keeps the key set meets an unknown key.</summary>
public sealed class KeyRolloverTests : IAsyncLifetime
{
    private const int Steps = 500;

    // Long after our own max-age of five minutes; a key is published a day before its first use.
    private static readonly TimeSpan KeySetKept = TimeSpan.FromHours(12);

    private readonly SteppedTime _clock = new(stands: true);
    private readonly SatcomHost _first = new();
    private SatcomHost _second = null!;

    public async ValueTask InitializeAsync()
    {
        _first.Clock = _clock;
        await _first.InitializeAsync();
        _second = new SatcomHost(_first.Database) { Clock = _clock };
        await _second.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
    }

    [Fact]
    public async Task O4_AThousandIdTokens_ThroughAWholeRotation_AllVerifyWithAKeptKeySet()
    {
        var party = new RelyingParty(_first, _second, _clock, KeySetKept);
        var app = await Integrator.WebAppAsync(_first);
        using var browser = new WebBrowser(_first);

        // The last hours before the next keys are made, and all of them until the old ones are gone.
        _clock.Advance(TimeSpan.FromDays(28.5));
        SatcomHost[] nodes = [_first, _second];
        var refreshTokens = new string[2];
        for (var i = 0; i < 2; i++)
        {
            refreshTokens[i] = (await app.TokensAsync(_first, (await browser.GrantAsync(app, scope: "openid offline_access"))["code"])).Text("refresh_token");
        }

        var own = (await _first.LoginAsync("omar@acme.test")).Text("refreshToken");
        for (var step = 0; step < Steps; step++)
        {
            _clock.Advance(TimeSpan.FromMinutes(8));
            if (step % 8 == 0)
            {
                await RotateAsync(nodes[step / 8 % 2]);
            }

            var answers = await Task.WhenAll(nodes.Select((node, i) => app.RefreshAsync(node, refreshTokens[i])));
            for (var i = 0; i < nodes.Length; i++)
            {
                using var answer = answers[i];
                var tokens = await answer.ReadAsync();
                refreshTokens[i] = tokens.Text("refresh_token");
                await party.JudgeAsync(tokens.Text("id_token"), "RS256");
            }

            if (step % 4 != 0)
            {
                continue;
            }

            using var client = nodes[step / 4 % 2].Anonymous();
            var ours = await client.SendAsync("/api/v1/auth/refresh", new { refreshToken = own });
            own = ours.Text("refreshToken");
            await party.JudgeAsync(ours.Text("accessToken"), "ES256");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{party.Verified} tokens verified, {party.Fetches} key sets fetched, keys used: {string.Join(", ", party.Used.Select(u => $"{u.Key} {u.Value.Count}"))}");
        party.Failures.ShouldBeEmpty();
        party.Verified.ShouldBe((2 * Steps) + (Steps / 4));
        party.Used["RS256"].Count.ShouldBe(2, "the rotation was whole");
        party.Used["ES256"].Count.ShouldBe(2, "the rotation was whole");
        party.Fetches.ShouldBeLessThan(10);
        (await _first.SqlAsync("SELECT count(*) FROM signing_keys")).ShouldBe(2L, "the old keys are gone");
    }

    [Fact]
    public async Task O4_NextKeys_AreInUseOnBothNodesWithinAMinute()
    {
        var app = await Integrator.WebAppAsync(_first);
        using var browser = new WebBrowser(_first);
        _clock.Advance(TimeSpan.FromDays(29));
        await RotateAsync(_first);
        var old = await KidsAsync(app, browser);

        // Each node has looked at the keys a moment before the next ones come into use.
        _clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        (await KidsAsync(app, browser)).ShouldBe(old);
        _clock.Advance(TimeSpan.FromSeconds(60));

        var kids = await KidsAsync(app, browser);
        kids.Distinct(StringComparer.Ordinal).Count().ShouldBe(2, "one of each algorithm, the same on both nodes");
        kids.Intersect(old, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public async Task O16_O46_Hint_WhoseKeyRetiredMeanwhile_IsOneAsLongAsItsSessionLives()
    {
        var app = await Integrator.WebAppAsync(_first);
        using var browser = new WebBrowser(_first);
        _clock.Advance(TimeSpan.FromDays(29));
        await RotateAsync(_first);
        _clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1));
        var hint = (await app.TokensAsync(_first, (await browser.GrantAsync(app))["code"])).Text("id_token");

        _clock.Advance(TimeSpan.FromHours(11));
        await RotateAsync(_first);
        var later = (await app.TokensAsync(_first, (await browser.GrantAsync(app))["code"])).Text("id_token");
        RelyingParty.Header(later).Text("kid").ShouldNotBe(RelyingParty.Header(hint).Text("kid"), StringComparer.Ordinal);

        var silent = WebBrowser.Request(app);
        silent["prompt"] = "none";
        silent["id_token_hint"] = hint;
        using var answer = await browser.AuthorizeAsync(silent);
        WebBrowser.AnswerOf(answer).ShouldContainKey("code");
    }

    /// <summary>The keys that sign id tokens and our own access tokens, on one node and on the other.</summary>
    private async Task<string[]> KidsAsync(Integrator app, WebBrowser browser)
    {
        var kids = new List<string>();
        foreach (var node in (SatcomHost[])[_first, _second])
        {
            var tokens = await app.TokensAsync(node, (await browser.GrantAsync(app))["code"]);
            kids.Add(RelyingParty.Header(tokens.Text("id_token")).Text("kid"));
            kids.Add(RelyingParty.Header((await node.LoginAsync("omar@acme.test")).Text("accessToken")).Text("kid"));
        }

        return [.. kids];
    }

    private static async Task RotateAsync(SatcomHost node) =>
        await ActivatorUtilities.CreateInstance<SigningKeyRotationJob>(node.Services).RunAsync(new JobProgress("test"), CancellationToken.None);

    /// <summary>Somebody else's program: it keeps the key set, and asks for a new one when its time is over and never because a key is missing.</summary>
    private sealed class RelyingParty(SatcomHost first, SatcomHost second, TimeProvider time, TimeSpan kept)
    {
        private Dictionary<string, JsonElement> _keys = new(StringComparer.Ordinal);
        private DateTimeOffset _fetchedAt = DateTimeOffset.MinValue;

        public int Verified { get; private set; }

        public int Fetches { get; private set; }

        public List<string> Failures { get; } = [];

        public Dictionary<string, HashSet<string>> Used { get; } = new(StringComparer.Ordinal);

        public static JsonElement Header(string token) => JsonElement.Parse(Base64Url.DecodeFromChars(token.Split('.')[0]));

        public async Task JudgeAsync(string token, string algorithm)
        {
            if (time.GetUtcNow() - _fetchedAt >= kept)
            {
                using var client = (Fetches++ % 2 == 0 ? first : second).Anonymous();
                _keys = (await client.ReadAsync("/t/acme/.well-known/jwks.json")).GetProperty("keys").EnumerateArray().ToDictionary(k => k.Text("kid"), StringComparer.Ordinal);
                _fetchedAt = time.GetUtcNow();
            }

            var header = Header(token);
            var kid = header.Text("kid");
            if (!_keys.TryGetValue(kid, out var key)
                || !string.Equals(key.Text("alg"), algorithm, StringComparison.Ordinal) || !string.Equals(header.Text("alg"), algorithm, StringComparison.Ordinal) || !IsSigned(token, key))
            {
                Failures.Add($"{time.GetUtcNow():O} {algorithm} {kid}");
                return;
            }

            Verified++;
            (Used.TryGetValue(algorithm, out var used) ? used : Used[algorithm] = new(StringComparer.Ordinal)).Add(kid);
        }

        private static bool IsSigned(string token, JsonElement key)
        {
            var dot = token.LastIndexOf('.');
            var (data, signature) = (Encoding.ASCII.GetBytes(token[..dot]), Base64Url.DecodeFromChars(token.AsSpan(dot + 1)));
            if (key.Text("kty") is "RSA")
            {
                using var rsa = RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(key.Text("n")), Exponent = Base64Url.DecodeFromChars(key.Text("e")) });
                return rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }

            using var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Base64Url.DecodeFromChars(key.Text("x")), Y = Base64Url.DecodeFromChars(key.Text("y")) } });
            return ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256);
        }
    }
}
