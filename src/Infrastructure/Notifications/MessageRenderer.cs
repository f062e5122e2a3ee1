using Satcom.Application.Common;
using Satcom.Infrastructure.Identity.Tokens;

namespace Satcom.Infrastructure.Notifications;

/// <summary>Opens a waiting message and writes it out in its language.</summary>
internal sealed class MessageRenderer(Sealer sealer, ITenantDirectory tenants, MessageTemplates templates)
{
    public async Task<RenderedMessage> RenderAsync(ClaimedMessage message, CancellationToken cancellationToken)
    {
        if (!sealer.TryOpen(message.Sealed, Envelope.Place(message.TenantId, message.Id), out var opened))
        {
            throw new MessageRefusedException("The sealed content cannot be opened with the present keys.");
        }

        var tenant = await tenants.FindAsync(message.TenantId, cancellationToken) ?? throw new MessageRefusedException("The tenant does not exist.");
        var envelope = Envelope.Read(opened);
        var text = templates.Render(message.Template, message.Locale, envelope, tenant);
        return new RenderedMessage(message.Id, envelope.To, tenant.Name, message.Locale, text.Subject, text.Text, text.Html);
    }
}
