using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity;

public sealed class ForgotPasswordTimingTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Fact]
    public async Task L5_Forgot_ForKnownAndUnknownAddresses_CostsTheSameWork()
    {
        const int Pairs = 60;
        using var client = host.Anonymous();
        using var counter = new SqlCounter();
        var (known, unknown) = (new List<double>(), new List<double>());
        var (ofKnown, ofUnknown) = (string.Empty, string.Empty);
        for (var i = 0; i < Pairs; i++)
        {
            if (i % 15 == 0)
            {
                // The limit is another matter: each request is written down.
                await host.SqlAsync("DELETE FROM attempt_counters");
            }

            ofKnown = await AskAsync("omar@acme.test", known);
            ofUnknown = await AskAsync("nobody@acme.test", unknown);
        }

        // For people to read; what is held is the work.
        TestContext.Current.TestOutputHelper?.WriteLine($"medians of {Pairs} interleaved pairs: known {Median(known):F2} ms, unknown {Median(unknown):F2} ms");
        ofKnown.ShouldNotBeEmpty();
        ofUnknown.ShouldBe(ofKnown);

        async Task<string> AskAsync(string email, List<double> times)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/auth/password/forgot", UriKind.Relative)) { Content = JsonContent.Create(new { email, tenant = "acme" }) };
            var trace = SqlCounter.Mark(request);
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            using var response = await client.SendAsync(request);
            times.Add(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            return string.Join('\n', counter.SentIn(trace).Order(StringComparer.Ordinal));
        }

        static double Median(IEnumerable<double> values) => values.Order().ElementAt(Pairs / 2);
    }
}
