using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Identity.Limits;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.WebApi.Common.Http;

namespace Satcom.IntegrationTests.Identity.Limits;

/// <summary>Two nodes with limits small enough to be met.</summary>
public sealed class LimitedNodes : TwoNodes
{
    protected override void Prepare(SatcomHost node, string name)
    {
        node.Settings["Satcom:Limits:Requests:Reads"] = "300";
        node.Settings["Satcom:Limits:Requests:Writes"] = "300";
        node.Settings["Satcom:Limits:Requests:Tenant"] = "500";
        node.Settings["Satcom:Limits:Requests:Anonymous"] = "200";
        node.Settings["Satcom:Limits:Requests:AnonymousSensitive"] = "100";
        node.Settings["Satcom:Limits:Requests:Sensitive"] = "100";
        node.Settings["Satcom:Limits:Requests:Address"] = "1000";
    }
}

/// <summary>A10: limits of requests over two nodes. Each test begins in a minute that nobody has used.</summary>
public sealed class RequestLimitTests(LimitedNodes nodes) : IClassFixture<LimitedNodes>, IAsyncLifetime
{
    private const string Me = "/api/v1/me";

    public ValueTask InitializeAsync()
    {
        nodes.Clock.Off += TimeSpan.FromMinutes(3);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A10_Requests_OfOnePersonOnTwoNodes_AreAdmittedUpToTheLimitWithinATenth()
    {
        var token = await TokenAsync("employee@acme.test");
        var flood = await FloodAsync(450, token);

        flood.Admitted.ShouldBeInRange(270, 330);
        var refused = flood.Refused.ShouldNotBeNull();
        (refused.Status, refused.Body.Text("code")).ShouldBe((HttpStatusCode.TooManyRequests, "rate_limited"));
        var seconds = refused.RetryAfter.ShouldNotBeNull();
        seconds.ShouldBeInRange(1, 65);
        refused.Policy.ShouldBe("\"reads\";q=300;w=60");
        refused.Limit.ShouldBe(string.Create(CultureInfo.InvariantCulture, $"\"reads\";r=0;t={seconds}"));

        // What they read is none of what they write, and none of what others read.
        (await FloodAsync(20, await TokenAsync("hr@acme.test"))).Admitted.ShouldBe(20);
        using var writer = nodes.First.With(token);
        using var write = await writer.PostAsJsonAsync("/api/v1/attendance/breaks/end", new { });
        write.StatusCode.ShouldNotBe(HttpStatusCode.TooManyRequests);

        // After Retry-After there is room again, on both nodes.
        nodes.Clock.Off += TimeSpan.FromSeconds(seconds + 2);
        (await FloodAsync(2, token)).Admitted.ShouldBe(2);
    }

    [Theory]
    [InlineData("login")]
    [InlineData("device/verify")]
    [InlineData("device/resend")]
    [InlineData("reauthenticate")]
    [InlineData("password/forgot")]
    [InlineData("password/reset")]
    [InlineData("password/change")]
    public void A10_RoutesThatTryPasswordsOrCodes_CountAsSensitive(string path) =>
        nodes.First.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Single(e => string.Equals(e.RoutePattern.RawText, $"api/v1/auth/{path}", StringComparison.Ordinal))
            .Metadata.GetMetadata<SensitiveAttribute>().ShouldNotBeNull();

    [Theory]
    [InlineData(null, "login", "anonymousSensitive")]
    [InlineData("lead@acme.test", "reauthenticate", "sensitive")]
    public async Task A10_Requests_ThatTrySecrets_AreFewerThanOthers(string? email, string path, string limit)
    {
        var token = email is null ? null : await TokenAsync(email);
        var flood = await FloodAsync(160, token, $"/api/v1/auth/{path}", method: HttpMethod.Post);

        flood.Admitted.ShouldBeInRange(85, 115);
        flood.Refused.ShouldNotBeNull().Policy.ShouldBe($"\"{limit}\";q=100;w=60");
    }

    [Fact]
    public async Task T6_A10_Requests_OfAPersonWithTheSameIdInAnotherCompany_AreCountedApart()
    {
        var (acme, globex) = (await TenantAsync("acme"), await TenantAsync("globex"));
        var person = new Actor { Kind = ActorKind.User, UserId = await nodes.First.UserIdAsync("omar@acme.test") };

        (await AdmittedAsync(person, acme, 450)).ShouldBeInRange(270, 330);
        (await AdmittedAsync(person, globex, 20)).ShouldBe(20);
    }

    [Fact]
    public async Task A10_Requests_OfAGrantedProgram_LeaveThePersonsOwnAlone()
    {
        var acme = await TenantAsync("acme");
        var person = new Actor { Kind = ActorKind.User, UserId = await nodes.First.UserIdAsync("nadia@acme.test") };

        (await AdmittedAsync(person with { ClientId = "a program", OAuthClientId = person.UserId, ActsFreely = false }, acme, 450)).ShouldBeInRange(270, 330);
        (await AdmittedAsync(person, acme, 20)).ShouldBe(20);
    }

    [Fact]
    public async Task A10_Requests_OfOneAddress_AreLimitedWhoeverSendsThem()
    {
        var token = await TokenAsync("technician@acme.test");
        await FloodAsync(1250, token: null);

        using var client = nodes.First.With(token);
        using var refused = await client.GetAsync(new Uri(Me, UriKind.Relative));
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.GetValues("RateLimit-Policy").ShouldBe(["\"address\";q=1000;w=60"]);
        using var watched = await client.GetAsync(new Uri("/health/live", UriKind.Relative));
        watched.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A10_Requests_OfOneTenant_AreLimitedTogetherAndLeaveTheOtherAlone()
    {
        var (first, second, other) = (await TokenAsync("hr@acme.test"), await TokenAsync("manager@acme.test"), await TokenAsync("hr@globex.test"));
        var floods = await Task.WhenAll(FloodAsync(290, first), FloodAsync(290, second));

        floods.Sum(f => f.Admitted).ShouldBeInRange(450, 550);
        floods.SelectMany(f => f.Policies).ShouldContain("\"tenant\";q=500;w=60", StringComparer.Ordinal);
        (await FloodAsync(100, other)).Admitted.ShouldBe(100);
    }

    [Fact]
    public async Task A10_A13_Requests_OfNobody_AreCountedByTheirConnectionAndRefusedInTheirRoutesForm()
    {
        var token = await TokenAsync("hr@globex.test");
        var flood = await FloodAsync(300, token: null, "/t/acme/connect/token", spoof: true);

        flood.Admitted.ShouldBeInRange(180, 220);
        var refused = flood.Refused.ShouldNotBeNull();
        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Body.Text("error").ShouldBe("temporarily_unavailable");
        refused.Body.TryGetProperty("code", out _).ShouldBeFalse();
        refused.RetryAfter.ShouldNotBeNull();

        using var client = nodes.First.Anonymous();
        foreach (var path in (string[])["/account/password/forgot", "/connect/authorize?client_id=x", "/connect/authorize/resume?request=x", "/connect/endsession"])
        {
            using var page = await client.GetAsync(new Uri("/t/acme" + path, UriKind.Relative));
            page.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, path);
            page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html", path);
            page.Headers.RetryAfter.ShouldNotBeNull(path);
        }

        // Those who watch the service, and those who are signed in, go on.
        (await client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(new Uri(Me, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await FloodAsync(5, token)).Admitted.ShouldBe(5);
    }

    [Fact]
    public async Task A10_Requests_WhileTheyCannotBeCountedTogether_AreLimitedToAStricterShare()
    {
        var token = await TokenAsync("staff@acme.test");
        await nodes.First.SqlAsync("ALTER TABLE request_counters RENAME TO request_counters_gone");
        try
        {
            var flood = await FloodAsync(400, token);

            // Half of the limit on each of two nodes, and what was under way when they could count no longer.
            flood.Admitted.ShouldBeInRange(200, 330);
            flood.Refused.ShouldNotBeNull().RetryAfter.ShouldNotBeNull();
        }
        finally
        {
            await nodes.First.SqlAsync("ALTER TABLE request_counters_gone RENAME TO request_counters");
        }

        await nodes.First.SqlAsync("DELETE FROM request_counters");
        await Waiting.UntilAsync(
            async () =>
            {
                nodes.Clock.Off += TimeSpan.FromMinutes(3);
                token = await TokenAsync("staff@acme.test");
                (await FloodAsync(60, token)).Admitted.ShouldBe(60);
                return Sum(await nodes.First.SqlAsync("SELECT sum(count) FROM request_counters")) > 0;
            },
            "the nodes do not come together again");
    }

    [Fact]
    public async Task A10_CheckIn_CostsNoQueryOfTheLimits()
    {
        using var counter = new SqlCounter();
        using var client = nodes.First.With(await TokenAsync("technician@acme.test"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/attendance/check-in") { Content = JsonContent.Create(new { workMode = "office" }) };
        var before = Sum(await nodes.First.SqlAsync("SELECT sum(count) FROM request_counters"));

        (await counter.OfAsync(client, request)).ShouldAllBe(sql => !sql.Contains("request_counters", StringComparison.Ordinal));

        Sum(await nodes.First.SqlAsync("SELECT sum(count) FROM request_counters")).ShouldBe(before);
    }

    private static long Sum(object? value) => value as long? ?? 0;

    private async Task<TenantInfo> TenantAsync(string slug) => (await nodes.First.Services.GetRequiredService<ITenantDirectory>().FindAsync(slug, CancellationToken.None))!;

    /// <summary>How many of so many reads a node lets through.</summary>
    private async Task<int> AdmittedAsync(Actor actor, TenantInfo home, int requests)
    {
        var (limits, admitted) = (nodes.First.Services.GetRequiredService<RequestLimits>(), 0);
        for (var i = 0; i < requests; i++)
        {
            admitted += await limits.JudgeCallerAsync(new Caller(actor, home, home.Id, DateTimeOffset.MaxValue), RequestKind.Read, CancellationToken.None) is null ? 1 : 0;
        }

        return admitted;
    }

    private async Task<string> TokenAsync(string email) => (await nodes.First.LoginAsync(email)).Text("accessToken");

    /// <summary>Sends many requests to both nodes, sixteen at a time.</summary>
    private async Task<Flood> FloodAsync(int requests, string? token, string path = Me, bool spoof = false, HttpMethod? method = null)
    {
        var (admitted, refused) = (0, new ConcurrentQueue<HttpResponseMessage>());
        using var client = new HttpClient();
        await Parallel.ForEachAsync(Enumerable.Range(0, requests), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellationToken) =>
        {
            using var request = new HttpRequestMessage(method ?? (token is null ? HttpMethod.Post : HttpMethod.Get), new Uri((i % 2 == 0 ? nodes.First : nodes.Second).BaseAddress, path));
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            if (spoof)
            {
                request.Headers.Add("X-Forwarded-For", $"203.0.113.{i % 250}");
            }

            var response = await client.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                refused.Enqueue(response);
                return;
            }

            ((int)response.StatusCode).ShouldBeInRange(200, token is null || method is not null ? 499 : 200);
            Interlocked.Increment(ref admitted);
            response.Dispose();
        });
        return new Flood(admitted, refused.LastOrDefault() is { } last ? await Refusal.OfAsync(last) : null, [.. refused.SelectMany(r => r.Headers.GetValues("RateLimit-Policy")).Distinct(StringComparer.Ordinal)]);
    }

    private sealed record Flood(int Admitted, Refusal? Refused, IReadOnlyList<string> Policies);

    private sealed record Refusal(HttpStatusCode Status, JsonElement Body, int? RetryAfter, string Policy, string Limit)
    {
        public static async Task<Refusal> OfAsync(HttpResponseMessage response) => new(
            response.StatusCode,
            await response.Content.ReadFromJsonAsync<JsonElement>(),
            response.Headers.RetryAfter is { Delta: { } delta } ? (int)delta.TotalSeconds : null,
            response.Headers.GetValues("RateLimit-Policy").Single(),
            response.Headers.GetValues("RateLimit").Single());
    }
}
