using System.Text.Json;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;

namespace Satcom.Application.Attendance;

/// <summary>Tells the person, their managers and HR that a day changed.</summary>
internal sealed class PushAttendanceChange(IRealtime realtime, RequestScope scope, IManagerChains managers) : IDomainEventHandler<AttendanceChanged>, IDomainEventHandler<CheckOutMissed>
{
    public Task HandleAsync(AttendanceChanged domainEvent, CancellationToken cancellationToken) =>
        PushAsync(domainEvent.EmployeeId, domainEvent.DayId, cancellationToken);

    public Task HandleAsync(CheckOutMissed domainEvent, CancellationToken cancellationToken) =>
        PushAsync(domainEvent.EmployeeId, domainEvent.DayId, cancellationToken);

    private async Task PushAsync(Guid employeeId, Guid dayId, CancellationToken cancellationToken)
    {
        var chain = await managers.OfAsync(employeeId, cancellationToken);
        realtime.Publish(new RealtimeMessage(
            scope.Tenant.Id,
            [Audience.User(employeeId), Audience.Holding(Permissions.AttendanceReadAll), .. chain.Select(Audience.User)],
            "attendanceChanged",
            JsonSerializer.Serialize(new { userId = employeeId, dayId })));
    }
}
