using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Application.Tenancy;
using Satcom.Domain.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Jobs;

/// <summary>
/// Sends again what was given up, of whichever company, each with a full set of tries: what is named, or else the oldest 200 that the filters leave. What is not given up is left alone. It stands in the audit
/// of each company that it concerns, line by line, and in the platform's, company by company.
/// </summary>
/// <param name="Ids">Only these; at most 200.</param>
/// <param name="TenantId">Only of this company.</param>
/// <param name="Kind">Only of this sort.</param>
/// <param name="Type">Only events of this type name, or messages of this kind.</param>
/// <param name="From">Only what was given up at this instant or later.</param>
/// <param name="To">Only what was given up before this instant.</param>
/// <param name="Reason">Kept in both audits.</param>
[Requires(Permissions.PlatformFailures)]
[AuditAction("platform.retry")]
public sealed record RetryPlatformDeadLettersCommand(
    IReadOnlyList<Guid>? Ids, Guid? TenantId, UndeliveredKind? Kind, string? Type, DateTimeOffset? From, DateTimeOffset? To, string? Reason) : ICommand<RetriedMany>;

internal sealed class RetryPlatformDeadLettersValidator : AbstractValidator<RetryPlatformDeadLettersCommand>
{
    public RetryPlatformDeadLettersValidator()
    {
        RuleFor(c => c.Ids!).MaximumItems(RetriedMany.Max).When(c => c.Ids is not null);
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.Type).MaximumLength(ListDeadLettersQuery.TypeMaxLength);
        RuleFor(c => c.Reason).MaximumLength(Tenant.SuspensionReasonMaxLength);
    }
}

/// <remarks>A company's own rows and lines are committed first, each company's on their own: should a later commit fail, what was done is told of where it matters.</remarks>
internal sealed class RetryPlatformDeadLettersHandler(IPlatformFailures failures, ISatcomDb db, RequestScope scope, ITenantDirectory directory, ITenantRunner runner, TimeProvider time)
    : IRequestHandler<RetryPlatformDeadLettersCommand, Result<RetriedMany>>
{
    public async Task<Result<RetriedMany>> Handle(RetryPlatformDeadLettersCommand request, CancellationToken cancellationToken)
    {
        if (!scope.IsOfPlatform())
        {
            return new Forbidden();
        }

        scope.AuditReason = request.Reason;
        var search = new DeadLetterSearch(request.TenantId, request.Kind, request.Type, request.From, request.To, request.Ids);
        var dead = await failures.DeadLettersAsync(search, oldestFirst: true, RetriedMany.Max + 1, cancellationToken);
        var retried = 0;
        foreach (var ofOne in dead.Take(RetriedMany.Max).GroupBy(m => m.TenantId))
        {
            if (await directory.FindAsync(ofOne.Key, cancellationToken) is not { } tenant)
            {
                continue;
            }

            List<Guid> events = [.. ofOne.Where(m => m.Kind == UndeliveredKind.Event).Select(m => m.Id)], messages = [.. ofOne.Where(m => m.Kind != UndeliveredKind.Event).Select(m => m.Id)];
            var done = await runner.SendAsync(tenant, new RetryDeadForPlatformCommand(scope.Actor, scope.RemoteAddress, request.Reason, events, messages), cancellationToken);
            if (!done.TryGet(out var some, out var error))
            {
                return error;
            }

            if (some.Retried > 0)
            {
                retried += some.Retried;
                db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "tenant", tenant.Id, JsonSerializer.Serialize(new { retried = some.Retried }, JsonSerializerOptions.Web)));
            }
        }

        return new RetriedMany(retried, dead.Count > RetriedMany.Max);
    }
}

/// <summary>Sends again what was given up of the scope's company.</summary>
[SystemOnly]
[AuditAction("platform.retry")]
internal sealed record RetryDeadForPlatformCommand(Actor Actor, string? RemoteAddress, string? Reason, IReadOnlyList<Guid> Events, IReadOnlyList<Guid> Messages) : ICommand<RetriedMany>;

internal sealed class RetryDeadForPlatformHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<RetryDeadForPlatformCommand, Result<RetriedMany>>
{
    public async Task<Result<RetriedMany>> Handle(RetryDeadForPlatformCommand request, CancellationToken cancellationToken)
    {
        scope.Actor = request.Actor with { Kind = ActorKind.PlatformScope };
        (scope.RemoteAddress, scope.AuditReason) = (request.RemoteAddress, request.Reason);
        var now = time.GetUtcNow();
        var events = await db.OutboxMessages.Where(m => m.DeadAt != null && request.Events.Contains(m.Id)).ToListAsync(cancellationToken);
        foreach (var message in events)
        {
            message.Revive(now);
            db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "outboxMessage", message.Id));
        }

        var messages = await db.OutgoingMessages.Where(m => m.DeadAt != null && request.Messages.Contains(m.Id)).ToListAsync(cancellationToken);
        foreach (var message in messages)
        {
            message.Revive(now);
            db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "outgoingMessage", message.Id));
        }

        return new RetriedMany(events.Count + messages.Count, MayBeMore: false);
    }
}
