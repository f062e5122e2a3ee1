using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Notifications;

/// <summary>One message that was given up.</summary>
[Requires(Permissions.OutboxManage)]
[Fails<NotFound>]
public sealed record GetDeadMessageQuery(Guid Id) : IQuery<DeadMessageDto>;

internal sealed class GetDeadMessageHandler(ISatcomDb db) : IRequestHandler<GetDeadMessageQuery, Result<DeadMessageDto>>
{
    public async Task<Result<DeadMessageDto>> Handle(GetDeadMessageQuery request, CancellationToken cancellationToken) =>
        await db.OutgoingMessages.AsNoTracking().Where(m => m.Id == request.Id && m.DeadAt != null).Select(DeadMessageDto.Projection).SingleOrDefaultAsync(cancellationToken) is { } found ? found : new NotFound();
}
