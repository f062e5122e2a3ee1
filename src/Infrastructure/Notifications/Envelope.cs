using System.Text.Json;
using Satcom.Application.Notifications;

namespace Satcom.Infrastructure.Notifications;

/// <summary>To whom a message goes.</summary>
/// <param name="Address">An e-mail address or an E.164 number.</param>
/// <param name="Name">What they are called, for a mail.</param>
internal sealed record Recipient(string Address, string? Name)
{
    public override string ToString() => nameof(Recipient);
}

/// <summary>Recipient and content as they are sealed.</summary>
internal sealed record Envelope(Recipient To, JsonElement Content)
{
    public static byte[] Of(Recipient to, MessageContent content) =>
        JsonSerializer.SerializeToUtf8Bytes(new Envelope(to, JsonSerializer.SerializeToElement(content, content.GetType(), JsonSerializerOptions.Web)), JsonSerializerOptions.Web);

    public static Envelope Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<Envelope>(json, JsonSerializerOptions.Web)!;

    /// <summary>The associated data of the seal: a message moved to another row or tenant does not open.</summary>
    public static string Place(Guid tenantId, Guid id) => $"outgoing_messages:sealed:{tenantId:N}:{id:N}";

    public override string ToString() => nameof(Envelope);
}
