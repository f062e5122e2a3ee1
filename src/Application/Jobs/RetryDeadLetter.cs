using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Jobs;

/// <summary>Sends an event again that was given up, with a full set of attempts.</summary>
[Requires(Permissions.OutboxManage)]
[AuditAction("outbox.retry")]
[Fails<NotFound>]
public sealed record RetryDeadLetterCommand(Guid Id) : IPlainCommand;

internal sealed class RetryDeadLetterHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<RetryDeadLetterCommand, Result>
{
    public async Task<Result> Handle(RetryDeadLetterCommand request, CancellationToken cancellationToken)
    {
        var message = await db.OutboxMessages.SingleOrDefaultAsync(m => m.Id == request.Id && m.DeadAt != null, cancellationToken);
        if (message is null)
        {
            return new NotFound();
        }

        message.Revive(time.GetUtcNow());
        db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "outboxMessage", message.Id));
        return Result.Success;
    }
}
