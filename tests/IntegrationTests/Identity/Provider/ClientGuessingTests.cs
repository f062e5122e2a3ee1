using System.Net;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Provider;

public sealed class ClientGuessingTests : IAsyncLifetime
{
    private static readonly KeyValuePair<string, string>[] ClientCredentials = [new("grant_type", "client_credentials")];

    private readonly SatcomHost _host = new();

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task O28_WrongSecrets_MoreThanTwenty_AreTurnedAwayForThatClientAlone()
    {
        var machine = await Integrator.MachineAsync(_host);
        var other = await Integrator.MachineAsync(_host);
        for (var i = 0; i < 20; i++)
        {
            using var refused = await Integrator.PostAsync(_host, "/connect/token", ClientCredentials, Integrator.BasicOf(machine.ClientId, "wrong"));
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var limited = await Integrator.PostAsync(_host, "/connect/token", ClientCredentials, Integrator.BasicOf(machine.ClientId, "wrong"));
        limited.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        limited.Headers.RetryAfter.ShouldNotBeNull();
        using var spared = await Integrator.PostAsync(_host, "/connect/token", ClientCredentials, Integrator.BasicOf(other.ClientId, "wrong"));
        spared.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await machine.TokenAsync(_host);
    }

    [Fact]
    public async Task O27_UnknownClientAndWrongSecret_TakeTheSameTimeAndSayTheSame()
    {
        const int Pairs = 200;
        var times = new List<double>[] { [], [] };
        var bodies = new HashSet<string>(StringComparer.Ordinal);
        var machine = await Integrator.MachineAsync(_host);
        for (var i = 0; i < Pairs + 20; i++)
        {
            if (i % 15 == 0)
            {
                // The limit is another matter: each measured answer is a plain refusal.
                machine = await Integrator.MachineAsync(_host);
            }

            for (var kind = 0; kind < 2; kind++)
            {
                var begun = RealTime.Clock.GetTimestamp();
                using var response = await Integrator.PostAsync(_host, "/connect/token", ClientCredentials, Integrator.BasicOf(kind == 0 ? machine.ClientId : Guid.CreateVersion7(DateTimeOffset.UnixEpoch).ToString("N"), "wrong"));
                var took = RealTime.Clock.GetElapsedTime(begun).TotalMilliseconds;
                response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
                bodies.Add(await response.Content.ReadAsStringAsync());
                if (i >= 20)
                {
                    times[kind].Add(took);
                }
            }
        }

        var (wrong, unknown) = (Median(times[0]), Median(times[1]));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"wrong secret {wrong:F2} ms, unknown client {unknown:F2} ms"));
        bodies.ShouldHaveSingleItem();
        Math.Abs(wrong - unknown).ShouldBeLessThanOrEqualTo(2);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
