using System.Net;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity;

public sealed class ForgotPasswordTimingTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Fact]
    public async Task L5_Forgot_ForKnownAndUnknownAddresses_TakesTheSameTime()
    {
        using var client = host.Anonymous();
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < 160; i++)
        {
            known.Add(await TimeAsync("omar@acme.test"));
            unknown.Add(await TimeAsync("nobody@acme.test"));
        }

        // The first ones warm up.
        var (median, other) = (Median(known.Skip(10)), Median(unknown.Skip(10)));
        TestContext.Current.TestOutputHelper?.WriteLine($"known {median:F2} ms, unknown {other:F2} ms, over 150 interleaved pairs");
        Math.Abs(median - other).ShouldBeLessThan(5);

        async Task<double> TimeAsync(string email)
        {
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            await client.SendAsync("/api/v1/auth/password/forgot", new { email, tenant = "acme" }, HttpStatusCode.Accepted);
            return System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        static double Median(IEnumerable<double> values) => values.Order().ElementAt(75);
    }
}
