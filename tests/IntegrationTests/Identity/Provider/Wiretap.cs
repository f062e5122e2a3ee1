using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Common.Http;

namespace Satcom.IntegrationTests.Identity.Provider;

/// <summary>All that a host tells whoever watches it: every line of its log, every span with its tags and events, its metrics, and the errors that it answers.</summary>
internal sealed class Wiretap : IDisposable
{
    private readonly LogCapture _logs = new();
    private readonly ConcurrentQueue<string> _spans = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ActivityListener _listener;
    private SatcomHost? _host;

    public Wiretap()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Hear,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Hears every line from the very start, whatever its level; nothing goes to the console.</summary>
    public void Watch(SatcomHost host)
    {
        host.Settings["Logging:LogLevel:Default"] = "Trace";
        host.Settings["Logging:Console:LogLevel:Default"] = "None";
        host.ConfigureServices = services => services.AddSingleton<ILoggerProvider>(_logs);
        _host = host;
    }

    /// <summary>Hears what a client is answered that something is wrong with. A page may show its own form again, so only what programs read is kept.</summary>
    public HttpClient Client(SatcomHost host) =>
        new(new Answers(this) { InnerHandler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false } }) { BaseAddress = host.BaseAddress };

    /// <summary>What was heard, in the form in which a dump is searched.</summary>
    public async Task<Dump> HeardAsync(SatcomHost host)
    {
        using var client = host.Anonymous();
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var lines = _logs.Lines.Select(l => $"{l.Category} {l.Text} {l.Exception} {string.Join(' ', l.Scope.Values)}");
        return new Dump([("logs", string.Join('\n', lines)), ("traces", string.Join('\n', _spans)), ("metrics", metrics), ("problems", string.Join('\n', _errors))], []);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _logs.Dispose();
    }

    private void Hear(Activity activity)
    {
        // What the test itself asks the service is said by the test.
        if (activity.Kind == ActivityKind.Client && activity.GetTagItem("url.full") is string url && url.StartsWith(_host?.BaseAddress?.ToString() ?? "-", StringComparison.Ordinal))
        {
            return;
        }

        _spans.Enqueue($"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Baggage)} {string.Join(' ', activity.Events.SelectMany(e => e.Tags))}");
    }

    private sealed class Answers(Wiretap owner) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true)
            {
                owner._errors.Enqueue($"{response.Headers} {await response.Content.ReadAsStringAsync(cancellationToken)}");
            }

            return response;
        }
    }
}
