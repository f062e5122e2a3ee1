using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Posts what is due today on a batch of the tenant's leave accounts: what is carried over, what expires, what is earned.</summary>
[SystemOnly]
[AuditAction("leaves.accrue")]
public sealed record RunLeaveAccrualsCommand : ICommand<LeaveAccrualRun>
{
    public const int BatchSize = 100;
}

/// <summary>What one batch came to.</summary>
/// <param name="Accounts">How many accounts were looked at.</param>
/// <param name="Posted">How many entries were posted.</param>
/// <param name="MayBeMore">True when the batch was full.</param>
public sealed record LeaveAccrualRun(int Accounts, int Posted, bool MayBeMore);

/// <remarks>An account is done until the date that it keeps, so a second run finds nothing; of two nodes with one batch one meets the other's versions and looks again.</remarks>
internal sealed class RunLeaveAccrualsHandler(ISatcomDb db, LeaveAccounts accounts) : IRequestHandler<RunLeaveAccrualsCommand, Result<LeaveAccrualRun>>
{
    public async Task<Result<LeaveAccrualRun>> Handle(RunLeaveAccrualsCommand request, CancellationToken cancellationToken)
    {
        var (batch, todays) = (new List<LeaveAccount>(), new Dictionary<Guid, DateOnly>());

        // By each person's own date, of which there are two at once, or three for an hour.
        var zones = await db.Employees.AsNoTracking().Select(e => e.TimeZone).Distinct().ToListAsync(cancellationToken);
        foreach (var (today, there) in zones.GroupBy(accounts.Today).Select(g => (g.Key, g.ToList())).OrderBy(g => g.Key))
        {
            var due = await db.LeaveAccounts.Include(a => a.Entries).Where(a => a.RanThrough < today && db.Employees.Any(e => e.Id == a.EmployeeId && there.Contains(e.TimeZone)))
                .OrderBy(a => a.RanThrough).ThenBy(a => a.Id).Take(RunLeaveAccrualsCommand.BatchSize - batch.Count).ToListAsync(cancellationToken);
            due.ForEach(a => todays[a.Id] = today);
            batch.AddRange(due);
            if (batch.Count == RunLeaveAccrualsCommand.BatchSize)
            {
                break;
            }
        }

        var people = batch.Select(a => a.EmployeeId).Distinct().ToList();
        var plans = (await accounts.PlansAsync(a => people.Contains(a.EmployeeId), cancellationToken)).ToLookup(p => (p.EmployeeId, p.LeaveTypeId));
        var hasBalance = await db.LeaveTypes.AsNoTracking().ToDictionaryAsync(t => t.Id, t => t.HasBalance, cancellationToken);
        var (posted, locked) = (0, await accounts.LockedThroughAsync(cancellationToken));
        foreach (var account in batch)
        {
            posted -= account.Entries.Count;
            accounts.Settle(account, hasBalance[account.LeaveTypeId], [.. plans[(account.EmployeeId, account.LeaveTypeId)]], todays[account.Id], locked);
            posted += account.Entries.Count;
        }

        return new LeaveAccrualRun(batch.Count, posted, batch.Count == RunLeaveAccrualsCommand.BatchSize);
    }
}
