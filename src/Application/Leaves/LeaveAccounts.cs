using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Leaves;

/// <summary>By which policy somebody earns, from when to when.</summary>
internal sealed record LeavePlan(Guid AssignmentId, Guid EmployeeId, Guid LeaveTypeId, DateOnly From, DateOnly? To, LeaveTerms Terms, IReadOnlyList<BlackoutDates> Blackouts)
{
    /// <summary>The first date of the employment; null where it is not said.</summary>
    public DateOnly? StartsOn { get; init; }

    /// <summary>Its last date; null where no end is known.</summary>
    public DateOnly? EndsOn { get; init; }

    /// <summary>The employments before that one.</summary>
    public IReadOnlyList<Employment> EarlierEmployments { get; init; } = [];

    public bool Covers(DateOnly date) => From <= date && (To is null || date <= To);

    /// <summary>What the account needs to know of some: nobody earns outside of their employments, and in each only what lies in it.</summary>
    public static List<LeaveEarning> ToEarnings(IEnumerable<LeavePlan> plans) =>
        [.. plans.SelectMany(p => p.EarlierEmployments.Select(e => p.Within(e.From, e.To)).Append(p.Within(p.StartsOn, p.EndsOn))).Where(e => e.To is null || e.From <= e.To)];

    public bool Touches(DateOnly from, DateOnly to) => From <= to && (To is null || from <= To);

    private LeaveEarning Within(DateOnly? startsOn, DateOnly? endsOn) => new(Terms, startsOn > From ? startsOn.Value : From, To is { } to && !(endsOn < to) ? to : endsOn);
}

/// <summary>Opens people's accounts with everything posted that is due, so that what a request meets does not depend on when the daily run came.</summary>
internal sealed class LeaveAccounts(ISatcomDb db, RequestScope scope, TimeProvider time)
{
    /// <summary>The account of a person and type, to be changed; made where there is none. Of two that make it at once one meets the other's and runs again.</summary>
    /// <param name="today">Today in the person's zone.</param>
    public async Task<(LeaveAccount Account, IReadOnlyList<LeavePlan> Plans)> OpenAsync(Guid employeeId, LeaveType type, DateOnly today, CancellationToken cancellationToken)
    {
        var account = await db.LeaveAccounts.Include(a => a.Entries).SingleOrDefaultAsync(a => a.EmployeeId == employeeId && a.LeaveTypeId == type.Id, cancellationToken);
        if (account is null)
        {
            account = new LeaveAccount(scope.Tenant.Id, time.New(), employeeId, type.Id, floor: null);
            db.LeaveAccounts.Add(account);
        }

        return (account, await SettleAsync(account, type, today, await LockedThroughAsync(cancellationToken), cancellationToken));
    }

    /// <summary>Posts what is due on an account.</summary>
    /// <returns>The plans of its person and type.</returns>
    public async Task<IReadOnlyList<LeavePlan>> SettleAsync(LeaveAccount account, LeaveType type, DateOnly today, DateOnly locked, CancellationToken cancellationToken)
    {
        var plans = await PlansAsync(a => a.EmployeeId == account.EmployeeId && a.LeaveTypeId == account.LeaveTypeId, cancellationToken);
        Settle(account, type.HasBalance, plans, today, locked);
        return plans;
    }

    /// <summary>The last date up to which attendance is locked, and with it leave; read in the transaction, because the lock may have moved just now.</summary>
    public async Task<DateOnly> LockedThroughAsync(CancellationToken cancellationToken) =>
        await db.AttendanceClosings.AsNoTracking().Select(c => c.Through).SingleOrDefaultAsync(cancellationToken) ?? DateOnly.MinValue;

    /// <summary>What an account will earn, and what its undecided requests hold of it, each on its dates.</summary>
    /// <param name="otherThan">The request that is judged.</param>
    public async Task<LeaveOutlook> OutlookAsync(LeaveAccount account, IReadOnlyList<LeavePlan> plans, Guid? otherThan, CancellationToken cancellationToken)
    {
        var held = await Undecided(account.EmployeeId).Where(r => r.LeaveTypeId == account.LeaveTypeId && r.Id != otherThan).Select(r => r.Days).ToListAsync(cancellationToken);
        return new LeaveOutlook(LeavePlan.ToEarnings(plans), [.. held.SelectMany(days => days)]);
    }

    /// <summary>What somebody has asked for, and nobody has decided.</summary>
    public IQueryable<LeaveRequest> Undecided(Guid employeeId) =>
        db.LeaveRequests.AsNoTracking().Where(r => r.EmployeeId == employeeId && (r.Status == LeaveStatus.Pending || r.Status == LeaveStatus.Recommended));

    /// <summary>The plans of the assignments that a condition lets through, in the order of their dates.</summary>
    public Task<List<LeavePlan>> PlansAsync(System.Linq.Expressions.Expression<Func<LeaveAssignment, bool>> of, CancellationToken cancellationToken) =>
        (from assignment in db.LeaveAssignments.AsNoTracking().Where(of)
         join policy in db.LeavePolicies.AsNoTracking() on assignment.PolicyId equals policy.Id
         join employee in db.Employees.AsNoTracking() on assignment.EmployeeId equals employee.Id
         orderby assignment.From
         select new LeavePlan(assignment.Id, assignment.EmployeeId, assignment.LeaveTypeId, assignment.From, assignment.To, policy.Terms, policy.Blackouts) { StartsOn = employee.StartsOn, EndsOn = employee.EndsOn, EarlierEmployments = employee.EarlierEmployments }).ToListAsync(cancellationToken);

    /// <summary>Settles an account once more behind a move on it: leave of before a turn of the year changes what that carried over.</summary>
    public void Settle(LeaveMove move) => Settle(move.Account, move.Type.HasBalance, move.Plans, move.Today, move.LockedThrough);

    /// <summary>Posts what is due until a date.</summary>
    /// <param name="plans">Those of the account, in the order of their dates.</param>
    /// <param name="locked">The last date that is locked: what is due on locked ones is booked behind it.</param>
    /// <param name="before">What they were until just now, where one is about to change.</param>
    public void Settle(LeaveAccount account, bool hasBalance, IReadOnlyList<LeavePlan> plans, DateOnly through, DateOnly locked, IReadOnlyList<LeavePlan>? before = null)
    {
        account.Allow(hasBalance ? -(plans.FirstOrDefault(p => p.Covers(through))?.Terms.NegativeLimit ?? 0) : null);
        account.Run(LeavePlan.ToEarnings(plans), through, time.New, before is null ? null : LeavePlan.ToEarnings(before), locked);
    }

    /// <summary>Settles a person's accounts as their assignments are about to be: what is earned otherwise then, or no more, is posted with the change.</summary>
    /// <param name="leaveTypeId">Of this type alone.</param>
    /// <param name="changed">What becomes of an assignment; null where it goes.</param>
    /// <returns>The plans as they will be.</returns>
    public async Task<IReadOnlyList<LeavePlan>> ResettleAsync(Guid employeeId, Guid? leaveTypeId, Func<LeavePlan, LeavePlan?> changed, CancellationToken cancellationToken)
    {
        var zone = await db.Employees.AsNoTracking().Where(e => e.Id == employeeId).Select(e => e.TimeZone).SingleAsync(cancellationToken);
        var held = await db.LeaveAccounts.Include(a => a.Entries).Where(a => a.EmployeeId == employeeId && (leaveTypeId == null || a.LeaveTypeId == leaveTypeId)).ToListAsync(cancellationToken);
        var before = await PlansAsync(a => a.EmployeeId == employeeId && (leaveTypeId == null || a.LeaveTypeId == leaveTypeId), cancellationToken);
        var plans = before.Select(changed).OfType<LeavePlan>().ToList();
        var hasBalance = await db.LeaveTypes.AsNoTracking().ToDictionaryAsync(t => t.Id, t => t.HasBalance, cancellationToken);
        var locked = await LockedThroughAsync(cancellationToken);
        foreach (var account in held)
        {
            Settle(account, hasBalance[account.LeaveTypeId], plans.FindAll(p => p.LeaveTypeId == account.LeaveTypeId), Today(zone), locked, before.FindAll(p => p.LeaveTypeId == account.LeaveTypeId));
        }

        return plans;
    }

    /// <summary>Settles a person's accounts by an employment that was given other dates.</summary>
    public Task ResettleAsync(Employee employee, CancellationToken cancellationToken) =>
        ResettleAsync(employee.Id, leaveTypeId: null, p => p with { StartsOn = employee.StartsOn, EndsOn = employee.EndsOn }, cancellationToken);

    /// <summary>Today in somebody's zone.</summary>
    public DateOnly Today(string zone) => TimeZones.LocalDate(time.GetUtcNow(), zone);
}
