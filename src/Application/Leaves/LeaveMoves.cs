using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>A request for leave that is about to be moved, with its account.</summary>
internal sealed record LeaveMove(LeaveRequest Request, LeaveAccount Account, LeaveType Type, string DisplayName, string Email, DateOnly Today, DateTimeOffset At);

/// <summary>What recommending, approving, denying and cancelling have in common.</summary>
internal sealed class LeaveMoves(ISatcomDb db, RequestScope scope, LeaveAccounts accounts, LeaveAuthority authority, TimeProvider time)
{
    /// <summary>Lets somebody decide a request.</summary>
    /// <param name="permission">What deciding it so needs, of the caller or of somebody they stand in for.</param>
    public async Task<Result<LeaveMove>> DecideAsync(
        Guid id, string? note, string permission, Func<LeaveMove, LeaveDecider, Error?> step, CancellationToken cancellationToken)
    {
        if (!await authority.DecidesAsync(permission, cancellationToken))
        {
            return new Forbidden();
        }

        if (!(await FindAsync(id, note, db.LeaveRequests, cancellationToken)).TryGet(out var move, out var refusal))
        {
            return refusal;
        }

        if (await authority.DeciderAsync(permission, move.Request.EmployeeId, cancellationToken) is not { } decider)
        {
            return new NotFound();
        }

        return step(move, decider) is { } error ? error : move;
    }

    /// <summary>Finds a request among some, to be changed.</summary>
    public async Task<Result<LeaveMove>> FindAsync(Guid id, string? note, IQueryable<LeaveRequest> among, CancellationToken cancellationToken)
    {
        if (await among.Include(r => r.Steps.OrderBy(s => s.Sequence)).SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } request)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != request.Version)
        {
            return new VersionMismatch();
        }

        scope.AuditReason = note;
        var about = await (from employee in db.Employees.AsNoTracking()
                           join user in db.Users.AsNoTracking() on employee.Id equals user.Id
                           from type in db.LeaveTypes.AsNoTracking()
                           where employee.Id == request.EmployeeId && type.Id == request.LeaveTypeId
                           select new { user.DisplayName, user.Email, employee.TimeZone, Type = type }).SingleAsync(cancellationToken);
        var today = accounts.Today(about.TimeZone);
        var (account, _) = await accounts.OpenAsync(request.EmployeeId, about.Type, today, cancellationToken);
        return new LeaveMove(request, account, about.Type, about.DisplayName, about.Email, today, time.GetStoredNow());
    }
}
