using Microsoft.AspNetCore.SignalR;

namespace Satcom.WebApi.Realtime;

/// <summary>Hands the hub the connection behind a call, so that frames which were serialised once can be written to it.</summary>
internal sealed class HubLifetime(ILogger<DefaultHubLifetimeManager<SatcomHub>> log) : DefaultHubLifetimeManager<SatcomHub>(log)
{
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connection.Features.Set(connection);
        return base.OnConnectedAsync(connection);
    }
}
