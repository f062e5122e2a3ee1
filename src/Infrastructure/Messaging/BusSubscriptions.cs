using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Messaging;

/// <summary>Who listens to what on this node. A message of a kind that nobody here knows is skipped unread.</summary>
internal sealed class BusSubscriptions(ILogger log)
{
    private readonly ConcurrentDictionary<string, ImmutableArray<ISubscription>> _byKind = new(StringComparer.Ordinal);

    private interface ISubscription : IDisposable
    {
        void Deliver(Guid node, object message);

        object? Read(JsonElement body);
    }

    public IDisposable Add<T>(Action<Guid, T> handler)
        where T : IBusMessage
    {
        var subscription = new Subscription<T>(this, handler);
        _byKind.AddOrUpdate(T.Kind, [subscription], (_, all) => all.Add(subscription));
        return subscription;
    }

    public void Deliver(Guid node, string kind, object message)
    {
        foreach (var subscription in _byKind.GetValueOrDefault(kind, []))
        {
            try
            {
                subscription.Deliver(node, message);
            }
#pragma warning disable CA1031 // One subscriber's fault must not cost the others their message, nor the publisher its request.
            catch (Exception e)
#pragma warning restore CA1031
            {
                log.HandlerFailed(e, kind);
            }
        }
    }

    public void Deliver(Guid node, string kind, JsonElement body)
    {
        var subscriptions = _byKind.GetValueOrDefault(kind, []);
        if (subscriptions.IsEmpty)
        {
            return;
        }

        object? message;
        try
        {
            message = subscriptions[0].Read(body);
        }
        catch (JsonException e)
        {
            log.Unreadable(e, kind);
            return;
        }

        if (message is not null)
        {
            Deliver(node, kind, message);
        }
    }

    private sealed class Subscription<T>(BusSubscriptions owner, Action<Guid, T> handler) : ISubscription
        where T : IBusMessage
    {
        public void Deliver(Guid node, object message) => handler(node, (T)message);

        public object? Read(JsonElement body) => body.Deserialize<T>(BusPayload.Json);

        public void Dispose() => owner._byKind.AddOrUpdate(T.Kind, [], (_, all) => all.Remove(this));
    }
}
