using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>The company's weeks by date: Monday to Sunday with the weekend on Saturday and Sunday until it says otherwise.</summary>
[Requires(Permissions.ShiftsRead)]
public sealed record GetWorkWeekQuery : IQuery<WorkWeekPolicyDto>;

internal sealed class GetWorkWeekHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<GetWorkWeekQuery, Result<WorkWeekPolicyDto>>
{
    public async Task<Result<WorkWeekPolicyDto>> Handle(GetWorkWeekQuery request, CancellationToken cancellationToken) =>
        WorkWeekPolicyDto.Of(await db.WorkWeekPolicies.AsNoTracking().SingleOrDefaultAsync(cancellationToken) ?? new WorkWeekPolicy(scope.Tenant.Id));
}
