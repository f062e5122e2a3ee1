using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Infrastructure.Leaves;

/// <summary>
/// What people work where the company plans no shifts: eight hours from Monday to Friday, in their own zone. It gives way to any other source of schedules that is registered before it.
/// </summary>
internal sealed class OfficeSchedules(ISatcomDb db, IApprovedLeave leave) : IWorkSchedules
{
    private const int SecondsADay = 8 * 3600;

    private static readonly Dated<WeekRule>[] Weeks = [new(DateOnly.MinValue, new WeekRule(DayOfWeek.Monday, Weekdays.Saturday | Weekdays.Sunday))];
    private static readonly Dated<FlexibleHours>[] Targets = [new(DateOnly.MinValue, new FlexibleHours(SecondsADay, 5 * SecondsADay))];

    public async Task<WorkSchedule> OfAsync(Guid employeeId, DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
        (await OfAsync([employeeId], first, last, cancellationToken)).TryGetValue(employeeId, out var schedule) ? schedule : throw new KeyNotFoundException($"There is no employee {employeeId}.");

    public async Task<IReadOnlyDictionary<Guid, WorkSchedule>> OfAsync(IReadOnlyCollection<Guid> employeeIds, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var zones = await db.Employees.AsNoTracking().Where(e => employeeIds.Contains(e.Id)).Select(e => new { e.Id, e.TimeZone }).ToListAsync(cancellationToken);
        var taken = await leave.OfAsync(employeeIds, first, last, cancellationToken);
        return zones.ToDictionary(e => e.Id, e => new WorkSchedule
        {
            Zones = [new Dated<string>(DateOnly.MinValue, e.TimeZone)],
            Weeks = Weeks,
            Targets = Targets,
            Leave = taken.GetValueOrDefault(e.Id) ?? new Dictionary<DateOnly, TimeOff>(),
        });
    }
}
