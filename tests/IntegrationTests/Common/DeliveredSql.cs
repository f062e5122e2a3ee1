using System.Collections.Concurrent;
using System.Diagnostics;

namespace Satcom.IntegrationTests.Common;

/// <summary>Keeps what the delivery of events sends to one database.</summary>
internal sealed class DeliveredSql : IDisposable
{
    private readonly ConcurrentQueue<string> _sent = new();
    private readonly ActivityListener _listener;

    public DeliveredSql(string database)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => string.Equals(source.Name, "Npgsql", StringComparison.Ordinal),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (IsDelivery(activity) && activity.TagObjects.Any(t => t.Value is string value && string.Equals(value.Split('|')[0], database, StringComparison.Ordinal)))
                {
                    _sent.Enqueue(string.Join('\n', activity.TagObjects.Where(t => t.Key is "db.query.text" or "db.statement").Select(t => t.Value)));
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The statements so far that name a table; of each its text.</summary>
    public IReadOnlyList<string> Of(string table) => [.. _sent.Where(s => s.Contains(table, StringComparison.Ordinal))];

    public void Forget() => _sent.Clear();

    public void Dispose() => _listener.Dispose();

    private static bool IsDelivery(Activity activity)
    {
        for (var at = activity; at is not null; at = at.Parent)
        {
            if (string.Equals(at.OperationName, "outbox.deliver", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
