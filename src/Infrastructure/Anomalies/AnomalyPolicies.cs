using Microsoft.EntityFrameworkCore;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;
using Satcom.Domain.Timesheets;
using Satcom.Infrastructure.Common;
using Satcom.Infrastructure.Messaging;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Anomalies;

internal sealed class AnomalyPolicies(SatcomDbContext db, RequestScope scope, AnomalyPolicyCache cache) : IAnomalyPolicies
{
    public async ValueTask<AnomalyPolicy> GetAsync(CancellationToken cancellationToken) => cache.Policies.Find(scope.Tenant.Id) ?? await ReadAsync(cancellationToken);

    public async Task<AnomalyPolicy> ReadAsync(CancellationToken cancellationToken)
    {
        var (tenantId, read) = (scope.Tenant.Id, cache.Policies.Begin());
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
        cache.Policies.Keep(tenantId, policy, read);
        return policy;
    }
}

/// <summary>What this node has read of how companies' rules are set.</summary>
internal sealed class AnomalyPolicyCache(TimeProvider time) : IForgets
{
    private const int GenerationSize = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>By the ids of tenants.</summary>
    public ReadCache<Guid, AnomalyPolicy> Policies { get; } = new(time, Lifetime, GenerationSize);

    public void Forget(CacheForget forget)
    {
        if (forget.Of is CacheForget.AnomalyRules or CacheForget.ScheduleRules)
        {
            Policies.Forget(forget.Id);
        }
    }

    public void ForgetAll() => Policies.ForgetAll();
}
