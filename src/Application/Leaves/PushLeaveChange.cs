using System.Text.Json;
using Satcom.Application.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Tells the person, their managers and HR that a request for leave was made or has moved.</summary>
internal sealed class PushLeaveChange(IRealtime realtime, RequestScope scope, IManagerChains managers) : IDomainEventHandler<LeaveRequestChanged>
{
    public async Task HandleAsync(LeaveRequestChanged domainEvent, CancellationToken cancellationToken)
    {
        var chain = await managers.OfAsync(domainEvent.EmployeeId, cancellationToken);
        realtime.Publish(new RealtimeMessage(
            scope.Tenant.Id,
            [Audience.User(domainEvent.EmployeeId), Audience.Holding(Permissions.LeavesReadAll), .. chain.Select(Audience.User)],
            "leaveChanged",
            JsonSerializer.Serialize(new { requestId = domainEvent.RequestId, userId = domainEvent.EmployeeId, status = JsonNamingPolicy.CamelCase.ConvertName(domainEvent.Status.ToString()) })));
    }
}
