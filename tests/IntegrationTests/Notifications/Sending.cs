using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Notifications;

/// <summary>Queues messages as a command does.</summary>
internal static class Sending
{
    public static readonly DateTimeOffset At = new(2026, 3, 3, 20, 30, 0, TimeSpan.Zero);

    public static TestNotice Notice(string code = "123456") => new(code, "Eman's phone", At);

    /// <summary>Queues messages in one transaction of a tenant, through the unit of work.</summary>
    public static async Task QueueAsync(this SatcomHost host, string tenantSlug, Action<IMessenger> queue, bool commit = true)
    {
        var tenant = await host.Services.GetRequiredService<ITenantDirectory>().FindAsync(tenantSlug, CancellationToken.None);
        await host.Services.GetRequiredService<ITenantRunner>().RunAsync(
            tenant!,
            async (services, token) =>
            {
                queue(services.GetRequiredService<IMessenger>());
                var work = services.GetRequiredService<IUnitOfWork>();
                if (!commit)
                {
                    work.Reset();
                }

                (await work.CommitAsync(token)).Conflict.ShouldBeNull();
            },
            CancellationToken.None);
    }

    /// <summary>Messages that are neither sent nor given up.</summary>
    public static async Task<long> WaitingAsync(this SatcomHost host) =>
        (long)(await host.SqlAsync("SELECT count(*) FROM outgoing_messages WHERE sent_at IS NULL AND dead_at IS NULL"))!;
}
