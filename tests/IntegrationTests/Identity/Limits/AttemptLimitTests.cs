using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Common.Http;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Identity.Limits;

/// <summary>Limits of sign-in over HTTP, with a clock that can be moved on. The test's proxy names the client's address. Each test begins with nothing counted.</summary>
[Collection(Floods.Name)]
public sealed class AttemptLimitTests(AttemptLimitTests.Nodes nodes) : IClassFixture<AttemptLimitTests.Nodes>, IAsyncLifetime
{
    private const string Login = "/api/v1/auth/login";

    private readonly SkewedTime _clock = nodes.Clock;
    private readonly CountingPasswords _passwords = nodes.Passwords;
    private readonly SatcomHost _host = nodes.Host;

    public async ValueTask InitializeAsync()
    {
        _clock.Off += TimeSpan.FromHours(3);
        await _host.SqlAsync("DELETE FROM attempt_counters");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task L2_Login_WhenAnAddressFailedTooOften_IsToldWhenToComeBack()
    {
        for (var i = 0; i < 30; i++)
        {
            (await LoginAsync(_host, $"nobody{i}@acme.test", "wrong", "192.0.2.1")).ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var response = await SendAsync(_host, "employee@acme.test", SatcomHost.DemoPassword, "192.0.2.1");
        await response.ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        var wait = response.Headers.RetryAfter!.Delta!.Value;
        wait.ShouldBeInRange(TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(17));

        // Other addresses, and what needs no sign-in, go on.
        (await LoginAsync(_host, "employee@acme.test", SatcomHost.DemoPassword, "192.0.2.2")).ShouldBe(HttpStatusCode.OK);
        _clock.Off += wait - TimeSpan.FromMinutes(1);
        (await LoginAsync(_host, "employee@acme.test", SatcomHost.DemoPassword, "192.0.2.1")).ShouldBe(HttpStatusCode.TooManyRequests);
        _clock.Off += TimeSpan.FromMinutes(1);
        (await LoginAsync(_host, "employee@acme.test", SatcomHost.DemoPassword, "192.0.2.1")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task L13_Verify_WithWrongCodesFromOneAddress_CountsAsItsFailures()
    {
        using var client = _host.Anonymous();
        for (var i = 0; i <= 30; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/auth/device/verify", UriKind.Relative)) { Content = JsonContent.Create(new { challengeId = $"sdc_none{i}", code = "123456" }) };
            request.Headers.Add("X-Forwarded-For", "192.0.2.40");
            using var response = await client.SendAsync(request);
            await response.ProblemAsync(i < 30 ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests, i < 30 ? "otp_expired" : "rate_limited");
        }

        (await LoginAsync(_host, "employee@acme.test", SatcomHost.DemoPassword, "192.0.2.40")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await LoginAsync(_host, "employee@acme.test", SatcomHost.DemoPassword, "192.0.2.41")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task L2_Login_FromAnIPv6Network_IsCountedByItsFirst64Bits()
    {
        for (var i = 0; i < 30; i++)
        {
            (await LoginAsync(_host, $"nobody{i}@acme.test", "wrong", $"2001:db8:1:2::{i:x}")).ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await LoginAsync(_host, "employee@acme.test", SatcomHost.DemoPassword, "2001:db8:1:2:ffff::1")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await LoginAsync(_host, "employee@acme.test", SatcomHost.DemoPassword, "2001:db8:1:3::1")).ShouldBe(HttpStatusCode.OK);

        // So are wrong proofs of an integrator's program.
        for (var i = 0; i < 20; i++)
        {
            (await ProveClientAsync($"2001:db8:1:4::{i:x}")).ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await ProveClientAsync("2001:db8:1:4:ffff::1")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await ProveClientAsync("2001:db8:1:5::1")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task L1_L5_Login_OfADeactivatedAccountByItsPassword_CountsAndAsksTheDatabaseAsAWrongOne()
    {
        const int Rounds = 4;
        await _host.SqlAsync("UPDATE users SET status = 'deactivated' WHERE email = 'technician@globex.test'");
        try
        {
            using var counter = new SqlCounter();
            var (right, wrong) = (new List<string>(), new List<string>());
            for (var i = 0; i < Rounds; i++)
            {
                right.Add(await AskedAsync(counter, "technician@globex.test", SatcomHost.DemoPassword, "192.0.2.60"));
                wrong.Add(await AskedAsync(counter, "employee@globex.test", "wrong", "192.0.2.61"));
            }

            // The least of the rounds: what a node remembers grows old now and then, and is read again by whoever comes next.
            right.MinBy(sent => sent.Length).ShouldNotBeEmpty();
            right.MinBy(sent => sent.Length).ShouldBe(wrong.MinBy(sent => sent.Length));
            for (var i = Rounds; i < 30; i++)
            {
                (await LoginAsync(_host, "technician@globex.test", SatcomHost.DemoPassword, "192.0.2.60")).ShouldBe(HttpStatusCode.Unauthorized, $"{i}");
            }

            (await LoginAsync(_host, "technician@globex.test", SatcomHost.DemoPassword, "192.0.2.60")).ShouldBe(HttpStatusCode.TooManyRequests);
        }
        finally
        {
            await _host.SqlAsync("UPDATE users SET status = 'active' WHERE email = 'technician@globex.test'");
        }

        async Task<string> AskedAsync(SqlCounter counter, string email, string password, string address)
        {
            using var client = _host.Anonymous();
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Login, UriKind.Relative)) { Content = JsonContent.Create(new { email, password }) };
            request.Headers.Add("X-Forwarded-For", address);
            var trace = SqlCounter.Mark(request);
            using var response = await client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            return string.Join('\n', counter.SentIn(trace).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task L2_Login_WhenRight_GivesItsClaimBack()
    {
        for (var i = 0; i < 40; i++)
        {
            (await LoginAsync(_host, "employee@acme.test", SatcomHost.DemoPassword, "192.0.2.3")).ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task L2_Login_WhenManyRightOnesComeAtOnce_LetsThemAllIn()
    {
        await GuessAsync("nobody@acme.test", 9, "192.0.2.4");
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => LoginAsync(_host, "hr@acme.test", SatcomHost.DemoPassword, "192.0.2.4")));
        answers.ShouldAllBe(status => status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task L2_Account_WhenGuessedAt_IsClosedWithoutTellingAndOpensByItself()
    {
        await GuessAsync("employee@acme.test", 10);

        using var locked = await SendAsync(_host, "employee@acme.test", SatcomHost.DemoPassword, "198.51.100.1");
        await locked.ProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        locked.Headers.RetryAfter.ShouldBeNull();

        // Neither another account nor the same address in another company is closed with it.
        (await LoginAsync(_host, "hr@acme.test", SatcomHost.DemoPassword, "198.51.100.1")).ShouldBe(HttpStatusCode.OK);
        _clock.Off += TimeSpan.FromMinutes(31);
        (await LoginAsync(_host, "employee@acme.test", SatcomHost.DemoPassword, "198.51.100.1")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task L3_Account_WhenGuessedAt_WaitsLongerEachTimeAndAKnownDeviceDoesNot()
    {
        var stranger = new AttemptSubject(Guid.CreateVersion7(_clock.GetUtcNow()), "EMAN@ACME.TEST", KnownDevice: null);
        var owner = stranger with { KnownDevice = "device-1" };
        double[] expected = [0, 0, 1, 2, 4, 8, 16, 32, 64];
        foreach (var delay in expected)
        {
            (await LimitsAsync(l => l.ClaimAccountAsync(stranger, CancellationToken.None))).ShouldBeTrue();
            await LimitsAsync(async l => { await l.FailedAsync(stranger, CancellationToken.None); return 0; });
            if (delay > 0)
            {
                _clock.Off += TimeSpan.FromSeconds(delay) - TimeSpan.FromMilliseconds(500);
                (await LimitsAsync(l => l.ClaimAccountAsync(stranger, CancellationToken.None))).ShouldBeFalse($"after {delay} s");
                _clock.Off += TimeSpan.FromMilliseconds(500);
            }

            (await LimitsAsync(l => l.ClaimAccountAsync(owner, CancellationToken.None))).ShouldBeTrue();
            (await LimitsAsync(l => l.SucceededAsync(owner, CancellationToken.None))).FailuresBefore.ShouldBe(0);
        }

        (await LimitsAsync(l => l.ClaimAccountAsync(stranger, CancellationToken.None))).ShouldBeTrue();
        (await LimitsAsync(l => l.SucceededAsync(stranger, CancellationToken.None))).FailuresBefore.ShouldBe(expected.Length);
        (await LimitsAsync(l => l.ClaimAccountAsync(stranger, CancellationToken.None))).ShouldBeTrue();
    }

    [Fact]
    public async Task L3_Delay_HoweverManyFailures_StaysBelowAQuarterOfAnHour()
    {
        var subject = new AttemptSubject(TenantId: null, "NOBODY@ACME.TEST", KnownDevice: null);
        (await LimitsAsync(l => l.ClaimAccountAsync(subject, CancellationToken.None))).ShouldBeTrue();
        for (var i = 0; i < 60; i++)
        {
            await LimitsAsync(async l => { await l.FailedAsync(subject, CancellationToken.None); return 0; });
        }

        (await _host.SqlAsync("SELECT max(blocked_until) FROM attempt_counters")).ShouldBeOfType<DateTime>()
            .ShouldBe((_clock.GetUtcNow() + TimeSpan.FromSeconds(900)).UtcDateTime, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task L4_Login_When200WrongPasswordsRaceOnTwoNodesAndARestart_ReachesTheHashAtMostOnceBeyondTheLimit()
    {
        var second = await nodes.OtherAsync();
        var before = _passwords.Checks;
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => LoginAsync(i % 2 == 0 ? _host : second, "employee@acme.test", $"wrong{i}", $"203.0.113.{i}")));

        answers.ShouldAllBe(status => status == HttpStatusCode.Unauthorized || status == HttpStatusCode.TooManyRequests);
        (_passwords.Checks - before).ShouldBeInRange(3, 11);

        // Another node that starts later knows it too; more failures make the wait longer than its start can take.
        var subject = new AttemptSubject((Guid)(await _host.SqlAsync("SELECT id FROM tenants WHERE slug = 'acme'"))!, "EMPLOYEE@ACME.TEST", KnownDevice: null);
        for (var i = 0; i < 10; i++)
        {
            await LimitsAsync(async l => { await l.FailedAsync(subject, CancellationToken.None); return 0; });
        }

        var checks = _passwords.Checks;
        var third = await nodes.OtherAsync();
        (await LoginAsync(third, "employee@acme.test", SatcomHost.DemoPassword, "203.0.113.250")).ShouldBe(HttpStatusCode.Unauthorized);
        _passwords.Checks.ShouldBe(checks);
    }

    [Fact]
    public async Task L4_Claims_When200RaceOnTwoNodes_AreGrantedExactlyUpToTheLimit()
    {
        var second = await nodes.OtherAsync();
        var subject = new AttemptSubject(TenantId: null, "RACE@ACME.TEST", KnownDevice: null);
        var granted = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => LimitsAsync(l => l.ClaimAccountAsync(subject, CancellationToken.None), i % 2 == 0 ? _host : second)));
        granted.Count(g => g).ShouldBe(10);

        var quota = new Quota("test", 7, TimeSpan.FromHours(1));
        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => LimitsAsync(l => l.TakeAsync(quota, "somebody", CancellationToken.None), i % 2 == 0 ? _host : second)));
        taken.Count(t => t is null).ShouldBe(7);
        taken.OfType<RateLimited>().ShouldAllBe(t => t.RetryAfterSeconds > 3_000 && t.RetryAfterSeconds < 8_000);
        (await LimitsAsync(l => l.TakeAsync(quota, "somebody else", CancellationToken.None))).ShouldBeNull();
    }

    [Fact]
    public async Task L2_AccountTotal_WhenFailedAHundredTimesInAnHour_ClosesKnownDevicesToo()
    {
        for (var i = 0; i < 100; i++)
        {
            var subject = new AttemptSubject(TenantId: null, "TOTAL@ACME.TEST", $"device{i}");
            (await LimitsAsync(l => l.ClaimAccountAsync(subject, CancellationToken.None))).ShouldBeTrue();
        }

        (await LimitsAsync(l => l.ClaimAccountAsync(new AttemptSubject(TenantId: null, "TOTAL@ACME.TEST", "another"), CancellationToken.None))).ShouldBeFalse();
    }

    [Fact]
    public async Task L2_TenantAndSpray_WhenAnAttackIsSeen_RaiseTheAlarmAndWantMoreProof()
    {
        using var capture = new LogCapture();
        _host.Services.GetRequiredService<ILoggerFactory>().AddProvider(capture);
        var tenant = Guid.CreateVersion7(_clock.GetUtcNow());
        var somebody = new AttemptSubject(tenant, "SOMEBODY@ACME.TEST", KnownDevice: null);
        for (var i = 0; i < 40; i++)
        {
            var subject = new AttemptSubject(tenant, $"PERSON{i % 21}@ACME.TEST", KnownDevice: null);
            (await LimitsAsync(l => l.SucceededAsync(somebody, CancellationToken.None))).WantsMoreProof.ShouldBeFalse();
            await LimitsAsync(async l => { await l.FailedAsync(subject, CancellationToken.None); return 0; });
        }

        (await LimitsAsync(l => l.SucceededAsync(somebody, CancellationToken.None))).WantsMoreProof.ShouldBeTrue();
        (await LimitsAsync(l => l.SucceededAsync(somebody with { KnownDevice = "known" }, CancellationToken.None))).WantsMoreProof.ShouldBeFalse();
        (await LimitsAsync(l => l.SucceededAsync(somebody with { TenantId = null }, CancellationToken.None))).WantsMoreProof.ShouldBeFalse();
        capture.Lines.Count(l => l.Text.Contains("on 21 accounts", StringComparison.Ordinal)).ShouldBe(1);
        capture.Lines.Count(l => l.Text.Contains("A tenant had 40 failed", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task O57_Counters_HoldNeitherAddressesNorAccounts()
    {
        await LoginAsync(_host, "employee@acme.test", "wrong", "192.0.2.77");
        var dump = (string)(await _host.SqlAsync("SELECT string_agg(c::text || encode(c.key, 'escape'), ' ') FROM attempt_counters c"))!;

        dump.ShouldNotBeEmpty();
        dump.ShouldNotContain("acme", Case.Insensitive);
        dump.ShouldNotContain("192.0.2");
    }

    private Task<HttpStatusCode> ProveClientAsync(string address) => ProveClientAsync(_host, address);

    internal static async Task<HttpStatusCode> ProveClientAsync(SatcomHost host, string address)
    {
        using var client = new HttpClient { BaseAddress = host.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/t/acme/connect/token", UriKind.Relative))
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "nobody"), new("client_secret", "wrong")]),
        };
        request.Headers.Add("X-Forwarded-For", address);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task GuessAsync(string email, int failures, string address = "198.51.100.7")
    {
        for (var i = 0; i < failures; i++)
        {
            (await LoginAsync(_host, email, "wrong", address)).ShouldBe(HttpStatusCode.Unauthorized);
            _clock.Off += TimeSpan.FromSeconds(i < 8 ? Math.Pow(2, Math.Max(0, i - 1)) : 0);
        }
    }

    internal static async Task<HttpStatusCode> LoginAsync(SatcomHost host, string email, string password, string address)
    {
        using var response = await Insistent.SendAsync(() => SendAsync(host, email, password, address));
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(SatcomHost host, string email, string password, string address)
    {
        using var client = host.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Login, UriKind.Relative)) { Content = JsonContent.Create(new { email, password }) };
        request.Headers.Add("X-Forwarded-For", address);
        return await client.SendAsync(request);
    }

    private async Task<T> LimitsAsync<T>(Func<IAttemptLimits, Task<T>> use, SatcomHost? host = null)
    {
        await using var scope = (host ?? _host).Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<IAttemptLimits>());
    }

    /// <summary>A node, and as many more of the same database as a test starts.</summary>
    public sealed class Nodes : IAsyncLifetime
    {
        private readonly List<SatcomHost> _others = [];

        public SatcomHost Host { get; } = new();

        internal SkewedTime Clock { get; } = new();

        internal CountingPasswords Passwords { get; } = new();

        public ValueTask InitializeAsync() => StartAsync(Host);

        public async ValueTask DisposeAsync()
        {
            foreach (var other in _others)
            {
                await other.DisposeAsync();
            }

            await Host.DisposeAsync();
        }

        internal async Task<SatcomHost> OtherAsync()
        {
            var other = new SatcomHost(Host.Database);
            _others.Add(other);
            await StartAsync(other);
            return other;
        }

        private async ValueTask StartAsync(SatcomHost host)
        {
            host.Clock = Clock;
            host.Settings["Satcom:Http:TrustedProxies"] = "127.0.0.1";
            host.Settings["Satcom:Limits:TenantFailures"] = "40";
            Passwords.Watch(host);
            await host.StartAsync();
        }
    }
}
