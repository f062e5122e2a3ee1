using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity;

/// <summary>What a failed sign-in costs tells nothing of whether there is such an account.</summary>
public sealed class LoginTimingTests(SatcomHost host, ITestOutputHelper output) : IClassFixture<SatcomHost>
{
    private const string Login = "/api/v1/auth/login";
    private const int Pairs = 300;
    private const int WarmUps = 20;

    [Fact]
    public async Task L5_Login_OfAKnownAndAnUnknownAddress_TakesAsLong()
    {
        using var client = host.Anonymous();
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
        using var client = host.Anonymous();
        using var counter = new SqlCounter();
        var sent = new List<int>();
        foreach (var email in (string[])["employee@acme.test", "nobody@acme.test", "employee@acme.test", "nobody@acme.test"])
        {
            var request = new HttpRequestMessage(HttpMethod.Post, Login) { Content = JsonContent.Create(new { email, password = "wrong" }) };
            sent.Add((await counter.OfAsync(client, request, HttpStatusCode.Unauthorized)).Count);
        }

        // The first two may have to find their tenant; the directory, the account and the audit are asked each time.
        sent[2..].ShouldBe([3, 3]);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
