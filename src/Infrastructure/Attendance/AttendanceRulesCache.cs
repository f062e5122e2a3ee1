using Microsoft.EntityFrameworkCore;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Infrastructure.Common;
using Satcom.Infrastructure.Messaging;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Attendance;

internal sealed class AttendanceRulesReader(SatcomDbContext db, RequestScope scope, AttendanceRulesCache cache) : IAttendanceRules
{
    public async ValueTask<AttendanceRules> GetAsync(CancellationToken cancellationToken)
    {
        var tenantId = scope.Tenant.Id;
        if (cache.Rules.Find(tenantId) is { } known)
        {
            return known;
        }

        var read = cache.Rules.Begin();
        var row = await db.Tenants.AsNoTracking().Where(t => t.Id == tenantId).Select(t => new
        {
            Attendance = db.AttendancePolicies.Where(p => p.Id == tenantId).Select(p => p.History).FirstOrDefault(),
            Geofence = db.GeofencePolicies.Where(p => p.Id == tenantId).Select(p => p.History).FirstOrDefault(),
            Through = db.AttendanceClosings.Where(c => c.Id == tenantId).Select(c => c.Through).FirstOrDefault(),
        }).SingleAsync(cancellationToken);
        var rules = new AttendanceRules(row.Attendance ?? [], row.Geofence ?? [], new AttendanceLock(row.Through));
        cache.Rules.Keep(tenantId, rules, read);
        return rules;
    }

    public void Forget() => cache.Forget(scope.Tenant.Id);
}

/// <summary>The rules that this node has read.</summary>
internal sealed class AttendanceRulesCache(TimeProvider time) : IStaleKnowledge, IForgets
{
    private const int GenerationSize = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    public ReadCache<Guid, AttendanceRules> Rules { get; } = new(time, Lifetime, GenerationSize);

    /// <inheritdoc/>
    public string Constraint => AttendanceRules.LockConstraint;

    public void Forget(Guid tenantId) => Rules.Forget(tenantId);

    public void Forget(CacheForget forget)
    {
        if (forget.Of is CacheForget.AttendanceRules)
        {
            Rules.Forget(forget.Id);
        }
    }

    public void ForgetAll() => Rules.ForgetAll();
}
