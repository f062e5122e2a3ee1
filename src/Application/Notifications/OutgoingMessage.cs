using Satcom.Domain.Common;

namespace Satcom.Application.Notifications;

/// <summary>By which way a message goes.</summary>
public enum MessageChannel
{
    Mail,
    Sms,
}

/// <summary>A mail or text message on its way to a person. What it says is sealed while it waits, and gone once it is sent.</summary>
public sealed class OutgoingMessage : ITenantOwned
{
    public const int TemplateMaxLength = 80;
    public const int ErrorMaxLength = 200;

    /// <inheritdoc/>
    public required Guid TenantId { get; init; }

    /// <summary>Also the Message-ID of a mail, so that a mail which had to be sent twice can be seen to be one.</summary>
    public required Guid Id { get; init; }

    public required MessageChannel Channel { get; init; }

    /// <summary>The type name of the content.</summary>
    public required string Template { get; init; }

    /// <summary>Recipient and content; null once it is sent.</summary>
    [Secret]
    public required byte[]? Sealed { get; init; }

    /// <summary>Of the text: en or ar.</summary>
    public required string Locale { get; init; }

    /// <summary>When it was written, or sent anew by a person.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>Tries that began.</summary>
    public int Attempts { get; private set; }

    /// <summary>Not before this moment; moves on with each try.</summary>
    public required DateTimeOffset AvailableAt { get; set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>When it was given up; a person may send it again.</summary>
    public DateTimeOffset? DeadAt { get; private set; }

    /// <summary>What went wrong last, without anything that the message says.</summary>
    public string? LastError { get; private set; }

    /// <summary>Lets a message that was given up be tried again; an age that would end it at once begins anew.</summary>
    public void Revive(DateTimeOffset now)
    {
        DeadAt = null;
        Attempts = 0;
        AvailableAt = now;
        CreatedAt = now;
    }
}
