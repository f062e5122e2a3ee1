using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Shifts;
using Satcom.Infrastructure.Identity;

namespace Satcom.Infrastructure.Attendance;

internal sealed class DayPlans(IWorkSchedules schedules, IOfficesOfEmployees offices, RequestScope scope, DayPlanCache cache, TimeProvider time) : IDayPlans
{
    /// <summary>How far around the date a schedule is read, so that it serves for days to come.</summary>
    private const int DaysRead = 21;

    public async ValueTask<WorkSchedule?> OfAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken)
    {
        var key = (scope.Tenant.Id, employeeId);
        if (cache.ScheduleOf(key, date, time) is { } known)
        {
            return known;
        }

        var (loadedAt, generation) = (time.GetTimestamp(), cache.Generation);
        var (first, last) = (date.AddDays(-DaysRead), date.AddDays(DaysRead));
        var found = await schedules.OfAsync([employeeId], first, last, cancellationToken);
        if (!found.TryGetValue(employeeId, out var schedule))
        {
            return null;
        }

        cache.Set(key, new DayPlanCache.Plan(schedule, first, last, loadedAt), generation);
        return schedule;
    }

    public async ValueTask<IReadOnlyList<Office>> OfficesAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken)
    {
        var key = (scope.Tenant.Id, employeeId);
        if (cache.OfficesOf(key, date, time) is { } known)
        {
            return known;
        }

        var (loadedAt, generation) = (time.GetTimestamp(), cache.Generation);
        var found = await offices.OfAsync(employeeId, date, cancellationToken);
        cache.Set(key, new DayPlanCache.Places(found, date, loadedAt), generation);
        return found;
    }
}

/// <summary>The schedules and offices of people who tapped on this node.</summary>
internal sealed class DayPlanCache
{
    private const int GenerationSize = 10_000;

    /// <summary>A week's rule asks for the dates of a whole week, a night shift for the neighbouring ones.</summary>
    private const int DaysAround = 8;

    /// <summary>The bus tells of changes at once; this is for what it lost without knowing.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly BoundedCache<(Guid TenantId, Guid EmployeeId), Kept<Plan>> _plans = new(GenerationSize);
    private readonly BoundedCache<(Guid TenantId, Guid EmployeeId), Kept<Places>> _places = new(GenerationSize);
    private long _generation;

    /// <summary>Changes with everything that is forgotten, so that nothing is kept that was read before.</summary>
    public long Generation => Interlocked.Read(ref _generation);

    public WorkSchedule? ScheduleOf((Guid TenantId, Guid EmployeeId) key, DateOnly date, TimeProvider time) =>
        _plans.TryGet(key, out var kept) && kept.Value is var plan && time.GetElapsedTime(plan.LoadedAt) < Lifetime
        && plan.First.AddDays(DaysAround) <= date && date <= plan.Last.AddDays(-DaysAround)
            ? plan.Schedule
            : null;

    public IReadOnlyList<Office>? OfficesOf((Guid TenantId, Guid EmployeeId) key, DateOnly date, TimeProvider time) =>
        _places.TryGet(key, out var kept) && kept.Value is var places && time.GetElapsedTime(places.LoadedAt) < Lifetime && places.Date == date ? places.Offices : null;

    public void Set((Guid TenantId, Guid EmployeeId) key, Plan plan, long generation)
    {
        if (generation == Generation)
        {
            _plans.Set(key, new Kept<Plan>(key, plan));
        }
    }

    public void Set((Guid TenantId, Guid EmployeeId) key, Places places, long generation)
    {
        if (generation == Generation)
        {
            _places.Set(key, new Kept<Places>(key, places));
        }
    }

    /// <summary>Forgets one person, or everybody of a tenant.</summary>
    public void Forget(Guid of)
    {
        Interlocked.Increment(ref _generation);
        _plans.RemoveWhere(kept => kept.Key.EmployeeId == of || kept.Key.TenantId == of);
        _places.RemoveWhere(kept => kept.Key.EmployeeId == of || kept.Key.TenantId == of);
    }

    public void ForgetAll()
    {
        Interlocked.Increment(ref _generation);
        _plans.RemoveWhere(static _ => true);
        _places.RemoveWhere(static _ => true);
    }

    /// <param name="First">The schedule is exact from this date on.</param>
    /// <param name="Last">And up to this one.</param>
    internal sealed record Plan(WorkSchedule Schedule, DateOnly First, DateOnly Last, long LoadedAt);

    internal sealed record Places(IReadOnlyList<Office> Offices, DateOnly Date, long LoadedAt);

    private sealed record Kept<T>((Guid TenantId, Guid EmployeeId) Key, T Value);
}
