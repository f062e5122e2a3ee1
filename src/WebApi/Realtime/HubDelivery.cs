using System.Text.Json;
using System.Threading.Channels;
using Satcom.Application.Common;

namespace Satcom.WebApi.Realtime;

/// <summary>Takes hub messages from the bus and writes them to this node's connections, off the publisher's path.</summary>
internal sealed class HubDelivery(INodeBus bus, HubMembers members, ILogger<HubDelivery> log) : BackgroundService
{
    private readonly Channel<RealtimeMessage> _messages = Channel.CreateBounded<RealtimeMessage>(
        new BoundedChannelOptions(8_192) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = bus.Subscribe<RealtimeSent>((_, sent) => _messages.Writer.TryWrite(sent.Message));
        await foreach (var message in _messages.Reader.ReadAllAsync(stoppingToken))
        {
            Deliver(message);
        }
    }

    private void Deliver(RealtimeMessage message)
    {
        var receivers = members.Of(message.TenantId, message.Audiences);
        if (receivers.Count == 0)
        {
            return;
        }

        try
        {
            var frame = HubFrame.Seal(HubFrame.OfJson(message.Method, message.Payload));
            foreach (var receiver in receivers)
            {
                receiver.Send(frame);
            }
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            log.BadPayload(e, message.Method);
        }
    }
}
