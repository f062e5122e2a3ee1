using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Leaves;

/// <summary>One type of leave.</summary>
[Requires(Permissions.LeavesRequest, Permissions.LeavesReadAll)]
[Fails<NotFound>]
public sealed record GetLeaveTypeQuery(Guid Id) : IQuery<LeaveTypeDto>;

internal sealed class GetLeaveTypeHandler(ISatcomDb db) : IRequestHandler<GetLeaveTypeQuery, Result<LeaveTypeDto>>
{
    public async Task<Result<LeaveTypeDto>> Handle(GetLeaveTypeQuery request, CancellationToken cancellationToken) =>
        await db.LeaveTypes.AsNoTracking().Where(t => t.Id == request.Id).Select(LeaveTypeDto.Projection).SingleOrDefaultAsync(cancellationToken) is { } type ? type : new NotFound();
}
