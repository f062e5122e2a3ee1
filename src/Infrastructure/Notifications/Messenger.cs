using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Infrastructure.Identity.Tokens;

namespace Satcom.Infrastructure.Notifications;

/// <summary>Writes messages as rows of the command's own transaction; <see cref="MessageDispatcher"/> sends them.</summary>
internal sealed class Messenger(ISatcomDb db, RequestScope scope, Sealer sealer, TimeProvider time) : IMessenger
{
    public void Mail(string address, string displayName, MessageContent content, string? locale = null) => Queue(MessageChannel.Mail, new Recipient(address, displayName), content, locale);

    public void Sms(string phone, MessageContent content) => Queue(MessageChannel.Sms, new Recipient(phone, Name: null), content, locale: null);

    private void Queue(MessageChannel channel, Recipient recipient, MessageContent content, string? locale)
    {
        var (tenant, id, now) = (scope.Tenant, time.New(), time.GetUtcNow());
        db.OutgoingMessages.Add(new OutgoingMessage
        {
            TenantId = tenant.Id,
            Id = id,
            Channel = channel,
            Template = content.GetType().Name,
            Sealed = sealer.Seal(Envelope.Of(recipient, content), Envelope.Place(tenant.Id, id)),
            Locale = locale ?? tenant.Locale,
            CreatedAt = now,
            AvailableAt = now,
        });
    }
}
