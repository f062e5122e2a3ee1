using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Leaves;

/// <summary>Charges one person's leave anew, because something else is planned for them from a date on. What is locked stays.</summary>
[SystemOnly]
[AuditAction("leaves.recharge")]
public sealed record RechargeLeaveCommand(Guid UserId, DateOnly From) : IPlainCommand;

internal sealed class RechargeLeaveHandler(LeaveRecharging recharging) : IRequestHandler<RechargeLeaveCommand, Result>
{
    public async Task<Result> Handle(RechargeLeaveCommand request, CancellationToken cancellationToken)
    {
        await recharging.RunAsync([request.UserId], request.From, to: null, cancellationToken);
        return Result.Success;
    }
}

/// <summary>Something else is planned in some dates, or they were opened again: leave of these dates costs what it costs now.</summary>
internal sealed class RechargeLeaveUnderNewPlans(ITenantRunner runner, RequestScope scope, TimeProvider time)
    : IDomainEventHandler<ScheduleChanged>, IDomainEventHandler<ScheduleRulesChanged>, IDomainEventHandler<AttendancePeriodOpened>
{
    /// <summary>What was taken earlier stays as it was charged.</summary>
    private const int DaysBack = 92;

    public Task HandleAsync(ScheduleChanged domainEvent, CancellationToken cancellationToken) =>
        First(domainEvent.From) is var first && first < DateOnly.MaxValue ? SendAsync(new RechargeLeaveCommand(domainEvent.EmployeeId, first), cancellationToken) : Task.CompletedTask;

    public Task HandleAsync(ScheduleRulesChanged domainEvent, CancellationToken cancellationToken) => OfEverybodyAsync(domainEvent.From, domainEvent.To, cancellationToken);

    public Task HandleAsync(AttendancePeriodOpened domainEvent, CancellationToken cancellationToken) => OfEverybodyAsync(domainEvent.From, domainEvent.To, cancellationToken);

    private Task OfEverybodyAsync(DateOnly from, DateOnly? to, CancellationToken cancellationToken) =>
        First(from) is var first && (first == DateOnly.MaxValue || to < first) ? Task.CompletedTask : SendAsync(new StartLeaveRechargeCommand(first, to), cancellationToken);

    private DateOnly First(DateOnly from)
    {
        var earliest = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-DaysBack);
        return from > earliest ? from : earliest;
    }

    private async Task SendAsync(IPlainCommand command, CancellationToken cancellationToken)
    {
        if ((await runner.SendAsync(scope.Tenant, command, cancellationToken)).Error is { } error)
        {
            throw new InvalidOperationException($"Charging leave anew ended with {error.Code}.");
        }
    }
}
