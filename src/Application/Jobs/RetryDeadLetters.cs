using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Jobs;

/// <summary>
/// Sends many events again that were given up, each with a full set of tries: those that are named, or else the oldest 200 that the filters leave. What is not given up, or is another company's, is left alone; so of
/// the same request sent twice at once each event is sent again once.
/// </summary>
/// <param name="Ids">Only these; at most 200.</param>
/// <param name="Type">Only events of this type name.</param>
/// <param name="AggregateId">Only events about this thing.</param>
/// <param name="From">Only those given up at this instant or later.</param>
/// <param name="To">Only those given up before this instant.</param>
[Requires(Permissions.OutboxManage)]
[AuditAction("outbox.retry")]
public sealed record RetryDeadLettersCommand(IReadOnlyList<Guid>? Ids, string? Type, Guid? AggregateId, DateTimeOffset? From, DateTimeOffset? To) : ICommand<RetriedMany>;

internal sealed class RetryDeadLettersValidator : AbstractValidator<RetryDeadLettersCommand>
{
    public RetryDeadLettersValidator()
    {
        RuleFor(c => c.Ids!).MaximumItems(RetriedMany.Max).When(c => c.Ids is not null);
        RuleFor(c => c.Type).MaximumLength(ListDeadLettersQuery.TypeMaxLength);
    }
}

internal sealed class RetryDeadLettersHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<RetryDeadLettersCommand, Result<RetriedMany>>
{
    public async Task<Result<RetriedMany>> Handle(RetryDeadLettersCommand request, CancellationToken cancellationToken)
    {
        var rows = db.OutboxMessages.Dead(request.Type, request.AggregateId, request.From, request.To);
        rows = request.Ids is { } ids ? rows.Where(m => ids.Contains(m.Id)) : rows;
        var dead = await rows.OrderBy(m => m.DeadAt).ThenBy(m => m.Id).Take(RetriedMany.Max + 1).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        foreach (var message in dead.Take(RetriedMany.Max))
        {
            message.Revive(now);
            db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "outboxMessage", message.Id));
        }

        return new RetriedMany(Math.Min(dead.Count, RetriedMany.Max), dead.Count > RetriedMany.Max);
    }
}
