using System.Threading.Channels;
using Satcom.Application.Common;
using Satcom.Application.Presence;

namespace Satcom.WebApi.Realtime;

/// <summary>
/// Tells connections whose status has changed: at once when it was quiet, and at most one frame a second to each, however many
/// change. Who sees everybody of a tenant shares one frame.
/// </summary>
internal sealed class PresenceBroadcast(HubMembers members, TimeProvider time) : BackgroundService, IPresenceObserver
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<PresenceChange> _changes = Channel.CreateUnbounded<PresenceChange>(new UnboundedChannelOptions { SingleReader = true });

    /// <inheritdoc/>
    public void Changed(PresenceChange change) => _changes.Writer.TryWrite(change);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _changes.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Gather, time, stoppingToken);
            var latest = new Dictionary<(Guid Tenant, Guid User), PresenceChange>();
            while (_changes.Reader.TryRead(out var change))
            {
                latest[(change.Person.TenantId, change.Person.UserId)] = change;
            }

            foreach (var tenant in latest.Values.GroupBy(c => c.Person.TenantId))
            {
                Send(tenant.Key, [.. tenant]);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private void Send(Guid tenantId, IReadOnlyList<PresenceChange> changes)
    {
        var everything = new List<ReadOnlyMemory<byte>>(changes.Count);
        var some = new Dictionary<HubMember, List<ReadOnlyMemory<byte>>>();
        foreach (var change in changes)
        {
            var call = HubFrame.Of(nameof(ISatcomClient.PresenceChanged), new PresenceChanged(change.Person.UserId, change.Status, change.At));
            everything.Add(call);
            foreach (var watcher in members.Of(tenantId, AudiencesOf(change.Person)).Where(m => MaySee(m, change.Person)))
            {
                if (!some.TryGetValue(watcher, out var calls))
                {
                    some.Add(watcher, calls = []);
                }

                calls.Add(call);
            }
        }

        var frame = HubFrame.Join(everything);
        foreach (var watcher in members.Of(tenantId, [Audience.Holding(Permissions.PresenceReadAll)]))
        {
            watcher.Send(frame);
        }

        foreach (var (watcher, calls) in some)
        {
            watcher.Send(HubFrame.Join(calls));
        }
    }

    private static bool MaySee(HubMember watcher, PresentPerson person) =>
        !watcher.SeesEverybody && (watcher.SeesColleagues || watcher.Person.UserId == person.UserId);

    /// <summary>Colleagues by team and by reporting line, both ways, and the person's own devices.</summary>
    private static IReadOnlyList<string> AudiencesOf(PresentPerson person)
    {
        var audiences = new List<string>(person.ManagerChain.Count + 3) { Audience.User(person.UserId), Audience.ReportsOf(person.UserId) };
        if (person.TeamId is { } team)
        {
            audiences.Add(Audience.Team(team));
        }

        audiences.AddRange(person.ManagerChain.Select(Audience.User));
        return audiences;
    }
}
