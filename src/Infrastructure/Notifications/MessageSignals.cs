using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Infrastructure.Common;

namespace Satcom.Infrastructure.Notifications;

/// <summary>Wakes this node's dispatchers of messages, one per way out.</summary>
internal sealed class MessageSignals(TimeProvider time)
{
    private readonly WakeSignal _mail = new(time);
    private readonly WakeSignal _sms = new(time);

    public WakeSignal Of(MessageChannel channel) => channel switch
    {
        MessageChannel.Mail => _mail,
        MessageChannel.Sms => _sms,
    };

    public void Wake()
    {
        _mail.Wake();
        _sms.Wake();
    }
}

/// <summary>More messages wait than one node should send alone.</summary>
internal sealed record MessagesWake : IBusMessage
{
    public static readonly MessagesWake Instance = new();

    public static string Kind => "messages";

    public static bool Merges => true;
}
