using Microsoft.EntityFrameworkCore;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Attendance;

internal sealed class DayPlans(SatcomDbContext db, IWorkSchedules schedules, RequestScope scope, OfficeCache cache, TimeProvider time) : IDayPlans
{
    /// <summary>A week's rule asks for the dates of a whole week, a night shift for the neighbouring ones.</summary>
    private const int DaysAround = 8;

    public async ValueTask<WorkSchedule?> OfAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken) =>
        await schedules.FindAsync(employeeId, date.AddDays(-DaysAround), date.AddDays(DaysAround), cancellationToken);

    public async ValueTask<IReadOnlyList<Office>> OfficesAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken)
    {
        var key = (scope.Tenant.Id, employeeId);
        if (cache.Find(key, date, time) is { } known)
        {
            return known;
        }

        var (loadedAt, generation) = (time.GetTimestamp(), cache.Generation);
        var history = await db.Employees.AsNoTracking().Where(e => e.Id == employeeId).Select(e => e.Offices).SingleOrDefaultAsync(cancellationToken) ?? [];
        var ids = history.On(date) ?? [];
        var found = ids.Count == 0 ? [] : await db.Offices.AsNoTracking().Where(o => ids.Contains(o.Id)).ToListAsync(cancellationToken);
        cache.Set(key, new OfficeCache.Places(found, date, loadedAt), generation);
        return found;
    }
}

/// <summary>The offices of people who tapped on this node.</summary>
internal sealed class OfficeCache
{
    private const int GenerationSize = 10_000;

    /// <summary>The bus tells of changes at once; this is for what it lost without knowing.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly BoundedCache<(Guid TenantId, Guid EmployeeId), Kept> _places = new(GenerationSize);
    private long _generation;

    /// <summary>Changes with everything that is forgotten, so that nothing is kept that was read before.</summary>
    public long Generation => Interlocked.Read(ref _generation);

    public IReadOnlyList<Office>? Find((Guid TenantId, Guid EmployeeId) key, DateOnly date, TimeProvider time) =>
        _places.TryGet(key, out var kept) && kept.Places is var places && time.GetElapsedTime(places.LoadedAt) < Lifetime && places.Date == date ? places.Offices : null;

    public void Set((Guid TenantId, Guid EmployeeId) key, Places places, long generation)
    {
        if (generation == Generation)
        {
            _places.Set(key, new Kept(key, places));
            if (generation != Generation)
            {
                // Something was forgotten between the look and the setting.
                _places.Remove(key);
            }
        }
    }

    /// <summary>Forgets one person, or everybody of a tenant.</summary>
    public void Forget(Guid of)
    {
        Interlocked.Increment(ref _generation);
        _places.RemoveWhere(kept => kept.Key.EmployeeId == of || kept.Key.TenantId == of);
    }

    public void ForgetAll()
    {
        Interlocked.Increment(ref _generation);
        _places.RemoveWhere(static _ => true);
    }

    internal sealed record Places(IReadOnlyList<Office> Offices, DateOnly Date, long LoadedAt);

    private sealed record Kept((Guid TenantId, Guid EmployeeId) Key, Places Places);
}
