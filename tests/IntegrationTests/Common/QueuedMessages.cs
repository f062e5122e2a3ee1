using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Notifications;
using Satcom.Domain.Identity;

namespace Satcom.IntegrationTests.Common;

/// <summary>What a host would have sent to people, where nothing real takes the messages.</summary>
internal sealed class QueuedMessages
{
    public ConcurrentQueue<(Guid TenantId, string To, MessageContent Content)> Sent { get; } = new();

    public ConcurrentQueue<(string Kind, Guid UserId, string Email)> Links { get; } = new();

    /// <summary>Registers stand-ins for what is not registered yet.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.TryAddSingleton<QueuedMessages>();
        services.TryAddScoped<IMessenger, Messenger>();
        services.TryAddScoped<IPasswordLinks, PasswordLinks>();
    }

    private sealed class Messenger(QueuedMessages queue, RequestScope scope) : IMessenger
    {
        public void Mail(string address, string displayName, MessageContent content) => queue.Sent.Enqueue((scope.Tenant.Id, address, content));

        public void Sms(string phone, MessageContent content) => queue.Sent.Enqueue((scope.Tenant.Id, phone, content));
    }

    private sealed class PasswordLinks(QueuedMessages queue) : IPasswordLinks
    {
        public void Invite(User user, DateTimeOffset now) => queue.Links.Enqueue(("invite", user.Id, user.Email));

        public void Reset(User user, DateTimeOffset now) => queue.Links.Enqueue(("reset", user.Id, user.Email));
    }
}
