using System.Text.Json;
using Satcom.Application.Common;
using Satcom.Infrastructure.Messaging;

namespace Satcom.IntegrationTests.Presence;

/// <summary>Buses that share a network of memory: every message is serialised and read back as on the real one, in order and at once.</summary>
internal sealed class LoopbackNetwork
{
    private readonly List<Node> _nodes = [];

    /// <summary>Everything that was published, as kinds.</summary>
    public List<string> Sent { get; } = [];

    public Node Add(byte number)
    {
        var node = new Node(this, new Guid(number, 0, 0, new byte[8]));
        _nodes.Add(node);
        return node;
    }

    /// <summary>Lets the nodes notice each other.</summary>
    public void Introduce(Node newcomer)
    {
        foreach (var other in _nodes.Where(n => n != newcomer))
        {
            other.Raise(newcomer.NodeId, new NodeJoined());
            newcomer.Raise(other.NodeId, new NodeJoined());
        }
    }

    /// <summary>A node dies; the others notice.</summary>
    public void Kill(Node node)
    {
        _nodes.Remove(node);
        _nodes.ForEach(n => n.Raise(node.NodeId, new NodeGone()));
    }

    internal sealed class Node(LoopbackNetwork network, Guid id) : INodeBus
    {
        private readonly Dictionary<string, List<Action<Guid, string>>> _handlers = [];

        public Guid NodeId => id;

        /// <summary>While cut off, nothing comes in or goes out.</summary>
        public bool IsCutOff { get; set; }

        public void Publish<T>(T message)
            where T : IBusMessage
        {
            Raise(NodeId, message);
            if (IsCutOff)
            {
                return;
            }

            lock (network.Sent)
            {
                network.Sent.Add(T.Kind);
            }

            foreach (var other in network._nodes.Where(n => n != this && !n.IsCutOff).ToList())
            {
                other.Raise(NodeId, message);
            }
        }

        public IDisposable Subscribe<T>(Action<Guid, T> handler)
            where T : IBusMessage
        {
            if (!_handlers.TryGetValue(T.Kind, out var list))
            {
                _handlers.Add(T.Kind, list = []);
            }

            void Call(Guid node, string json) => handler(node, JsonSerializer.Deserialize<T>(json, BusPayload.Json)!);
            list.Add(Call);
            return new Subscription(() => list.Remove(Call));
        }

        public void Raise<T>(Guid from, T message)
            where T : IBusMessage
        {
            var json = JsonSerializer.Serialize(message, BusPayload.Json);
            json.Length.ShouldBeLessThan(BusPayload.MaxBytes - 100);
            foreach (var handler in _handlers.GetValueOrDefault(T.Kind, []).ToList())
            {
                handler(from, json);
            }
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
