using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Messaging;

/// <summary>Registers the bus between nodes. It needs an NpgsqlDataSource and a TimeProvider.</summary>
public static class NodeBusServices
{
    public static IServiceCollection AddNodeBus(this IServiceCollection services)
    {
        services.AddSingleton(new NodeBusOptions());
        services.AddSingleton<NodeBus>();
        services.AddSingleton<INodeBus>(provider => provider.GetRequiredService<NodeBus>());
        services.AddSingleton<IHearing>(provider => provider.GetRequiredService<NodeBus>());
        services.AddSingleton<IRealtime, BusRealtime>();
        services.AddHostedService<Forgetting>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeBus>());
        return services;
    }

    /// <summary>Registers what a node knows by heart, and that it is told what to forget.</summary>
    internal static IServiceCollection AddMemory<T>(this IServiceCollection services)
        where T : class, IForgets
    {
        services.AddSingleton<T>();
        services.AddSingleton<IForgets>(provider => provider.GetRequiredService<T>());
        return services;
    }
}
