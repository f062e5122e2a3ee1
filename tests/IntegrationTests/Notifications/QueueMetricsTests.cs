using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Notifications;

public sealed class QueueMetricsTests : IAsyncLifetime
{
    private readonly SatcomHost _host = new();
    private readonly SteppedTime _clock = new();

    public async ValueTask InitializeAsync()
    {
        _host.Clock = _clock;
        TestNotice.AddTo(_host);
        await _host.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Metrics_WhileMessagesWait_TellHowManyAndHowLong()
    {
        await _host.QueueAsync("acme", m =>
        {
            m.Mail("one@people.test", "One", Sending.Notice());
            m.Mail("two@people.test", "Two", Sending.Notice());
        });

        // The instruments are the process's, and so are shared with the hosts of other tests: each step makes this one measure again.
        using var client = _host.Anonymous();
        await Waiting.UntilAsync(
            async () =>
            {
                _clock.Advance(TimeSpan.FromMinutes(1));
                await Task.Delay(100);
                var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
                return Value(metrics, "satcom_messages_waiting") is 2 && Value(metrics, "satcom_messages_oldest_age") >= 120;
            },
            "neither depth nor age is told");

        // A mail server that is away makes no node unready: everything else works.
        (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode.ShouldBeTrue();
    }

    private static double Value(string metrics, string name) =>
        metrics.Split('\n').Where(l => l.StartsWith(name, StringComparison.Ordinal) && l.Contains("channel=\"mail\"", StringComparison.Ordinal))
            .Select(l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture)).SingleOrDefault();
}
