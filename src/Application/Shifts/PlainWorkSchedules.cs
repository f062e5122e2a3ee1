using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>Schedules of a company that plans no work: weeks from Monday, and the zones that people have now.</summary>
internal sealed class PlainWorkSchedules(ISatcomDb db) : IWorkSchedules
{
    private static readonly Dated<WeekRule>[] Weeks = [new(DateOnly.MinValue, new WeekRule(DayOfWeek.Monday, Weekdays.Saturday | Weekdays.Sunday))];

    public async Task<WorkSchedule> OfAsync(Guid employeeId, DateOnly first, DateOnly last, CancellationToken cancellationToken) => (await OfAsync([employeeId], first, last, cancellationToken))[employeeId];

    public async Task<IReadOnlyDictionary<Guid, WorkSchedule>> OfAsync(IReadOnlyCollection<Guid> employeeIds, DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
        await db.Employees.AsNoTracking().Where(e => employeeIds.Contains(e.Id)).Select(e => new { e.Id, e.TimeZone })
            .ToDictionaryAsync(e => e.Id, e => new WorkSchedule { Zones = [new Dated<string>(DateOnly.MinValue, e.TimeZone)], Weeks = Weeks }, cancellationToken);
}
