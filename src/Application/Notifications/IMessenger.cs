namespace Satcom.Application.Notifications;

/// <summary>
/// Queues messages to people in the command's own transaction. They are sent after the commit, at least once, with retries; what
/// they say is sealed while it waits, because it may hold a code or a link that signs somebody in.
/// </summary>
public interface IMessenger
{
    /// <summary>Queues a mail.</summary>
    /// <param name="address">The recipient's e-mail address.</param>
    /// <param name="displayName">What the recipient is called.</param>
    /// <param name="content">What it says.</param>
    /// <param name="locale">Its language, en or ar; the tenant's where it is null.</param>
    void Mail(string address, string displayName, MessageContent content, string? locale = null);

    /// <summary>Queues a text message.</summary>
    /// <param name="phone">E.164.</param>
    /// <param name="content">What it says; the tenant's locale decides the language.</param>
    void Sms(string phone, MessageContent content);
}

/// <summary>What a message says: one record per template, beside the feature that sends it. Its properties are the template's values.</summary>
public abstract record MessageContent
{
    /// <inheritdoc/>
    public sealed override string ToString() => GetType().Name;
}
