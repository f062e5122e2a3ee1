using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Identity;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Limits;
using Satcom.IntegrationTests.Identity.Provider;

namespace Satcom.IntegrationTests.Identity;

/// <summary>
/// What a failed sign-in costs tells nothing of whether there is such an account: as many hashes and as many ways to the database,
/// by the API and on the provider's page. The medians are written for people; a machine's mood decides no test.
/// </summary>
public sealed class LoginTimingTests(LoginTimingTests.WatchedHost host) : IClassFixture<LoginTimingTests.WatchedHost>
{
    private const string Login = "/api/v1/auth/login";
    private const int Rounds = 40;

    private static readonly string[] Kinds = ["unknown", "wrong", "locked"];

    private int _strangers;

    [Fact]
    public async Task L5_Login_OfAnUnknownAWrongAndALockedOne_DoesTheSameWork()
    {
        using var client = host.Service.Anonymous();
        await JudgeAsync("API", async (email, mark) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Login, UriKind.Relative)) { Content = JsonContent.Create(new { email, password = "wrong" }) };
            mark?.Invoke(request);
            return await client.SendAsync(request);
        });
    }

    [Fact]
    public async Task L5_Login_WithADeviceToken_LooksItUpWhetherOrNotThereIsAnAccount()
    {
        using var client = host.Service.Anonymous();
        using var counter = new SqlCounter();
        var secrets = host.Service.Services.GetRequiredService<ISignInSecrets>();
        var tenantId = (Guid)(await host.Service.SqlAsync("SELECT id FROM tenants WHERE slug = 'acme'"))!;
        var trusted = $"{secrets.Create(SecretKind.Device, tenantId).Text}.{tenantId:N}";
        var ways = new List<int>();
        foreach (var token in (string[])[trusted, "sdr_" + new string('A', 43), "nonsense"])
        {
            var sent = new List<int>();
            foreach (var email in (string[])["employee@acme.test", "nobody@acme.test", "somebody@acme.test"])
            {
                // The least of a few: what a cache fetches anew now and then is nobody's in particular.
                var tries = new List<int>();
                for (var i = 0; i < 4; i++)
                {
                    await host.Service.SqlAsync("DELETE FROM attempt_counters");
                    using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Login, UriKind.Relative)) { Content = JsonContent.Create(new { email, password = "wrong", tenant = "acme", device = new { token } }) };
                    tries.Add((await counter.OfAsync(client, request, HttpStatusCode.Unauthorized)).Count);
                }

                sent.Add(tries.Min());
            }

            sent[1].ShouldBe(sent[0], token);
            sent[2].ShouldBe(sent[0], token);
            ways.Add(sent[0]);
        }

        // The positive control: only what looks like a trusted device's is looked for at all.
        ways[0].ShouldBeGreaterThan(ways[1]);
        ways[1].ShouldBe(ways[2]);
    }

    [Fact]
    public async Task O63_SignInPage_OfAnUnknownAWrongAndALockedOne_DoesTheSameWork()
    {
        var app = await Integrator.WebAppAsync(host.Service);
        using var browser = new WebBrowser(host.Service);
        var form = await WebBrowser.FormAsync(await browser.FollowAsync(await browser.AuthorizeAsync(WebBrowser.Request(app))));
        await JudgeAsync("page", async (email, mark) =>
        {
            browser.Sending = mark;
            return await browser.PostAsync("/t/acme/account/sign-in", new Dictionary<string, string>(form, StringComparer.Ordinal) { ["email"] = email, ["password"] = "wrong" });
        });
    }

    private async Task JudgeAsync(string what, Func<string, Action<HttpRequestMessage>?, Task<HttpResponseMessage>> attempt)
    {
        // Closed for an hour, as after many failures.
        await host.Service.SqlAsync("DELETE FROM attempt_counters");
        (await attempt("hr@acme.test", null)).Dispose();
        await host.Service.SqlAsync("UPDATE attempt_counters SET blocked_until = now() + interval '1 hour' WHERE failures > 0");
        await WatchWritersAsync();
        using var counter = new SqlCounter();
        var work = new Dictionary<string, (int Hashes, int Checks, string Sent, string Answer)>(StringComparer.Ordinal);
        var times = Kinds.ToDictionary(kind => kind, _ => new List<double>(), StringComparer.Ordinal);
        var writes = Kinds.ToDictionary(kind => kind, _ => 0L, StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < Kinds.Length; i++)
            {
                // Which of them goes first changes, so that none profits from another.
                var kind = Kinds[(i + round) % Kinds.Length];
                await host.Service.SqlAsync("UPDATE attempt_counters SET count = 0, previous = 0, failures = 0, blocked_until = NULL WHERE coalesce(blocked_until, now()) < now() + interval '30 minutes'");
                var (hashes, checks) = (host.Passwords.Hashes, host.Passwords.Checks);
                ActivityTraceId trace = default;
                await host.Service.SqlAsync("DELETE FROM writers");
                var begun = Stopwatch.GetTimestamp();
                using var response = await attempt(kind switch { "unknown" => $"nobody{_strangers++}@acme.test", "wrong" => "employee@acme.test", _ => "hr@acme.test" }, request => trace = SqlCounter.Mark(request));
                times[kind].Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
                var sent = string.Join('\n', counter.SentIn(trace).Order(StringComparer.Ordinal));
                writes[kind] = (long)(await host.Service.SqlAsync("SELECT count(*) FROM writers"))!;

                // The least of the rounds: what a cache fetches anew now and then is nobody's in particular.
                work[kind] = (host.Passwords.Hashes - hashes, host.Passwords.Checks - checks, work.TryGetValue(kind, out var before) && before.Sent.Length < sent.Length ? before.Sent : sent, await AnswerAsync(response));
            }
        }

        foreach (var kind in Kinds)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{what}, {kind}: median {times[kind].Order().ElementAt(Rounds / 2):F2} ms of {Rounds}; {work[kind].Sent.Split('\n').Length} ways to the database");
        }

        // The positive control: the three really are three.
        (work["unknown"].Checks, work["wrong"].Checks, work["locked"].Checks).ShouldBe((0, 1, 0));
        work["wrong"].Sent.ShouldNotBeEmpty();
        writes["wrong"].ShouldBeInRange(2, 10);
        foreach (var kind in Kinds)
        {
            work[kind].Hashes.ShouldBe(1, kind);
            writes[kind].ShouldBe(writes["wrong"], $"{kind}: each transaction that writes waits for the disk");
            work[kind].Sent.ShouldBe(work["wrong"].Sent, kind);
            work[kind].Answer.ShouldBe(work["wrong"].Answer, kind);
        }
    }

    /// <summary>Notes which transactions write what an attempt leaves.</summary>
    private async Task WatchWritersAsync() => await host.Service.SqlAsync(
        """
        CREATE TABLE IF NOT EXISTS writers (id xid8 PRIMARY KEY);
        CREATE OR REPLACE FUNCTION note_writer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
          'BEGIN INSERT INTO writers VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING; RETURN NULL; END';
        CREATE OR REPLACE TRIGGER note_writer AFTER INSERT OR UPDATE ON attempt_counters FOR EACH ROW EXECUTE FUNCTION note_writer();
        CREATE OR REPLACE TRIGGER note_writer AFTER INSERT OR UPDATE ON audit_entries FOR EACH ROW EXECUTE FUNCTION note_writer();
        """);

    private static async Task<string> AnswerAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return System.Text.RegularExpressions.Regex.Replace(text, "\"traceId\":\"[^\"]*\"|[a-z0-9]+@acme[.]test", string.Empty, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    /// <summary>Counts attempts as ever, lets more of them through than the test makes, and sees what is hashed.</summary>
    public sealed class WatchedHost : IAsyncLifetime
    {
        public SatcomHost Service { get; } = new();

        internal CountingPasswords Passwords { get; } = new();

        public async ValueTask InitializeAsync()
        {
            foreach (var limit in (string[])["AddressFailures", "AccountFailures", "AccountFailuresPerHour", "TenantFailures"])
            {
                Service.Settings[$"Satcom:Limits:{limit}"] = "100000";
            }

            Passwords.Watch(Service);
            await Service.StartAsync();
        }

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
