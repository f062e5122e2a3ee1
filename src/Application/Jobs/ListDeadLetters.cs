using System.Linq.Expressions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Jobs;

/// <summary>The events that could not be delivered, latest failure first.</summary>
[Requires(Permissions.OutboxManage)]
public sealed record ListDeadLettersQuery : IQuery<Page<DeadLetterDto>>, IPagedQuery
{
    public const int TypeMaxLength = 80;

    /// <summary>The events' type name.</summary>
    public string? Type { get; init; }

    /// <summary>The thing that the events are about.</summary>
    public Guid? AggregateId { get; init; }

    /// <summary>Given up at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Given up before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

/// <summary>An event that was given up after its last attempt. Its content is not shown.</summary>
public sealed record DeadLetterDto
{
    /// <summary>The event's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The event's type name.</summary>
    public required string Type { get; init; }

    /// <summary>The thing that the event is about.</summary>
    public required Guid AggregateId { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it was given up.</summary>
    public required DateTimeOffset DeadAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>What the last try came to: a kind of fault, without anything of the event.</summary>
    public string? LastError { get; init; }

    /// <summary>The trace of the change that it tells of, under which the logs speak of it too.</summary>
    public string? TraceId { get; init; }

    internal static Expression<Func<OutboxMessage, DeadLetterDto>> Projection => m => new DeadLetterDto
    {
        Id = m.Id,
        Type = m.Type,
        AggregateId = m.AggregateId,
        OccurredAt = m.OccurredAt,
        DeadAt = m.DeadAt!.Value,
        Attempts = m.Attempts,
        LastError = m.LastError,

        // 00-<trace>-<span>-01: https://www.w3.org/TR/trace-context/#traceparent-header.
        TraceId = m.TraceParent == null ? null : m.TraceParent.Substring(3, 32),
    };
}

/// <summary>Which events were given up.</summary>
internal static class DeadLetters
{
    public static IQueryable<OutboxMessage> Dead(this IQueryable<OutboxMessage> messages, string? type, Guid? aggregateId, DateTimeOffset? from, DateTimeOffset? to)
    {
        var rows = messages.Where(m => m.DeadAt != null);
        rows = type is null ? rows : rows.Where(m => m.Type == type);
        rows = aggregateId is null ? rows : rows.Where(m => m.AggregateId == aggregateId);
        rows = from is null ? rows : rows.Where(m => m.DeadAt >= from);
        return to is null ? rows : rows.Where(m => m.DeadAt < to);
    }
}

internal sealed class ListDeadLettersValidator : AbstractValidator<ListDeadLettersQuery>
{
    public ListDeadLettersValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Type).MaximumLength(ListDeadLettersQuery.TypeMaxLength);
    }
}

internal sealed class ListDeadLettersHandler(ISatcomDb db) : IRequestHandler<ListDeadLettersQuery, Result<Page<DeadLetterDto>>>
{
    public async Task<Result<Page<DeadLetterDto>>> Handle(ListDeadLettersQuery request, CancellationToken cancellationToken)
    {
        var rows = db.OutboxMessages.AsNoTracking().Dead(request.Type, request.AggregateId, request.From, request.To);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            rows = rows.Where(m => m.DeadAt <= at && (m.DeadAt < at || m.Id.CompareTo(id) < 0));
        }

        var page = await rows
            .OrderByDescending(m => m.DeadAt).ThenByDescending(m => m.Id)
            .Take(request.Limit + 1)
            .Select(DeadLetterDto.Projection)
            .ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, m => Cursor.Of(m.DeadAt, m.Id));
    }
}
