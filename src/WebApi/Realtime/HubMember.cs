using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Satcom.Application.Common;
using Satcom.Application.Presence;

namespace Satcom.WebApi.Realtime;

/// <summary>One connection with what was proved about its owner when it was made; a change of that ends the connection.</summary>
internal sealed class HubMember(HubConnectionContext connection, Actor actor, TenantInfo tenant)
{
    /// <summary>Frames that may wait for a slow reader before it is dropped; it reads the truth when it comes back.</summary>
    private const int MaxWaiting = 64;

    private int _waiting;

    public string ConnectionId => connection.ConnectionId;

    public PresentPerson Person { get; } = new(tenant.Id, actor.UserId, actor.TeamId, actor.ManagerChain);

    public Guid SessionId { get; } = actor.SessionId;

    /// <summary>Where the person's account and session are, which is elsewhere for a platform administrator who looks in.</summary>
    public Guid AccountTenantId { get; } = actor.HomeTenantId ?? tenant.Id;

    /// <summary>The integrator's program that it came through; null for Satcom's own apps.</summary>
    public Guid? OAuthClientId { get; } = actor.OAuthClientId;

    /// <summary>False for a platform administrator who looks in from above: they are nobody's colleague here.</summary>
    public bool IsPresent { get; } = actor.Kind == ActorKind.User;

    public PresenceThresholds Thresholds { get; private set; } = Measure(tenant);

    public bool SeesEverybody { get; } = actor.May(Permissions.PresenceReadAll);

    public bool SeesColleagues { get; } = actor.May(Permissions.PresenceReadColleagues);

    /// <summary>The groups that the connection belongs to, within its tenant.</summary>
    public IReadOnlyList<string> Audiences { get; } = [.. AudiencesOf(actor)];

    /// <summary>Takes over the tenant's changed settings.</summary>
    public void Apply(TenantInfo changed) => Thresholds = Measure(changed);

    /// <summary>Sends without waiting.</summary>
    public void Send(SerializedHubMessage frame) => Await(connection.WriteAsync(frame));

    /// <summary>Ends the connection.</summary>
    /// <param name="reason">A code for the client; null when nothing is wrong.</param>
    /// <param name="mayReturn">Whether the client should connect again by itself.</param>
    public void Close(string? reason, bool mayReturn)
    {
        Await(connection.WriteAsync(new CloseMessage(reason, mayReturn)));
        connection.Abort();
    }

    private static PresenceThresholds Measure(TenantInfo tenant) =>
        new(TimeSpan.FromSeconds(tenant.Settings.PresenceAwayAfterSeconds), TimeSpan.FromSeconds(tenant.Settings.PresenceOfflineAfterSeconds));

    private static IEnumerable<string> AudiencesOf(Actor actor)
    {
        yield return Audience.User(actor.UserId);
        if (actor.TeamId is { } team)
        {
            yield return Audience.Team(team);
        }

        foreach (var manager in actor.ManagerChain)
        {
            yield return Audience.ReportsOf(manager);
        }

        foreach (var permission in (string[])[Permissions.PresenceReadAll, Permissions.AnomaliesRead, Permissions.AttendanceReadAll])
        {
            if (actor.May(permission))
            {
                yield return Audience.Holding(permission);
            }
        }
    }

    private void Await(ValueTask write)
    {
        if (write.IsCompletedSuccessfully)
        {
            return;
        }

        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            connection.Abort();
        }

        _ = WaitAsync(write);
    }

    private async Task WaitAsync(ValueTask write)
    {
        try
        {
            await write;
        }
#pragma warning disable CA1031 // The connection is gone, in whichever way; its own loop ends it.
        catch (Exception)
#pragma warning restore CA1031
        {
            connection.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
