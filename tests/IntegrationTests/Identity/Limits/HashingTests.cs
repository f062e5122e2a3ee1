using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Identity.Limits;
using Satcom.Infrastructure.Identity.Tokens;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.Identity.Provider;

namespace Satcom.IntegrationTests.Identity.Limits;

[Collection(ByTheClock.Name)]
public sealed class HashingTests
{
    [Fact]
    public async Task L7_Threads_WhenTheQueueIsFull_TurnTheNextAwayAndGoOn()
    {
        using var threads = new HashingThreads(threads: 2, queue: 3);
        using var gate = new ManualResetEventSlim();
        var running = 0;
        var most = 0;
        int Work()
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
#pragma warning disable RS0030 // What holds up a thread of the hashing is what is tested.
            gate.Wait(TimeSpan.FromSeconds(10));
#pragma warning restore RS0030
            Interlocked.Decrement(ref running);
            return 1;
        }

        var accepted = new List<Task<int>>();
        await HostWork.EventuallyAsync(
            () =>
            {
                if (threads.TryRun(Work, CancellationToken.None, out var outcome))
                {
                    accepted.Add(outcome);
                }

                return Task.FromResult(accepted.Count);
            },
            count => count == 5);
        threads.TryRun(Work, CancellationToken.None, out _).ShouldBeFalse();

        gate.Set();
        (await Task.WhenAll(accepted)).Sum().ShouldBe(5);
        most.ShouldBe(2);
        threads.TryRun(() => throw new InvalidOperationException("planted"), CancellationToken.None, out Task<int> broken).ShouldBeTrue();
        await Should.ThrowAsync<InvalidOperationException>(broken);
        threads.TryRun(() => 7, CancellationToken.None, out var after).ShouldBeTrue();
        (await after).ShouldBe(7);
    }

    [Fact]
    public async Task L5_Verify_OfAHashWithFewerRounds_TakesAsManyAsForNobody()
    {
        using var sealer = new Sealer([new byte[32]]);
        using var before = new PasswordVerifier(Options.Create(new TokenOptions { PasswordIterations = 400 }), sealer, Options.Create(new LimitOptions()));
        using var now = new PasswordVerifier(Options.Create(new TokenOptions { PasswordIterations = 1500 }), sealer, Options.Create(new LimitOptions()));
        var (tenant, user) = (Guid.CreateVersion7(RealTime.Clock.GetUtcNow()), Guid.CreateVersion7(RealTime.Clock.GetUtcNow()));
        var old = new StoredPassword(tenant, user, await before.HashAsync(tenant, user, SatcomHost.DemoPassword, CancellationToken.None));
        (await before.VerifyAsync(old, SatcomHost.DemoPassword, CancellationToken.None)).ShouldBeTrue();
        before.RoundsSpent.ShouldBe(400);

        var spent = new List<long>();
        var renewed = old with { Hash = await now.HashAsync(tenant, user, "new", CancellationToken.None) };
        foreach (var (stored, password) in (ValueTuple<StoredPassword?, string>[])[(null, "wrong"), (old, "wrong"), (old, SatcomHost.DemoPassword), (renewed, "wrong"), (renewed with { UserId = tenant }, "new")])
        {
            var until = now.RoundsSpent;
            (await now.VerifyAsync(stored, password, CancellationToken.None)).ShouldBe(string.Equals(password, SatcomHost.DemoPassword, StringComparison.Ordinal));
            spent.Add(now.RoundsSpent - until);
        }

        spent.ShouldBe([1500, 1500, 1500, 1500, 1500], "another account's is no quicker either");
    }

    [Fact]
    public async Task L7_Login_WhenItIsFlooded_TurnsAwayWithRetryAfterAndStarvesNobody()
    {
        await using var host = new SatcomHost();

        // Less than a password costs in Production, and by core: a part of what comes is judged, within seconds and not half a minute.
        host.Settings["Satcom:Tokens:PasswordIterations"] = (27_500 * Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture);
        host.Settings["Satcom:Http:TrustedProxies"] = "127.0.0.1";
        await host.StartAsync();
        using var client = await host.AsAsync("employee@acme.test");
        using var attacker = host.Anonymous();
        var answers = new ConcurrentBag<(HttpStatusCode Status, TimeSpan? RetryAfter)>();
        var flood = Enumerable.Range(0, 600).Select(async i =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5 * i));
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/auth/login", UriKind.Relative)) { Content = JsonContent.Create(new { email = $"nobody{i}@acme.test", password = "wrong" }) };
            request.Headers.Add("X-Forwarded-For", $"203.0.{i / 200}.{i % 200}");
            using var response = await attacker.SendAsync(request);
            answers.Add((response.StatusCode, response.Headers.RetryAfter?.Delta));
        }).ToList();

        var times = new List<double>();
        var begun = Stopwatch.GetTimestamp();
        while (!flood.TrueForAll(f => f.IsCompleted))
        {
            var watch = Stopwatch.StartNew();
            await client.ReadAsync("/api/v1/me");
            times.Add(watch.Elapsed.TotalMilliseconds);
            await Task.Delay(10);
        }

        await Task.WhenAll(flood);
        times.Sort();
        var (median, p99) = (times[times.Count / 2], times[(int)(times.Count * 0.99)]);
        var away = answers.Where(a => a.Status == HttpStatusCode.TooManyRequests).ToList();
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"200 sign-ins/s for 3 s: {answers.Count - away.Count} judged, {away.Count} turned away; another route: median {median:0} ms, p99 {p99:0} ms of {times.Count}."));
        answers.ShouldAllBe(a => a.Status == HttpStatusCode.Unauthorized || a.Status == HttpStatusCode.TooManyRequests);
        away.Count.ShouldBeGreaterThan(100);
        away.ShouldAllBe(a => a.RetryAfter > TimeSpan.Zero);

        // The times are printed; that others are served meanwhile is judged by how often.
        times.Count.ShouldBeGreaterThan((int)(5 * Stopwatch.GetElapsedTime(begun).TotalSeconds));
    }

    [Fact]
    public async Task L7_Attempt_ThatWasTurnedAway_IsNoFailureOfTheAccount()
    {
        await using var host = new SatcomHost();
        host.ConfigureServices = services => services.AddSingleton<IPasswordVerifier>(new Busy());
        await host.StartAsync();
        using var client = host.Anonymous();
        using var response = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = "employee@acme.test", password = SatcomHost.DemoPassword });

        await response.ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(3));
        (await host.SqlAsync("SELECT sum(count) FROM attempt_counters")).ShouldBe(0L);

        // On the page too, and there on a page.
        using var browser = new WebBrowser(host) { Sending = request => request.Headers.Add("Accept-Language", "ar") };
        using var page = await browser.SubmitAsync(await browser.GetAsync("/t/acme/account/sign-in"), [new("email", "employee@acme.test"), new("password", SatcomHost.DemoPassword)]);
        page.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        page.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(3));
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await page.Content.ReadAsStringAsync()).ShouldContain("<html lang=\"ar\" dir=\"rtl\">");
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }

    private sealed class Busy : IPasswordVerifier
    {
        public Task<bool> VerifyAsync(StoredPassword? stored, string password, CancellationToken cancellationToken) => throw new TooBusyException(3);

        public bool IsOutdated(StoredPassword stored) => false;

        // The demo is there already.
        public Task<string> HashAsync(Guid tenantId, Guid userId, string password, CancellationToken cancellationToken) => Task.FromResult(password);
    }
}
