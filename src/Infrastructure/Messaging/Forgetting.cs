using Microsoft.Extensions.Hosting;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Messaging;

/// <summary>Knows something of the database by heart, on this node.</summary>
internal interface IForgets
{
    /// <summary>Any node, also this one, changed something.</summary>
    void Forget(CacheForget forget);

    /// <summary>This node may have missed messages.</summary>
    void ForgetAll();
}

/// <summary>Drops what this node knows by heart when any node changes it.</summary>
internal sealed class Forgetting(INodeBus bus, IEnumerable<IForgets> memories) : IHostedService, IDisposable
{
    private readonly IForgets[] _memories = [.. memories];
    private readonly List<IDisposable> _subscriptions = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var memory in _memories)
        {
            _subscriptions.Add(bus.Subscribe<CacheForget>((_, forget) => memory.Forget(forget)));
            _subscriptions.Add(bus.Subscribe<BusResynchronised>((_, _) => memory.ForgetAll()));

            // It may have been killed between a commit and telling of it.
            _subscriptions.Add(bus.Subscribe<NodeGone>((_, _) => memory.ForgetAll()));

            // What it did and could not tell of before it was heard, nobody knows.
            _subscriptions.Add(bus.Subscribe<NodeJoined>((_, _) => memory.ForgetAll()));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
