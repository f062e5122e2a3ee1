using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>What is planned for a person says what their leave costs, so nobody plans their own dates anew while they have leave in them.</summary>
internal sealed class OwnPlans(ISatcomDb db, RequestScope scope, TimeProvider time)
{
    /// <summary>Whether the caller would plan their own shifts otherwise for dates that have begun, or for their own leave.</summary>
    /// <param name="people">Whose shifts change.</param>
    /// <param name="from">The first date that changes.</param>
    /// <param name="to">The last one; null where no end is known.</param>
    /// <returns>Null when they would not.</returns>
    public async Task<Error?> JudgeShiftsAsync(IReadOnlyCollection<Guid> people, DateOnly from, DateOnly? to, CancellationToken cancellationToken) =>
        people.Contains(scope.Actor.UserId) && from <= TimeZones.LocalDate(time.GetUtcNow(), scope.Actor.TimeZone) ? new ShiftOwnAssignment()
        : await JudgeAsync(people, from, to, cancellationToken);

    /// <summary>Whether the caller would change what their own leave costs.</summary>
    /// <param name="people">Whose plan changes.</param>
    /// <param name="from">The first date that changes.</param>
    /// <param name="to">The last one; null where no end is known.</param>
    /// <returns>Null when they would not.</returns>
    public async Task<Error?> JudgeAsync(IReadOnlyCollection<Guid> people, DateOnly from, DateOnly? to, CancellationToken cancellationToken)
    {
        var (me, last) = (scope.Actor.UserId, to ?? DateOnly.MaxValue);
        return people.Contains(me) && await db.LeaveRequests.AnyAsync(
            r => r.EmployeeId == me && r.From <= last && r.To >= from && (r.Status == LeaveStatus.Pending || r.Status == LeaveStatus.Recommended || r.Status == LeaveStatus.Approved), cancellationToken)
            ? new LeaveOwnRequest() : null;
    }
}
