using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;

namespace Satcom.WebApi.Realtime;

/// <summary>
/// Lets sockets in. One counts from its first byte, not from its handshake: who opens sockets and says nothing has as many as
/// anybody, until the handshake's time is over. Nobody who is not signed in has one, and no program that was granted less than everything.
/// </summary>
internal sealed class HubEntrance(
    HubMembers members,
    HubLifetimeManager<SatcomHub> lifetime,
    IHubProtocolResolver protocols,
    IOptions<HubOptions> options,
    IOptions<HubOptions<SatcomHub>> ownOptions,
    ILoggerFactory loggers,
    IUserIdProvider users,
    IServiceScopeFactory scopes) : HubConnectionHandler<SatcomHub>(lifetime, protocols, options, ownOptions, loggers, users, scopes)
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        if (connection.GetHttpContext()?.RequestServices.GetRequiredService<RequestScope>() is not { Actor.IsSignedIn: true, HasTenant: true } scope)
        {
            await RefuseAsync(connection, "unauthenticated");
            return;
        }

        // The hub tells, and takes, more than any scope of an integrator's program grants.
        if (!scope.Actor.ActsFreely)
        {
            await RefuseAsync(connection, "forbidden");
            return;
        }

        var owner = (scope.Tenant.Id, scope.Actor.UserId);
        if (!members.TryEnter(owner))
        {
            await RefuseAsync(connection, "too_many_connections");
            return;
        }

        try
        {
            await base.OnConnectedAsync(connection);
        }
        finally
        {
            members.Leave(owner);
        }
    }

    /// <summary>Answers the handshake before it is asked, and ends the connection.</summary>
    private static async Task RefuseAsync(ConnectionContext connection, string reason)
    {
        HandshakeProtocol.WriteResponseMessage(new HandshakeResponseMessage(reason), connection.Transport.Output);
        await connection.Transport.Output.FlushAsync(connection.ConnectionClosed);
    }
}
