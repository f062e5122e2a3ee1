using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;
using Satcom.Domain.Timesheets;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Anomalies;

internal sealed class AnomalyPolicies(SatcomDbContext db, RequestScope scope, AnomalyPolicyCache cache) : IAnomalyPolicies
{
    public async ValueTask<AnomalyPolicy> GetAsync(CancellationToken cancellationToken) => cache.Find(scope.Tenant.Id) ?? await ReadAsync(cancellationToken);

    public async Task<AnomalyPolicy> ReadAsync(CancellationToken cancellationToken)
    {
        var (tenantId, forgets) = (scope.Tenant.Id, cache.Forgets);
        var row = await db.Tenants.AsNoTracking().Where(t => t.Id == tenantId).Select(t => new
        {
            Choices = db.AnomalyRuleChoices.Where(c => c.TenantId == t.Id).ToList(),
            Weeks = db.WorkWeekPolicies.Where(p => p.Id == tenantId).Select(p => p.Weeks).FirstOrDefault(),
            DueDays = db.TimesheetRules.Where(r => r.Id == tenantId).Select(r => (int?)r.DueDays).FirstOrDefault(),
        }).SingleAsync(cancellationToken);
        var weeks = row.Weeks ?? [new Dated<CompanyWeek>(DateOnly.MinValue, CompanyWeek.Default)];
        var policy = new AnomalyPolicy(
            AnomalyPolicy.SettingsOf(row.Choices),
            [.. weeks.Select(w => new Dated<WeekRule>(w.From, new WeekRule(w.Value.Start, w.Value.Weekend)))],
            row.DueDays ?? TimesheetPolicy.Default.DueDays);
        cache.Keep(tenantId, policy, forgets);
        return policy;
    }
}

/// <summary>What this node has read. It goes at once when the bus says that something changed, and after some minutes in any case; what was read while something was forgotten is not kept.</summary>
internal sealed class AnomalyPolicyCache(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, (AnomalyPolicy Policy, long ReadAt)> _policies = new();
    private long _forgets;

    /// <summary>To be asked for before a read whose result is to be kept.</summary>
    public long Forgets => Interlocked.Read(ref _forgets);

    public AnomalyPolicy? Find(Guid tenantId) => _policies.TryGetValue(tenantId, out var known) && time.GetElapsedTime(known.ReadAt) < Lifetime ? known.Policy : null;

    /// <param name="forgets"><see cref="Forgets"/> as it was before the read.</param>
    public void Keep(Guid tenantId, AnomalyPolicy policy, long forgets)
    {
        if (forgets == Forgets)
        {
            _policies[tenantId] = (policy, time.GetTimestamp());
            if (forgets != Forgets)
            {
                // Something was forgotten between the look and the setting.
                _policies.TryRemove(tenantId, out _);
            }
        }
    }

    public void Forget(Guid tenantId)
    {
        Interlocked.Increment(ref _forgets);
        _policies.TryRemove(tenantId, out _);
    }

    /// <summary>Forgets everything, because this node may have missed messages.</summary>
    public void ForgetAll()
    {
        Interlocked.Increment(ref _forgets);
        _policies.Clear();
    }
}

/// <summary>Drops what this node has read when any node changes it.</summary>
internal sealed class AnomalyPolicyForgetting(INodeBus bus, AnomalyPolicyCache cache) : IHostedService, IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscriptions.Add(bus.Subscribe<CacheForget>((_, forget) =>
        {
            if (forget.Of is CacheForget.AnomalyRules or CacheForget.ScheduleRules)
            {
                cache.Forget(forget.Id);
            }
        }));
        _subscriptions.Add(bus.Subscribe<BusResynchronised>((_, _) => cache.ForgetAll()));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
