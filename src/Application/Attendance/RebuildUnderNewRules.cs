using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Attendance;

/// <summary>Another policy holds from a date on, or something else is planned in some dates: the days that there are of them are judged by it.</summary>
internal sealed class RebuildUnderNewRules(IMediator mediator, TimeProvider time)
    : IDomainEventHandler<AttendanceRulesChanged>, IDomainEventHandler<ScheduleChanged>, IDomainEventHandler<ScheduleRulesChanged>, IDomainEventHandler<LeaveApproved>, IDomainEventHandler<LeaveCancelled>
{
    /// <summary>Older days wait for somebody who asks for a rebuild.</summary>
    private const int DaysBack = 92;

    /// <summary>What is planned on one date lowers what its whole week asks for, so the days before it count anew too.</summary>
    private const int RestOfWeek = 6;

    public Task HandleAsync(AttendanceRulesChanged domainEvent, CancellationToken cancellationToken) =>
        domainEvent.From is { } from && Reach(from, to: null) is { } days ? SendAsync(new FollowChangeCommand(days.First, days.Last, Cause: null), cancellationToken) : Task.CompletedTask;

    public Task HandleAsync(ScheduleRulesChanged domainEvent, CancellationToken cancellationToken) =>
        Reach(WeekBefore(domainEvent.From), domainEvent.To) is { } days
            ? SendAsync(new FollowChangeCommand(days.First, days.Last, domainEvent.ChangedId == domainEvent.TenantId ? null : domainEvent.ChangedId), cancellationToken)
            : Task.CompletedTask;

    public Task HandleAsync(ScheduleChanged domainEvent, CancellationToken cancellationToken) => OfPersonAsync(domainEvent.EmployeeId, domainEvent.From, to: null, cancellationToken);

    public Task HandleAsync(LeaveApproved domainEvent, CancellationToken cancellationToken) => OfPersonAsync(domainEvent.EmployeeId, domainEvent.From, domainEvent.To, cancellationToken);

    public Task HandleAsync(LeaveCancelled domainEvent, CancellationToken cancellationToken) => OfPersonAsync(domainEvent.EmployeeId, domainEvent.From, domainEvent.To, cancellationToken);

    private Task OfPersonAsync(Guid userId, DateOnly from, DateOnly? to, CancellationToken cancellationToken) =>
        Reach(WeekBefore(from), to) is { } days ? SendAsync(new RebuildPersonCommand(userId, days.First, days.Last), cancellationToken) : Task.CompletedTask;

    private static DateOnly WeekBefore(DateOnly date) => date.DayNumber < RestOfWeek ? date : date.AddDays(-RestOfWeek);

    /// <summary>The dates of a change that there may be days of; null where there is none.</summary>
    private (DateOnly First, DateOnly Last)? Reach(DateOnly from, DateOnly? to)
    {
        // In the easternmost zone tomorrow has begun.
        var latest = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1);
        var (first, last) = (from < latest.AddDays(-DaysBack) ? latest.AddDays(-DaysBack) : from, to < latest ? to.Value : latest);
        return first <= last ? (first, last) : null;
    }

    private async Task SendAsync(IPlainCommand command, CancellationToken cancellationToken)
    {
        if ((await mediator.Send(command, cancellationToken)).Error is { } error)
        {
            throw new InvalidOperationException($"The days were not computed anew: {error.Code}.");
        }
    }
}
