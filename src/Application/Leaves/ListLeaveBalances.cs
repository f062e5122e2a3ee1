using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>What somebody has left of each type of leave.</summary>
/// <param name="UserId">Whose; the caller's where it is left out.</param>
/// <param name="On">As of the end of this date, with what will have been earned by then; everything that is posted where it is left out.</param>
[Requires(Permissions.LeavesRequest, Permissions.LeavesReadAll)]
[Fails<NotFound>]
public sealed record ListLeaveBalancesQuery(Guid? UserId = null, DateOnly? On = null) : IQuery<Page<LeaveBalanceDto>>;

/// <summary>What is left of one type of leave. Amounts are days, or hours where the unit is hour.</summary>
/// <param name="LeaveTypeId">The type.</param>
/// <param name="LeaveTypeName">What it is called.</param>
/// <param name="Unit">What the amounts are counted in.</param>
/// <param name="HasBalance">False where it is taken without a balance: then the balance says what was taken, and nothing limits it.</param>
/// <param name="Balance">The sum of the entries; approved leave is taken from it already.</param>
/// <param name="Pending">What undecided requests hold of it.</param>
/// <param name="Available">The balance less what is held. As of today it is so much that everything that is booked for later stays covered, with what is earned and lost until then.</param>
/// <param name="Floor">How low requests may bring what is available; null for no limit.</param>
public sealed record LeaveBalanceDto(Guid LeaveTypeId, string LeaveTypeName, LeaveUnit Unit, bool HasBalance, decimal Balance, decimal Pending, decimal Available, decimal? Floor);

internal sealed class ListLeaveBalancesHandler(ISatcomDb db, RequestScope scope, LeaveAuthority authority, LeaveAccounts accounts, TimeProvider time)
    : IRequestHandler<ListLeaveBalancesQuery, Result<Page<LeaveBalanceDto>>>
{
    private const int YearsAhead = 5;

    public async Task<Result<Page<LeaveBalanceDto>>> Handle(ListLeaveBalancesQuery request, CancellationToken cancellationToken)
    {
        var userId = request.UserId ?? scope.Actor.UserId;
        if (await authority.People().AsNoTracking().Where(e => e.Id == userId).Select(e => e.TimeZone).SingleOrDefaultAsync(cancellationToken) is not { } zone)
        {
            return new NotFound();
        }

        // Everything due until then is worked out, so that it must not be any date.
        var today = accounts.Today(zone);
        if (request.On > today.AddYears(YearsAhead))
        {
            return ValidationFailed.Of("on", "out_of_range", $"{YearsAhead} years ahead");
        }

        var types = await db.LeaveTypes.AsNoTracking().OrderBy(t => t.Id).ToListAsync(cancellationToken);
        var known = await db.LeaveAccounts.AsNoTracking().Include(a => a.Entries).Where(a => a.EmployeeId == userId).ToDictionaryAsync(a => a.LeaveTypeId, cancellationToken);
        var plans = (await accounts.PlansAsync(a => a.EmployeeId == userId, cancellationToken)).ToLookup(p => p.LeaveTypeId);
        var held = (await accounts.Undecided(userId).Select(r => new { r.LeaveTypeId, r.Days }).ToListAsync(cancellationToken)).ToLookup(r => r.LeaveTypeId, r => r.Days);
        var through = request.On ?? today;
        List<LeaveBalanceDto> balances = [];
        foreach (var type in types.Where(t => !t.IsArchived || known.ContainsKey(t.Id)))
        {
            // What the daily run has still to post is shown as it will be; nothing of it is kept.
            var account = known.GetValueOrDefault(type.Id) ?? new LeaveAccount(scope.Tenant.Id, time.New(), userId, type.Id, floor: null);
            accounts.Settle(account, type.HasBalance, [.. plans[type.Id]], through, locked: DateOnly.MinValue);
            List<LeaveDay> days = [.. held[type.Id].SelectMany(d => d)];
            var (balance, pending) = request.On is { } on ? (account.BalanceOn(on), days.Where(d => d.Date <= on).Sum(d => d.Amount)) : (account.Balance, account.Pending);
            var available = request.On is null ? account.AvailableIn(new LeaveOutlook(LeavePlan.ToEarnings(plans[type.Id]), days)) : balance - pending;
            balances.Add(new LeaveBalanceDto(type.Id, type.Name, type.Unit, type.HasBalance, balance, pending, available, account.Floor));
        }

        return new Page<LeaveBalanceDto>(balances, NextCursor: null);
    }
}
