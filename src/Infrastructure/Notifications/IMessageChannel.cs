using Satcom.Application.Notifications;

namespace Satcom.Infrastructure.Notifications;

/// <summary>One way out: a mail server or a text message gateway.</summary>
internal interface IMessageChannel
{
    MessageChannel Channel { get; }

    /// <summary>False while nothing is set up: messages wait.</summary>
    bool IsSet { get; }

    /// <summary>Messages that it takes at once from this node.</summary>
    int Parallelism { get; }

    /// <summary>The longest that one message can take.</summary>
    TimeSpan Timeout { get; }

    /// <summary>Opens a way on which messages go one after the other.</summary>
    IMessageSender Open();
}

/// <summary>A connection to the way out.</summary>
internal interface IMessageSender : IDisposable
{
    /// <summary>Sends one message.</summary>
    /// <exception cref="MessageRefusedException">This message was refused; others may go.</exception>
    /// <exception cref="ChannelDownException">Nothing can be sent just now.</exception>
    Task SendAsync(RenderedMessage message, CancellationToken cancellationToken);
}

/// <summary>A message as it goes out.</summary>
/// <param name="Html">Null for a text message.</param>
internal sealed record RenderedMessage(Guid Id, Recipient To, string SenderName, string Locale, string Subject, string Text, string? Html)
{
    public override string ToString() => nameof(RenderedMessage);
}

/// <summary>The other side refused this message. The text is kept with it, so it must hold nothing of the message.</summary>
internal sealed class MessageRefusedException(string reason, Exception? inner = null) : Exception(reason, inner);

/// <summary>The other side cannot be reached or takes nothing just now. The text holds nothing of any message.</summary>
internal sealed class ChannelDownException(string reason, Exception? inner = null) : Exception(reason, inner);
