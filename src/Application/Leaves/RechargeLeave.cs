using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Leaves;

/// <summary>Charges the leave of a few people anew, in the order of their ids, because something else is planned in some dates. What is locked stays.</summary>
/// <param name="From">The first date that may be planned otherwise.</param>
/// <param name="To">The last one; null where no end is known.</param>
/// <param name="UserId">Of this person alone.</param>
/// <param name="After">People after this id.</param>
[SystemOnly]
[AuditAction("leaves.recharge")]
public sealed record RechargeLeaveCommand(DateOnly From, DateOnly? To, Guid? UserId, Guid After) : ICommand<RechargedLeave>
{
    public const int PeopleAtOnce = 50;
}

/// <summary>What one batch came to.</summary>
/// <param name="Changed">How many requests cost otherwise now.</param>
/// <param name="Next">After whom the next batch begins; null when this was the last.</param>
public sealed record RechargedLeave(int Changed, Guid? Next);

internal sealed class RechargeLeaveHandler(ISatcomDb db, LeaveCharges charges, IWorkSchedules schedules, TimeProvider time) : IRequestHandler<RechargeLeaveCommand, Result<RechargedLeave>>
{
    public async Task<Result<RechargedLeave>> Handle(RechargeLeaveCommand request, CancellationToken cancellationToken)
    {
        var locked = await charges.LockedThroughAsync(cancellationToken);
        var (first, until) = (request.From > locked ? request.From : locked.AddDays(1), request.To ?? DateOnly.MaxValue);
        var living = db.LeaveRequests.Where(r => r.To >= first && r.From <= until && (r.Status == LeaveStatus.Pending || r.Status == LeaveStatus.Recommended || r.Status == LeaveStatus.Approved));

        // What whoever has left the company was given back stays so.
        var chosen = living.Where(r => db.Users.Any(u => u.Id == r.EmployeeId && u.Status == UserStatus.Active));
        chosen = request.UserId is { } one ? chosen.Where(r => r.EmployeeId == one) : chosen.Where(r => r.EmployeeId.CompareTo(request.After) > 0);
        var people = await chosen.Select(r => r.EmployeeId).Distinct().OrderBy(id => id).Take(RechargeLeaveCommand.PeopleAtOnce).ToListAsync(cancellationToken);
        if (people.Count == 0)
        {
            return new RechargedLeave(0, Next: null);
        }

        var requests = await living.Where(r => people.Contains(r.EmployeeId)).OrderBy(r => r.From).ThenBy(r => r.FirstSlot).ToListAsync(cancellationToken);
        var accounts = (await db.LeaveAccounts.Include(a => a.Entries).Where(a => people.Contains(a.EmployeeId)).ToListAsync(cancellationToken)).ToDictionary(a => (a.EmployeeId, a.LeaveTypeId));
        var types = await db.LeaveTypes.AsNoTracking().ToDictionaryAsync(t => t.Id, cancellationToken);
        var latest = requests.Max(r => r.To);
        var last = until < latest ? until : latest;
        var plans = await schedules.OfAsync(people, first, last, cancellationToken);
        var changed = requests.Count(r => Recharge(r, requests, plans[r.EmployeeId], types[r.LeaveTypeId], accounts[(r.EmployeeId, r.LeaveTypeId)], first, last));
        return new RechargedLeave(changed, request.UserId is null && people.Count == RechargeLeaveCommand.PeopleAtOnce ? people[^1] : null);
    }

    private bool Recharge(LeaveRequest request, List<LeaveRequest> requests, WorkSchedule plan, LeaveType type, LeaveAccount account, DateOnly first, DateOnly last)
    {
        // The plan knows approved leave; what it costs is said by a plan without it.
        var others = requests.Where(r => r.EmployeeId == request.EmployeeId && r.Id != request.Id && r.Status == LeaveStatus.Approved).SelectMany(r => r.Days);
        var (from, to) = (request.From > first ? request.From : first, request.To < last ? request.To : last);
        var days = LeaveCharge.Of(type, from, to, request.Portion, request.Minutes, plan with { Leave = LeaveDay.ByDate(others) });
        return request.Recharge(days.TryGet(out var charged, out _) ? charged : [], from, to, account, time.New);
    }
}

/// <summary>Something else is planned in some dates: leave of these dates costs what it costs now.</summary>
internal sealed class RechargeLeaveUnderNewPlans(ITenantRunner runner, RequestScope scope, IWorkSchedules schedules, TimeProvider time)
    : IDomainEventHandler<ScheduleChanged>, IDomainEventHandler<ScheduleRulesChanged>
{
    /// <summary>What was taken earlier stays as it was charged.</summary>
    private const int DaysBack = 92;

    public Task HandleAsync(ScheduleChanged domainEvent, CancellationToken cancellationToken) => RechargeAsync(domainEvent.From, to: null, domainEvent.EmployeeId, cancellationToken);

    public Task HandleAsync(ScheduleRulesChanged domainEvent, CancellationToken cancellationToken) => RechargeAsync(domainEvent.From, domainEvent.To, of: null, cancellationToken);

    private async Task RechargeAsync(DateOnly from, DateOnly? to, Guid? of, CancellationToken cancellationToken)
    {
        var earliest = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-DaysBack);
        var first = from > earliest ? from : earliest;
        if (first == DateOnly.MaxValue || to < first)
        {
            return;
        }

        // This node may not have heard yet of what the event is about. What is one person's own is read anew in any case.
        if (of is null)
        {
            schedules.Forget();
        }

        for (Guid? after = Guid.Empty; after is { } id;)
        {
            var result = await runner.SendAsync(scope.Tenant, new RechargeLeaveCommand(first, to, of, id), cancellationToken);
            after = result.TryGet(out var batch, out var error) ? batch.Next : throw new InvalidOperationException($"Charging leave anew ended with {error.Code}.");
        }
    }
}
