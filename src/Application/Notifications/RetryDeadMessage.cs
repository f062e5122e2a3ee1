using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Notifications;

/// <summary>Sends a message again that was given up, with a full set of tries.</summary>
/// <param name="Id">The message's id.</param>
[Requires(Permissions.OutboxManage)]
[AuditAction("messages.retry")]
[Fails<NotFound>]
public sealed record RetryDeadMessageCommand(Guid Id) : IPlainCommand;

internal sealed class RetryDeadMessageHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<RetryDeadMessageCommand, Result>
{
    public async Task<Result> Handle(RetryDeadMessageCommand request, CancellationToken cancellationToken)
    {
        var message = await db.OutgoingMessages.SingleOrDefaultAsync(m => m.Id == request.Id && m.DeadAt != null, cancellationToken);
        if (message is null)
        {
            return new NotFound();
        }

        message.Revive(time.GetUtcNow());
        db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "outgoingMessage", message.Id));
        return Result.Success;
    }
}
