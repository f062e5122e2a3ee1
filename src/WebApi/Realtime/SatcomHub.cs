using Microsoft.AspNetCore.SignalR;
using Satcom.Application.Common;
using Satcom.Application.Presence;
using Satcom.Domain.Presence;
using Satcom.WebApi.Identity;

namespace Satcom.WebApi.Realtime;

/// <summary>The one hub: clients show that they live and are told what changes. Everything else goes over HTTP.</summary>
internal sealed class SatcomHub(HubMembers members, IPresence presence) : Hub<ISatcomClient>
{
    public override async Task OnConnectedAsync()
    {
        // The request that opened the connection was authenticated; its scope says who and where.
        var http = Context.GetHttpContext();
        var scope = http?.RequestServices.GetRequiredService<RequestScope>();
        if (scope is not { Actor.IsSignedIn: true, HasTenant: true } || Context.Features.Get<HubConnectionContext>() is not { } connection)
        {
            throw new HubException("unauthenticated");
        }

        var member = new HubMember(connection, scope.Actor, scope.Tenant);
        members.Add(member);
        ((HubProtocol)connection.Protocol).Flooded = () => member.Close("rate_limited", mayReturn: false);

        // The upgrade may lie seconds back. Whoever is a member now hears of a revocation; one that came before is seen here.
        if (http?.Features.Get<CallerProof>() is { } proof && !await proof.StillHoldsAsync(Context.ConnectionAborted))
        {
            members.Remove(member);
            throw new HubException("unauthenticated");
        }

        if (scope.Actor.Kind == ActorKind.PlatformScope)
        {
            await http!.RequestServices.GetRequiredService<IAuditTrail>().RecordAsync("platform.listen", "hub", entityId: null, Context.ConnectionAborted);
        }

        Context.Features.Set(member);
        await base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Features.Get<HubMember>() is { } member)
        {
            members.Remove(member);
            presence.Closed(member.Person, member.ConnectionId);
        }

        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>Shows that the caller lives.</summary>
    /// <param name="status">online (also when left out) or away; it counts until the next heartbeat.</param>
    public void Heartbeat(string? status)
    {
        var member = Context.Features.Get<HubMember>() ?? throw new HubException("unauthenticated");
        var claimed = status switch
        {
            null or "online" => PresenceStatus.Online,
            "away" => PresenceStatus.Away,
            _ => throw new HubException("status_invalid"),
        };
        if (member.IsPresent)
        {
            presence.Heartbeat(member.Person, member.ConnectionId, member.Thresholds, claimed);
        }
    }
}
