using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;

namespace Satcom.Application.Shifts;

/// <summary>One assignment of somebody whom the caller sees.</summary>
[Requires(Permissions.EmployeesReadOwn, Permissions.EmployeesReadReports, Permissions.EmployeesReadAll)]
[Fails<NotFound>]
public sealed record GetShiftAssignmentQuery(Guid Id) : IQuery<ShiftAssignmentDto>;

internal sealed class GetShiftAssignmentHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<GetShiftAssignmentQuery, Result<ShiftAssignmentDto>>
{
    public async Task<Result<ShiftAssignmentDto>> Handle(GetShiftAssignmentQuery request, CancellationToken cancellationToken) =>
        await db.ShiftAssignments.AsNoTracking().Within(db, scope.Actor).Where(a => a.Id == request.Id).Select(ShiftAssignmentDto.Projection).SingleOrDefaultAsync(cancellationToken) is { } assignment
            ? assignment
            : new NotFound();
}
