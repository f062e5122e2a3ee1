using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Application.Jobs;
using Satcom.Domain.Common;

namespace Satcom.Application.Notifications;

/// <summary>
/// Sends many messages again that were given up, each with a full set of tries: those that are named, or else the oldest 200 that the filters leave. What is not given up, or is another company's, is left alone; so of
/// the same request sent twice at once each message is sent again once.
/// </summary>
/// <param name="Ids">Only these; at most 200.</param>
/// <param name="Channel">Only those that were to go by this way.</param>
/// <param name="Template">Only messages of this kind.</param>
/// <param name="From">Only those given up at this instant or later.</param>
/// <param name="To">Only those given up before this instant.</param>
[Requires(Permissions.OutboxManage)]
[AuditAction("messages.retry")]
public sealed record RetryDeadMessagesCommand(IReadOnlyList<Guid>? Ids, MessageChannel? Channel, string? Template, DateTimeOffset? From, DateTimeOffset? To) : ICommand<RetriedMany>;

internal sealed class RetryDeadMessagesValidator : AbstractValidator<RetryDeadMessagesCommand>
{
    public RetryDeadMessagesValidator()
    {
        RuleFor(c => c.Ids!).MaximumItems(RetriedMany.Max).When(c => c.Ids is not null);
        RuleFor(c => c.Channel).IsInEnum();
        RuleFor(c => c.Template).MaximumLength(OutgoingMessage.TemplateMaxLength);
    }
}

internal sealed class RetryDeadMessagesHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<RetryDeadMessagesCommand, Result<RetriedMany>>
{
    public async Task<Result<RetriedMany>> Handle(RetryDeadMessagesCommand request, CancellationToken cancellationToken)
    {
        var rows = db.OutgoingMessages.Dead(request.Channel, request.Template, request.From, request.To);
        rows = request.Ids is { } ids ? rows.Where(m => ids.Contains(m.Id)) : rows;
        var dead = await rows.OrderBy(m => m.DeadAt).ThenBy(m => m.Id).Take(RetriedMany.Max + 1).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        foreach (var message in dead.Take(RetriedMany.Max))
        {
            message.Revive(now);
            db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "outgoingMessage", message.Id));
        }

        return new RetriedMany(Math.Min(dead.Count, RetriedMany.Max), dead.Count > RetriedMany.Max);
    }
}
