using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Satcom.Application.Identity;
using Satcom.Infrastructure.Identity.Limits;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity;

/// <summary>L13 and L14 over HTTP. The count to a hundred thousand guesses is a unit test of the same rules, because each call costs the suite some milliseconds.</summary>
public sealed class GuessedCodeTests(SignInHost fixture) : IClassFixture<SignInHost>
{
    private const int Guesses = 500;
    private const int Addresses = 500;
    private const int Codes = 1_000_000;

    [Fact]
    public async Task L13_Guesses_ThroughFiveHundredAddresses_NeverExceedTheCounts()
    {
        const string Email = "manager@globex.test";
        var live = new List<string>();
        var codes = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 1; round <= 3; round++)
        {
            live.Add((await fixture.LoginAsync(Email)).GetProperty("deviceVerification").Text("challengeId"));
            codes.Add(await fixture.CodeAsync(Email, round));
            fixture.Clock.Advance(TimeSpan.FromSeconds(61));
        }

        // A code more is not to be had.
        await fixture.LoginAsync(Email, expected: HttpStatusCode.TooManyRequests);
        var answers = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        using var client = new HttpClient { BaseAddress = fixture.Host.BaseAddress };
        await Parallel.ForEachAsync(Enumerable.Range(0, Guesses), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellationToken) =>
        {
            var code = ((i * 7_919L) % Codes).ToString("D6", CultureInfo.InvariantCulture);
            code = codes.Contains(code) ? SignInHost.Wrong(code) : code;
            using var request = new HttpRequestMessage(HttpMethod.Post, SignInHost.Verify) { Content = JsonContent.Create(new { challengeId = live[i % live.Count], code }) };
            request.Headers.Add("X-Forwarded-For", $"10.0.{i % Addresses / 250}.{i % Addresses % 250}");
            using var response = await client.SendAsync(request, cancellationToken);
            answers.AddOrUpdate((await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).Text("code"), 1, (_, count) => count + 1);
        });

        answers["otp_invalid"].ShouldBe(10);
        answers.Keys.Except(["otp_invalid", "otp_expired", "rate_limited", "service_unavailable"], StringComparer.Ordinal).ShouldBeEmpty();
        (await fixture.Host.SqlAsync("SELECT count(*) FROM device_challenges WHERE tries > 5")).ShouldBe(0L);
        (await fixture.Host.SqlAsync("SELECT sum(tries) FROM device_challenges")).ShouldBe(10L);

        // The right one is answered like any other by now.
        using var owner = fixture.Host.Anonymous();
        foreach (var challengeId in live)
        {
            foreach (var code in codes)
            {
                using var late = await owner.PostAsJsonAsync(SignInHost.Verify, new { challengeId, code });
                late.StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
            }
        }

        (await fixture.Host.SqlAsync("SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1", Email)).ShouldBe(0L);
    }

    [Fact]
    public async Task L14_Texts_BeyondTheBudgetOrToOtherCountries_GoByMail()
    {
        fixture.Clock.Advance(TimeSpan.FromDays(2));
        await fixture.SetAsync(s => s with { SmsPerDay = 1 });
        (await ChannelAsync("hr@globex.test")).ShouldBe("sms");
        (await ChannelAsync("staff@globex.test")).ShouldBe("mail");

        await fixture.SetAsync(s => s with { SmsPerDay = null, SmsCountries = ["+20"] });
        (await ChannelAsync("employee@globex.test")).ShouldBe("mail");
        await fixture.SetAsync(s => s with { SmsCountries = ["+20", "+971"] });
        (await ChannelAsync("technician@globex.test")).ShouldBe("sms");
        await fixture.SetAsync(s => s with { SmsCountries = [] });
    }

    [Fact]
    public async Task L14_Texts_BeyondTheBudgetOfOneCountry_GoByMailThereAlone()
    {
        var tenant = (Guid)(await fixture.Host.SqlAsync("SELECT id FROM tenants WHERE slug = 'globex'"))!;
        var limits = fixture.Host.Services.GetRequiredService<IOptions<LimitOptions>>().Value;
        var usual = limits.TextsPerCountry;
        fixture.Clock.Advance(TimeSpan.FromDays(2));
        limits.TextsPerCountry = 2;
        try
        {
            (await TakeAsync(tenant, 1)).ShouldBe(0);
            (await ChannelAsync("lead@globex.test")).ShouldBe("sms");
            (await ChannelAsync("nadia@globex.test")).ShouldBe("mail");
            await using var scope = fixture.Host.Services.CreateAsyncScope();
            (await scope.ServiceProvider.GetRequiredService<ITextBudget>().TakeAsync(tenant, tenantLimit: null, "+20", CancellationToken.None)).IsGranted.ShouldBeTrue();
        }
        finally
        {
            limits.TextsPerCountry = usual;
        }
    }

    [Fact]
    public async Task L14_Texts_ThreeTimesAsManyAsUsual_RaiseTheAlarmOnceADay()
    {
        var tenant = (Guid)(await fixture.Host.SqlAsync("SELECT id FROM tenants WHERE slug = 'globex'"))!;
        fixture.Clock.Advance(TimeSpan.FromDays(9));
        for (var day = 0; day < 7; day++)
        {
            (await TakeAsync(tenant, 10)).ShouldBe(0);
            fixture.Clock.Advance(TimeSpan.FromDays(1));
        }

        // Three times ten are borne; the one after them is told of, in the company's audit and to its administrators.
        (await TakeAsync(tenant, 30)).ShouldBe(0);
        (await ChannelAsync("omar@globex.test")).ShouldBe("sms");
        (await TakeAsync(tenant, 30)).ShouldBe(0);

        var mail = await fixture.Inbox.LatestAsync("superadmin@globex.test");
        mail.Text.ShouldContain("31");
        mail.Text.ShouldContain("+971");
        (await fixture.Host.SqlAsync("SELECT reason FROM audit_entries WHERE action = 'sms.tollFraudAlarm' AND tenant_id = $1", tenant)).ShouldBe("+971");
        using var metrics = fixture.Host.Anonymous();
        (await metrics.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n')
            .ShouldContain(l => l.StartsWith("satcom_signin_alarms", StringComparison.Ordinal) && l.Contains("tollFraud", StringComparison.Ordinal));
    }

    /// <summary>Counts messages as if they were sent, and tells how many alarms they raised.</summary>
    private async Task<int> TakeAsync(Guid tenant, int messages)
    {
        var alarms = 0;
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var budget = scope.ServiceProvider.GetRequiredService<ITextBudget>();
        for (var i = 0; i < messages; i++)
        {
            var taking = await budget.TakeAsync(tenant, tenantLimit: null, "+971", CancellationToken.None);
            taking.IsGranted.ShouldBeTrue();
            alarms += taking.Alarm is null ? 0 : 1;
        }

        return alarms;
    }

    private async Task<string> ChannelAsync(string email) => (await fixture.LoginAsync(email)).GetProperty("deviceVerification").Text("channel");
}
