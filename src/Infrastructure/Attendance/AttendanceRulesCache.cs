using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Attendance;

internal sealed class AttendanceRulesReader(SatcomDbContext db, RequestScope scope, AttendanceRulesCache cache, TimeProvider time) : IAttendanceRules
{
    public async ValueTask<AttendanceRules> GetAsync(CancellationToken cancellationToken)
    {
        var tenantId = scope.Tenant.Id;
        if (cache.TryGet(tenantId, time) is { } known)
        {
            return known;
        }

        var (loadedAt, generation) = (time.GetTimestamp(), cache.Generation);
        var row = await db.Tenants.AsNoTracking().Where(t => t.Id == tenantId).Select(t => new
        {
            Attendance = db.AttendancePolicies.Where(p => p.Id == tenantId).Select(p => p.History).FirstOrDefault(),
            Geofence = db.GeofencePolicies.Where(p => p.Id == tenantId).Select(p => p.History).FirstOrDefault(),
            Through = db.AttendanceClosings.Where(c => c.Id == tenantId).Select(c => c.Through).FirstOrDefault(),
        }).SingleAsync(cancellationToken);
        var rules = new AttendanceRules(row.Attendance ?? [], row.Geofence ?? [], new AttendanceLock(row.Through));
        cache.Set(tenantId, rules, loadedAt, generation);
        return rules;
    }

    public void Forget() => cache.Forget(scope.Tenant.Id);
}

/// <summary>The rules that this node has read.</summary>
internal sealed class AttendanceRulesCache : IStaleKnowledge
{
    /// <summary>The bus tells of changes at once; this is for what it lost without knowing.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, (AttendanceRules Rules, long LoadedAt)> _entries = new();
    private long _generation;

    /// <inheritdoc/>
    public string Constraint => AttendanceRules.LockConstraint;

    /// <summary>Changes with everything that is forgotten, so that nothing is kept that was read before.</summary>
    public long Generation => Interlocked.Read(ref _generation);

    public AttendanceRules? TryGet(Guid tenantId, TimeProvider time) =>
        _entries.TryGetValue(tenantId, out var entry) && time.GetElapsedTime(entry.LoadedAt) < Lifetime ? entry.Rules : null;

    public void Set(Guid tenantId, AttendanceRules rules, long loadedAt, long generation)
    {
        if (generation == Generation)
        {
            _entries[tenantId] = (rules, loadedAt);
            if (generation != Generation)
            {
                // Something was forgotten between the look and the setting.
                _entries.TryRemove(tenantId, out _);
            }
        }
    }

    public void Forget(Guid tenantId)
    {
        Interlocked.Increment(ref _generation);
        _entries.TryRemove(tenantId, out _);
    }

    public void ForgetAll()
    {
        Interlocked.Increment(ref _generation);
        _entries.Clear();
    }
}
