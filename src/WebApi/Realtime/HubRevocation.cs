using System.Security.Cryptography;
using System.Threading.Channels;
using Satcom.Application.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.WebApi.Realtime;

/// <summary>
/// Ends connections whose ground has gone: an ended session for good, a changed person or client, a changed line above them or a bus that missed something by asking
/// the client to come back and be judged anew.
/// </summary>
internal sealed class HubRevocation(INodeBus bus, HubMembers members, ITenantDirectory tenants, TimeProvider time) : BackgroundService
{
    /// <summary>After a gap in the bus everybody is judged anew, spread over this long: a revocation may have been missed.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(8);

    /// <summary>Changed tenants, and null for a gap.</summary>
    private readonly Channel<Guid?> _changes = Channel.CreateUnbounded<Guid?>(new UnboundedChannelOptions { SingleReader = true });

    private IDisposable? _forgets;
    private IDisposable? _gaps;

    /// <summary>Listens before anything is served: what comes while the loop below is on its way up must not be missed.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _forgets = bus.Subscribe<CacheForget>((_, forget) => Forget(forget));
        _gaps = bus.Subscribe<BusResynchronised>((_, _) => _changes.Writer.TryWrite(null));
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _forgets?.Dispose();
        _gaps?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in _changes.Reader.ReadAllAsync(stoppingToken))
        {
            if (change is { } tenantId)
            {
                tenants.Forget(tenantId);
                await ApplyAsync(tenantId, stoppingToken);
            }
            else
            {
                _ = RenewAllAsync(stoppingToken);
            }
        }
    }

    private void Forget(CacheForget forget)
    {
        switch (forget.Of)
        {
            case CacheForget.Session:
                Close(m => m.SessionId == forget.Id && forget.IsOf(m.AccountTenantId), "session_ended", mayReturn: false);
                break;
            case CacheForget.User:
                Close(m => m.Person.UserId == forget.Id && forget.IsOf(m.AccountTenantId), reason: null, mayReturn: true);
                break;
            case CacheForget.Client:
                Close(m => m.OAuthClientId == forget.Id && forget.IsOf(m.AccountTenantId), reason: null, mayReturn: true);
                break;
            case CacheForget.Line:
                Close(m => forget.IsOf(m.AccountTenantId) && (m.Person.UserId == forget.Id || m.Person.ManagerChain.Contains(forget.Id)), reason: null, mayReturn: true);
                break;
            case CacheForget.Tenant:
                _changes.Writer.TryWrite(forget.Id);
                break;
        }
    }

    private async Task ApplyAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        TenantInfo? tenant;
        try
        {
            tenant = await tenants.FindAsync(tenantId, cancellationToken);
        }
#pragma warning disable CA1031 // The tenant cannot be read just now: its people come back and are judged by whoever can.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Close(m => m.Person.TenantId == tenantId, reason: null, mayReturn: true);
            return;
        }

        if (tenant is not { Status: TenantStatus.Active })
        {
            Close(m => m.Person.TenantId == tenantId, "session_ended", mayReturn: false);
            return;
        }

        foreach (var member in members.Where(m => m.Person.TenantId == tenantId))
        {
            member.Apply(tenant);
        }
    }

    private async Task RenewAllAsync(CancellationToken cancellationToken)
    {
        var all = members.Where().ToArray();
        RandomNumberGenerator.Shuffle(all.AsSpan());
        for (var i = 0; i < all.Length && !cancellationToken.IsCancellationRequested; i++)
        {
            all[i].Close(reason: null, mayReturn: true);
            if (i % 32 == 31)
            {
                await Task.Delay(Spread * 32 / all.Length, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Close(Func<HubMember, bool> test, string? reason, bool mayReturn)
    {
        foreach (var member in members.Where(test))
        {
            member.Close(reason, mayReturn);
        }
    }
}
