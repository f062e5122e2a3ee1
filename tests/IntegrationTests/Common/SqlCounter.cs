using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Satcom.IntegrationTests.Common;

/// <summary>Counts what a request sends to the database: the driver's commands, each one round trip, and explicit transactions.</summary>
internal sealed class SqlCounter : IDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string TransactionStarted = "Microsoft.EntityFrameworkCore.Database.Transaction.TransactionStarted";

    private readonly ConcurrentDictionary<ActivityTraceId, ConcurrentQueue<string>> _sent = new();
    private readonly ActivityListener _listener;
    private readonly List<IDisposable> _subscriptions = [];

    public SqlCounter()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => string.Equals(source.Name, "Npgsql", StringComparison.Ordinal),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Add(activity, activity.DisplayName),
        };
        ActivitySource.AddActivityListener(_listener);
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>Sends a request and tells what it sent to the database, beyond asking who calls.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(HttpClient client, HttpRequestMessage request, HttpStatusCode? expected = null)
    {
        if (client.DefaultRequestHeaders.Authorization is not null)
        {
            // Who calls is known for seconds alone, and on a busy machine those are soon over.
            using var known = await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        }

        var trace = Mark(request);
        using var response = await client.SendAsync(request);
        (expected is null ? response.IsSuccessStatusCode : response.StatusCode == expected).ShouldBeTrue(await response.Content.ReadAsStringAsync());
        return SentIn(trace);
    }

    /// <summary>Marks a request that somebody else sends.</summary>
    /// <returns>What to ask for afterwards.</returns>
    public static ActivityTraceId Mark(HttpRequestMessage request)
    {
        var trace = ActivityTraceId.CreateRandom();
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        return trace;
    }

    /// <summary>What a marked request has sent to the database.</summary>
    public IReadOnlyList<string> SentIn(ActivityTraceId trace) => _sent.TryGetValue(trace, out var sent) ? [.. sent] : [];

    /// <summary>What a read sends once what it looks up on its way is known: the least of three times, because an event that is delivered between them makes the service forget some of it.</summary>
    public async Task<IReadOnlyList<string>> OfGetAsync(HttpClient client, string path)
    {
        var least = await OfFirstGetAsync(client, path);
        for (var i = 0; i < 2; i++)
        {
            var again = await OfFirstGetAsync(client, path);
            least = again.Count < least.Count ? again : least;
        }

        return least;
    }

    /// <summary>What a read sends that nobody has made before.</summary>
    public Task<IReadOnlyList<string>> OfFirstGetAsync(HttpClient client, string path) => OfAsync(client, new HttpRequestMessage(HttpMethod.Get, path));

    public void Dispose()
    {
        _listener.Dispose();
        _subscriptions.ForEach(s => s.Dispose());
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (string.Equals(value.Name, "Microsoft.EntityFrameworkCore", StringComparison.Ordinal))
        {
            _subscriptions.Add(value.Subscribe(this, (name, _, _) => string.Equals(name, TransactionStarted, StringComparison.Ordinal)));
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value) => Add(Activity.Current, "transaction");

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    private void Add(Activity? activity, string what)
    {
        // What the outbox does with the request's events is not the request's.
        var trace = activity?.TraceId ?? default;
        for (var at = activity; at is not null; at = at.Parent)
        {
            // The service's own trace keeps a link to the caller's.
            trace = at.Links.Select(l => l.Context.TraceId).FirstOrDefault(trace);
            if (string.Equals(at.OperationName, "outbox.deliver", StringComparison.Ordinal))
            {
                return;
            }
        }

        if (activity is not null)
        {
            _sent.GetOrAdd(trace, _ => new ConcurrentQueue<string>()).Enqueue(what);
        }
    }
}
