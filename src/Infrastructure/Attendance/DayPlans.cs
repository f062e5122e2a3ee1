using Microsoft.EntityFrameworkCore;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;
using Satcom.Infrastructure.Common;
using Satcom.Infrastructure.Messaging;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Attendance;

internal sealed class DayPlans(SatcomDbContext db, IWorkSchedules schedules, RequestScope scope, OfficeCache cache) : IDayPlans
{
    /// <summary>A week's rule asks for the dates of a whole week, a night shift for the neighbouring ones.</summary>
    private const int DaysAround = 8;

    public async ValueTask<WorkSchedule?> OfAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken) =>
        await schedules.FindAsync(employeeId, date.AddDays(-DaysAround), date.AddDays(DaysAround), cancellationToken);

    public async ValueTask<IReadOnlyList<Office>> OfficesAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken)
    {
        var key = (scope.Tenant.Id, employeeId);
        if (cache.Places.Find(key) is { } known && known.Date == date)
        {
            return known.Offices;
        }

        var read = cache.Places.Begin();
        var history = await db.Employees.AsNoTracking().Where(e => e.Id == employeeId).Select(e => e.Offices).SingleOrDefaultAsync(cancellationToken) ?? [];
        var ids = history.On(date) ?? [];
        var found = ids.Count == 0 ? [] : await db.Offices.AsNoTracking().Where(o => ids.Contains(o.Id)).ToListAsync(cancellationToken);
        cache.Places.Keep(key, new Workplaces(found, date), read);
        return found;
    }
}

/// <summary>The offices of one person at one date.</summary>
internal sealed record Workplaces(IReadOnlyList<Office> Offices, DateOnly Date);

/// <summary>The offices of people who tapped on this node.</summary>
internal sealed class OfficeCache(TimeProvider time) : IForgets
{
    private const int GenerationSize = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public ReadCache<(Guid TenantId, Guid EmployeeId), Workplaces> Places { get; } = new(time, Lifetime, GenerationSize);

    public void Forget(CacheForget forget)
    {
        switch (forget.Of)
        {
            case CacheForget.AttendanceRules:
                Places.ForgetWhere((key, _) => key.TenantId == forget.Id);
                break;
            case CacheForget.Schedule:
                Places.ForgetWhere((key, _) => key.EmployeeId == forget.Id);
                break;
        }
    }

    public void ForgetAll() => Places.ForgetAll();
}
