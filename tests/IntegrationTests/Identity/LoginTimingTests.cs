using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity;

/// <summary>What a failed sign-in costs tells nothing of whether there is such an account.</summary>
public sealed class LoginTimingTests(LoginTimingTests.UnlimitedHost host, ITestOutputHelper output) : IClassFixture<LoginTimingTests.UnlimitedHost>
{
    private const string Login = "/api/v1/auth/login";
    private const int Pairs = 300;
    private const int WarmUps = 20;

    [Fact]
    public async Task L5_Login_OfAKnownAndAnUnknownAddress_TakesAsLong()
    {
        using var client = host.Service.Anonymous();
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < WarmUps + Pairs; i++)
        {
            // Which of a pair goes first alternates, so that neither profits from the other.
            foreach (var isKnown in (bool[])[i % 2 == 0, i % 2 != 0])
            {
                var startedAt = Stopwatch.GetTimestamp();
                using var response = await client.PostAsJsonAsync(Login, new { email = isKnown ? "employee@acme.test" : $"nobody{i}@acme.test", password = "wrong" });
                var took = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
                response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
                if (i >= WarmUps)
                {
                    (isKnown ? known : unknown).Add(took);
                }
            }
        }

        var (ofKnown, ofUnknown) = (Median(known), Median(unknown));
        output.WriteLine($"{Pairs} interleaved pairs: known {ofKnown:0.00} ms, unknown {ofUnknown:0.00} ms, difference {Math.Abs(ofKnown - ofUnknown):0.00} ms");
        Math.Abs(ofKnown - ofUnknown).ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public async Task L5_Login_OfAKnownAndAnUnknownAddress_AsksTheDatabaseTheSame()
    {
        using var client = host.Service.Anonymous();
        using var counter = new SqlCounter();
        var sent = new List<int>();
        foreach (var email in (string[])["omar@acme.test", "stranger@acme.test", "omar@acme.test", "stranger@acme.test"])
        {
            var request = new HttpRequestMessage(HttpMethod.Post, Login) { Content = JsonContent.Create(new { email, password = "wrong" }) };
            sent.Add((await counter.OfAsync(client, request, HttpStatusCode.Unauthorized)).Count);
        }

        // The first two may have to find their tenant.
        sent[2].ShouldBeGreaterThan(0);
        sent[3].ShouldBe(sent[2]);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    /// <summary>Counts attempts as ever, and lets more of them through than the test makes.</summary>
    public sealed class UnlimitedHost : IAsyncLifetime
    {
        public SatcomHost Service { get; } = new();

        public async ValueTask InitializeAsync()
        {
            foreach (var limit in (string[])["AddressFailures", "AccountFailures", "AccountFailuresPerHour", "TenantFailures"])
            {
                Service.Settings[$"Satcom:Limits:{limit}"] = "100000";
            }

            await Service.StartAsync();
        }

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
