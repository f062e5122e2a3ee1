using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Identity;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Leaves;

/// <summary>Charges living leave as its people are planned now. What is locked stays.</summary>
internal sealed class LeaveRecharging(ISatcomDb db, LeaveAccounts ledgers, IWorkSchedules schedules, TimeProvider time)
{
    /// <summary>The next people, in the order of their ids, with leave in some dates that may still change.</summary>
    public async Task<List<Guid>> PeopleAsync(DateOnly from, DateOnly? to, Guid after, int atMost, CancellationToken cancellationToken)
    {
        var living = Living(from, to, await ledgers.LockedThroughAsync(cancellationToken));
        return await living.Where(r => r.EmployeeId.CompareTo(after) > 0).Select(r => r.EmployeeId).Distinct().OrderBy(id => id).Take(atMost).ToListAsync(cancellationToken);
    }

    /// <summary>Charges the leave of some people anew, in a fixed number of statements.</summary>
    public async Task RunAsync(IReadOnlyCollection<Guid> people, DateOnly from, DateOnly? to, CancellationToken cancellationToken)
    {
        // Whose leave could not be charged before is done with what follows, or fails again as a whole.
        db.LeaveRechargeFailures.RemoveRange(await db.LeaveRechargeFailures.Where(f => people.Contains(f.EmployeeId) && f.From >= from && (to == null || f.To <= to)).ToListAsync(cancellationToken));
        var locked = await ledgers.LockedThroughAsync(cancellationToken);
        var requests = await Living(from, to, locked).Where(r => people.Contains(r.EmployeeId)).OrderBy(r => r.From).ThenBy(r => r.FirstSlot).ToListAsync(cancellationToken);
        if (requests.Count == 0)
        {
            return;
        }

        var (first, latest) = (Open(from, locked), requests.Max(r => r.To));
        var last = to < latest ? to.Value : latest;
        var accounts = (await db.LeaveAccounts.Include(a => a.Entries).Where(a => people.Contains(a.EmployeeId)).ToListAsync(cancellationToken)).ToDictionary(a => (a.EmployeeId, a.LeaveTypeId));
        var types = await db.LeaveTypes.AsNoTracking().ToDictionaryAsync(t => t.Id, cancellationToken);
        var plans = await schedules.OfAsync(people, first, last, cancellationToken);
        foreach (var request in requests)
        {
            var account = accounts.GetValueOrDefault((request.EmployeeId, request.LeaveTypeId))
                ?? throw new InvalidOperationException($"Request {request.Id} of {request.EmployeeId} is of type {request.LeaveTypeId}, of which they have no account.");
            Recharge(request, requests, plans[request.EmployeeId], types[request.LeaveTypeId], account, first, last);
        }

        await SettleAsync(requests.Select(r => accounts[(r.EmployeeId, r.LeaveTypeId)]).Distinct().Where(a => types[a.LeaveTypeId].HasBalance), people, locked, cancellationToken);
    }

    /// <summary>Leave of before a turn of the year that costs otherwise changes what that carried over.</summary>
    private async Task SettleAsync(IEnumerable<LeaveAccount> accounts, IReadOnlyCollection<Guid> people, DateOnly locked, CancellationToken cancellationToken)
    {
        var earned = (await ledgers.PlansAsync(a => people.Contains(a.EmployeeId), cancellationToken)).ToLookup(p => (p.EmployeeId, p.LeaveTypeId));
        var zones = await db.Employees.AsNoTracking().Where(e => people.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.TimeZone, cancellationToken);
        foreach (var account in accounts)
        {
            ledgers.Settle(account, hasBalance: true, [.. earned[(account.EmployeeId, account.LeaveTypeId)]], ledgers.Today(zones[account.EmployeeId]), locked);
        }
    }

    /// <summary>What whoever has left the company was given back stays so.</summary>
    private IQueryable<LeaveRequest> Living(DateOnly from, DateOnly? to, DateOnly locked)
    {
        var (first, until) = (Open(from, locked), to ?? DateOnly.MaxValue);
        return db.LeaveRequests.Where(r =>
            r.To >= first && r.From <= until && (r.Status == LeaveStatus.Pending || r.Status == LeaveStatus.Recommended || r.Status == LeaveStatus.Approved)
            && db.Users.Any(u => u.Id == r.EmployeeId && u.Status == UserStatus.Active));
    }

    private static DateOnly Open(DateOnly from, DateOnly locked) => from > locked ? from : locked.AddDays(1);

    private void Recharge(LeaveRequest request, List<LeaveRequest> requests, WorkSchedule plan, LeaveType type, LeaveAccount account, DateOnly first, DateOnly last)
    {
        // The plan knows approved leave; what it costs is said by a plan without it.
        var others = requests.Where(r => r.EmployeeId == request.EmployeeId && r.Id != request.Id && r.Status == LeaveStatus.Approved).SelectMany(r => r.Days);
        var (from, to) = (request.From > first ? request.From : first, request.To < last ? request.To : last);
        request.Recharge(LeaveCharge.Again(type, from, to, request.Portion, request.Minutes, plan with { Leave = LeaveDay.ByDate(others) }), from, to, account, time.New);
    }
}
