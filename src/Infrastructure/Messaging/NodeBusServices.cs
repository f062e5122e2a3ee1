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
        services.AddSingleton<IRealtime, BusRealtime>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeBus>());
        return services;
    }
}
