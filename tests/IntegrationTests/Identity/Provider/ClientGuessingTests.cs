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
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'oauth.clientRefused' AND entity_id = $1", machine.Id)).ShouldBe(20L, "what is beyond the limit leaves no line");
        using var spared = await Integrator.PostAsync(_host, "/connect/token", ClientCredentials, Integrator.BasicOf(other.ClientId, "wrong"));
        spared.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await machine.TokenAsync(_host);
    }

    [Fact]
    public async Task O27_UnknownClientAndWrongSecret_CostTheSameWorkAndSayTheSame()
    {
        const int Pairs = 90;
        var times = new List<double>[] { [], [] };
        var sent = new string[2];
        var bodies = new HashSet<string>(StringComparer.Ordinal);
        using var counter = new SqlCounter();
        using var client = _host.Anonymous();
        var machine = await Integrator.MachineAsync(_host);
        for (var i = 0; i < Pairs; i++)
        {
            if (i % 15 == 0)
            {
                // The limit is another matter: each answer is a plain refusal.
                machine = await Integrator.MachineAsync(_host);
                await _host.SqlAsync("DELETE FROM attempt_counters");
            }

            for (var kind = 0; kind < 2; kind++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/t/acme/connect/token", UriKind.Relative)) { Content = new FormUrlEncodedContent(ClientCredentials) };
                request.Headers.Authorization = Integrator.BasicOf(kind == 0 ? machine.ClientId : $"nobody{i}", "wrong");
                var trace = SqlCounter.Mark(request);
                var begun = RealTime.Clock.GetTimestamp();
                using var response = await client.SendAsync(request);
                times[kind].Add(RealTime.Clock.GetElapsedTime(begun).TotalMilliseconds);
                response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
                bodies.Add(await response.Content.ReadAsStringAsync());
                sent[kind] = string.Join('\n', counter.SentIn(trace).Order(StringComparer.Ordinal));
            }
        }

        // For people to read; what is held is the work.
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"medians of {Pairs} interleaved pairs: wrong secret {Median(times[0]):F2} ms, unknown client {Median(times[1]):F2} ms"));
        bodies.ShouldHaveSingleItem();
        sent[0].ShouldNotBeEmpty();
        sent[1].ShouldBe(sent[0]);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
