using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Common;

namespace Satcom.Application.Jobs;

/// <summary>How much of the company's waits to be delivered.</summary>
[Requires(Permissions.OutboxManage)]
public sealed record GetOutboxQuery : IQuery<OutboxDto>;

/// <summary>What waits to be delivered.</summary>
/// <param name="Events">Events of the company on their way to their handlers.</param>
/// <param name="Mails">Mails to its people.</param>
/// <param name="TextMessages">Text messages to its people.</param>
public sealed record OutboxDto(OutboxDepth Events, OutboxDepth Mails, OutboxDepth TextMessages);

/// <summary>How much of one sort waits.</summary>
/// <param name="Waiting">How many are not delivered yet.</param>
/// <param name="Failing">How many of them failed at least once and are tried again.</param>
/// <param name="OldestAt">Since when the oldest of them waits; null where none does.</param>
/// <param name="Dead">How many were given up.</param>
public sealed record OutboxDepth(int Waiting, int Failing, DateTimeOffset? OldestAt, int Dead);

internal sealed class GetOutboxHandler(ISatcomDb db) : IRequestHandler<GetOutboxQuery, Result<OutboxDto>>
{
    public async Task<Result<OutboxDto>> Handle(GetOutboxQuery request, CancellationToken cancellationToken)
    {
        // Delivered events are gone, and of messages the index of the living and that of the dead are asked.
        var events = await db.OutboxMessages.GroupBy(m => 1)
            .Select(g => new OutboxDepth(
                g.Count(m => m.DeadAt == null),
                g.Count(m => m.DeadAt == null && m.Attempts > 0),
                g.Min(m => m.DeadAt == null ? m.OccurredAt : (DateTimeOffset?)null),
                g.Count(m => m.DeadAt != null)))
            .SingleOrDefaultAsync(cancellationToken);
        var messages = await db.OutgoingMessages.Where(m => m.SentAt == null).GroupBy(m => m.Channel)
            .Select(g => new
            {
                g.Key,
                Depth = new OutboxDepth(
                    g.Count(m => m.DeadAt == null),
                    g.Count(m => m.DeadAt == null && m.LastError != null),
                    g.Min(m => m.DeadAt == null ? m.CreatedAt : (DateTimeOffset?)null),
                    g.Count(m => m.DeadAt != null)),
            })
            .ToDictionaryAsync(m => m.Key, m => m.Depth, cancellationToken);
        var nothing = new OutboxDepth(0, 0, OldestAt: null, 0);
        return new OutboxDto(events ?? nothing, messages.GetValueOrDefault(MessageChannel.Mail, nothing), messages.GetValueOrDefault(MessageChannel.Sms, nothing));
    }
}
