using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Notifications;
using Satcom.Infrastructure.Notifications;

namespace Satcom.IntegrationTests.Common;

/// <summary>What a host has queued for people, as commands said it; the messages go their way all the same.</summary>
internal sealed class QueuedMessages
{
    public ConcurrentQueue<(Guid TenantId, string To, MessageContent Content)> Sent { get; } = new();

    /// <summary>The links to set a password that were mailed to an address, in order.</summary>
    public IReadOnlyList<string> LinksTo(string address) =>
        [.. Sent.Where(m => m.To.Equals(address, StringComparison.Ordinal)).Select(m => m.Content switch { Invitation or FirstInvitation => "invite", PasswordReset => "reset", _ => string.Empty }).Where(kind => kind.Length > 0)];

    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<QueuedMessages>();
        services.Replace(ServiceDescriptor.Scoped<IMessenger>(provider => new Recorder(
            ActivatorUtilities.CreateInstance<Messenger>(provider), provider.GetRequiredService<QueuedMessages>(), provider.GetRequiredService<RequestScope>())));
    }

    private sealed class Recorder(IMessenger messenger, QueuedMessages queue, RequestScope scope) : IMessenger
    {
        public void Mail(string address, string displayName, MessageContent content, string? locale = null)
        {
            queue.Sent.Enqueue((scope.Tenant.Id, address, content));
            messenger.Mail(address, displayName, content, locale);
        }

        public void Sms(string phone, MessageContent content)
        {
            queue.Sent.Enqueue((scope.Tenant.Id, phone, content));
            messenger.Sms(phone, content);
        }
    }
}
