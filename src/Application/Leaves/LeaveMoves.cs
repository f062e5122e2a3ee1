using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>A request for leave that is about to be moved, with its account.</summary>
/// <param name="LockedThrough">The last date that is locked.</param>
internal sealed record LeaveMove(LeaveRequest Request, LeaveAccount Account, LeaveType Type, string DisplayName, string Email, DateOnly Today, DateTimeOffset At, IReadOnlyList<LeavePlan> Plans, DateOnly LockedThrough);

/// <summary>What recommending, approving, denying and cancelling have in common.</summary>
internal sealed class LeaveMoves(ISatcomDb db, RequestScope scope, LeaveAccounts accounts, LeaveAuthority authority, TimeProvider time)
{
    /// <summary>Lets somebody decide a request.</summary>
    /// <param name="permission">What deciding it so needs, of the caller or of somebody they stand in for.</param>
    public async Task<Result<LeaveMove>> DecideAsync(
        Guid id, string? note, string permission, Func<LeaveMove, LeaveDecider, Task<Error?>> step, CancellationToken cancellationToken)
    {
        if (!await authority.DecidesAsync(permission, cancellationToken))
        {
            return new Forbidden();
        }

        // Whoever may not see it learns nothing of its version either.
        LeaveDecider? decider = null;
        var found = await FindAsync(
            id, note, db.LeaveRequests, async employeeId => (decider = await authority.DeciderAsync(permission, employeeId, cancellationToken)) is not null, cancellationToken);
        if (!found.TryGet(out var move, out var refusal))
        {
            return refusal;
        }

        return await step(move, decider!.Value) is { } error ? error : move;
    }

    /// <summary>Finds a request among some, to be changed.</summary>
    public Task<Result<LeaveMove>> FindAsync(Guid id, string? note, IQueryable<LeaveRequest> among, CancellationToken cancellationToken) =>
        FindAsync(id, note, among, _ => Task.FromResult(true), cancellationToken);

    private async Task<Result<LeaveMove>> FindAsync(Guid id, string? note, IQueryable<LeaveRequest> among, Func<Guid, Task<bool>> isInReach, CancellationToken cancellationToken)
    {
        // In one statement: a request and an account of two moments would not fit together. Its steps change with the request's version alone, so they need not be there, once for each entry of the account.
        var found = await (from request in among
                           join account in db.LeaveAccounts.Include(a => a.Entries) on new { request.EmployeeId, request.LeaveTypeId } equals new { account.EmployeeId, account.LeaveTypeId }
                           join employee in db.Employees on request.EmployeeId equals employee.Id
                           join user in db.Users on request.EmployeeId equals user.Id
                           join type in db.LeaveTypes on request.LeaveTypeId equals type.Id
                           where request.Id == id
                           select new { Request = request, Account = account, Type = type, user.DisplayName, user.Email, employee.TimeZone }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || !await isInReach(found.Request.EmployeeId))
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != found.Request.Version)
        {
            return new VersionMismatch();
        }

        await db.LeaveSteps.Where(s => s.RequestId == id).OrderBy(s => s.Sequence).LoadAsync(cancellationToken);
        scope.AuditReason = note;
        var today = accounts.Today(found.TimeZone);
        var locked = await accounts.LockedThroughAsync(cancellationToken);
        var plans = await accounts.SettleAsync(found.Account, found.Type, today, locked, cancellationToken);
        return new LeaveMove(found.Request, found.Account, found.Type, found.DisplayName, found.Email, today, time.GetStoredNow(), plans, locked);
    }
}
