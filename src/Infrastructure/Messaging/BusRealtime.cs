using Satcom.Application.Common;

namespace Satcom.Infrastructure.Messaging;

/// <summary>Hands hub messages to the bus; every node delivers to the connections it holds.</summary>
internal sealed class BusRealtime(INodeBus bus) : IRealtime
{
    /// <inheritdoc/>
    public void Publish(RealtimeMessage message) => bus.Publish(new RealtimeSent(message));
}
