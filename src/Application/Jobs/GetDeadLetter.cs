using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Jobs;

/// <summary>One event that was given up.</summary>
[Requires(Permissions.OutboxManage)]
[Fails<NotFound>]
public sealed record GetDeadLetterQuery(Guid Id) : IQuery<DeadLetterDto>;

internal sealed class GetDeadLetterHandler(ISatcomDb db) : IRequestHandler<GetDeadLetterQuery, Result<DeadLetterDto>>
{
    public async Task<Result<DeadLetterDto>> Handle(GetDeadLetterQuery request, CancellationToken cancellationToken) =>
        await db.OutboxMessages.AsNoTracking().Where(m => m.Id == request.Id && m.DeadAt != null).Select(DeadLetterDto.Projection).SingleOrDefaultAsync(cancellationToken) is { } found ? found : new NotFound();
}
