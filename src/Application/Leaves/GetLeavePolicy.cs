using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Leaves;

/// <summary>One policy of leave.</summary>
[Requires(Permissions.LeavesManage, Permissions.LeavesReadAll)]
[Fails<NotFound>]
public sealed record GetLeavePolicyQuery(Guid Id) : IQuery<LeavePolicyDto>;

internal sealed class GetLeavePolicyHandler(ISatcomDb db) : IRequestHandler<GetLeavePolicyQuery, Result<LeavePolicyDto>>
{
    public async Task<Result<LeavePolicyDto>> Handle(GetLeavePolicyQuery request, CancellationToken cancellationToken) =>
        await db.LeavePolicies.AsNoTracking().Where(p => p.Id == request.Id).Select(LeavePolicyDto.Projection).SingleOrDefaultAsync(cancellationToken) is { } policy ? policy : new NotFound();
}
