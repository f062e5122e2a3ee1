using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Satcom.Application.Presence;
using Satcom.WebApi.Common.Json;

namespace Satcom.WebApi.Realtime;

/// <summary>Registers and maps the hub. JSON alone, no stateful reconnect: both have been ways to exhaust a server.</summary>
internal static class HubServices
{
    public const string Path = "/hubs/satcom";

    private const int MaxMessageBytes = 32 * 1024;
    private const int MaxBufferBytes = 64 * 1024;

    public static IServiceCollection AddSatcomHub(this IServiceCollection services)
    {
        services
            .AddSignalR(options =>
            {
                options.MaximumReceiveMessageSize = MaxMessageBytes;
                options.HandshakeTimeout = TimeSpan.FromSeconds(15);
                options.KeepAliveInterval = TimeSpan.FromSeconds(15);
                options.ClientTimeoutInterval = TimeSpan.FromSeconds(60);
                options.EnableDetailedErrors = false;
                options.SupportedProtocols = [HubProtocol.JsonName];
                options.AddFilter<HubReport>();
            })
            .AddJsonProtocol(options => SatcomJson.Configure(options.PayloadSerializerOptions));
        services.AddSingleton<IHubProtocolResolver, HubProtocols>();
        services.AddSingleton<HubConnectionHandler<SatcomHub>, HubEntrance>();
        services.AddLogging(HubReport.Silence);
        services.AddSingleton<HubLifetimeManager<SatcomHub>, HubLifetime>();

        services.AddSingleton<HubMembers>();
        services.AddSingleton<PresenceBroadcast>();
        services.AddSingleton<IPresenceObserver>(provider => provider.GetRequiredService<PresenceBroadcast>());
        services.AddHostedService(provider => provider.GetRequiredService<PresenceBroadcast>());
        services.AddHostedService<HubDelivery>();
        services.AddHostedService<HubRevocation>();
        services.AddHostedService<HubDrain>();
        return services;
    }

    public static HubEndpointConventionBuilder MapSatcomHub(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapHub<SatcomHub>(Path, options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.CloseOnAuthenticationExpiration = true;
            options.ApplicationMaxBufferSize = MaxBufferBytes;
            options.TransportMaxBufferSize = MaxBufferBytes;
            options.WebSockets.CloseTimeout = TimeSpan.FromSeconds(5);
        });
}
