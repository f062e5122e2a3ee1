using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Attendance;

/// <summary>Another policy holds from a date on, or something else is planned in some dates: the days that there are of them are judged by it.</summary>
internal sealed class RebuildUnderNewRules(DayRebuilding rebuilding, TimeProvider time)
    : IDomainEventHandler<AttendanceRulesChanged>, IDomainEventHandler<ScheduleChanged>, IDomainEventHandler<ScheduleRulesChanged>, IDomainEventHandler<LeaveApproved>, IDomainEventHandler<LeaveCancelled>
{
    /// <summary>Older days wait for somebody who asks for a rebuild, because an event is given only so much time.</summary>
    private const int DaysBack = 92;

    /// <summary>What is planned on one date lowers what its whole week asks for, so the days before it count anew too.</summary>
    private const int RestOfWeek = 6;

    public Task HandleAsync(AttendanceRulesChanged domainEvent, CancellationToken cancellationToken) =>
        domainEvent.From is { } from ? RebuildAsync(from, to: null, [], cancellationToken) : Task.CompletedTask;

    public Task HandleAsync(ScheduleChanged domainEvent, CancellationToken cancellationToken) =>
        RebuildWeeksAsync(domainEvent.From, to: null, [domainEvent.EmployeeId], cancellationToken);

    public Task HandleAsync(ScheduleRulesChanged domainEvent, CancellationToken cancellationToken) => RebuildWeeksAsync(domainEvent.From, domainEvent.To, [], cancellationToken);

    public Task HandleAsync(LeaveApproved domainEvent, CancellationToken cancellationToken) => RebuildWeeksAsync(domainEvent.From, domainEvent.To, [domainEvent.EmployeeId], cancellationToken);

    public Task HandleAsync(LeaveCancelled domainEvent, CancellationToken cancellationToken) => RebuildWeeksAsync(domainEvent.From, domainEvent.To, [domainEvent.EmployeeId], cancellationToken);

    private Task RebuildWeeksAsync(DateOnly from, DateOnly? to, Guid[] of, CancellationToken cancellationToken) =>
        RebuildAsync(from.DayNumber < RestOfWeek ? from : from.AddDays(-RestOfWeek), to, of, cancellationToken);

    private async Task RebuildAsync(DateOnly from, DateOnly? to, Guid[] of, CancellationToken cancellationToken)
    {
        // In the easternmost zone tomorrow has begun.
        var latest = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1);
        var (first, last) = (from < latest.AddDays(-DaysBack) ? latest.AddDays(-DaysBack) : from, to < latest ? to.Value : latest);
        if (first <= last)
        {
            await rebuilding.RunAsync(first, last, of, cancellationToken);
        }
    }
}
