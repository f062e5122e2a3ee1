using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.People;

/// <summary>One employee whom the caller sees: themselves, somebody who reports to them, or anybody for HR.</summary>
[Requires(Permissions.EmployeesReadOwn, Permissions.EmployeesReadReports, Permissions.EmployeesReadAll)]
[Fails<NotFound>]
public sealed record GetEmployeeQuery(Guid Id) : IQuery<EmployeeDto>;

internal sealed class GetEmployeeHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<GetEmployeeQuery, Result<EmployeeDto>>
{
    public async Task<Result<EmployeeDto>> Handle(GetEmployeeQuery request, CancellationToken cancellationToken) =>
        await EmployeeRow.Of(db, db.Employees.Within(db, scope.Actor).Where(e => e.Id == request.Id)).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } row
            ? row.ToDto(time.GetUtcNow())
            : new NotFound();
}
