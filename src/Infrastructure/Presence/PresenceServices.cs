using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Presence;

namespace Satcom.Infrastructure.Presence;

/// <summary>Registers the tracker. It needs the node bus and a TimeProvider.</summary>
public static class PresenceServices
{
    public static IServiceCollection AddPresence(this IServiceCollection services)
    {
        services.AddSingleton<PresenceTracker>();
        services.AddSingleton<IPresence>(provider => provider.GetRequiredService<PresenceTracker>());
        services.AddSingleton<IPresenceView>(provider => provider.GetRequiredService<PresenceTracker>());
        services.AddHostedService<PresenceGossip>();
        services.AddHostedService<PresenceSweeper>();
        return services;
    }
}
