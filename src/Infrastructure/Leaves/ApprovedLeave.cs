using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Infrastructure.Leaves;

internal sealed class ApprovedLeave(ISatcomDb db) : IApprovedLeave
{
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<DateOnly, TimeOff>>> OfAsync(
        IReadOnlyCollection<Guid> employeeIds, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var rows = await db.LeaveRequests.AsNoTracking()
            .Where(r => r.Status == LeaveStatus.Approved && employeeIds.Contains(r.EmployeeId) && r.From <= last && r.To >= first)
            .Select(r => new { r.EmployeeId, r.Days }).ToListAsync(cancellationToken);
        return rows.GroupBy(r => r.EmployeeId).Select(g => (Id: g.Key, Days: LeaveDay.ByDate(g.SelectMany(r => r.Days).Where(d => d.Date >= first && d.Date <= last))))
            .Where(p => p.Days.Count > 0).ToDictionary(p => p.Id, p => p.Days);
    }
}
