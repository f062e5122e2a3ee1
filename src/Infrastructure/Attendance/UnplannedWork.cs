using Microsoft.EntityFrameworkCore;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Infrastructure.Attendance;

/// <summary>Flexible hours without a target in the employee's present zone, in weeks from Monday: what holds where nothing is planned.</summary>
internal sealed class FlexibleSchedules(ISatcomDb db) : IWorkSchedules
{
    private static readonly Dated<WeekRule>[] Weeks = [new(DateOnly.MinValue, new WeekRule(DayOfWeek.Monday, Weekdays.None))];

    public async Task<WorkSchedule> OfAsync(Guid employeeId, DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
        (await OfAsync([employeeId], first, last, cancellationToken)).TryGetValue(employeeId, out var schedule) ? schedule : throw new KeyNotFoundException("There is no such employee.");

    public async Task<IReadOnlyDictionary<Guid, WorkSchedule>> OfAsync(IReadOnlyCollection<Guid> employeeIds, DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
        await db.Employees.AsNoTracking().Where(e => employeeIds.Contains(e.Id)).Select(e => new { e.Id, e.TimeZone })
            .ToDictionaryAsync(e => e.Id, e => new WorkSchedule { Zones = [new(DateOnly.MinValue, e.TimeZone)], Weeks = Weeks }, cancellationToken);
}

/// <summary>Nobody is assigned to an office, so every place is uncertain.</summary>
internal sealed class NoOffices : IOfficesOfEmployees
{
    public Task<IReadOnlyList<Office>> OfAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Office>>([]);
}
