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

    /// <summary>What the last try came to.</summary>
    public string? LastError { get; init; }
}

internal sealed class ListDeadLettersValidator : AbstractValidator<ListDeadLettersQuery>
{
    public ListDeadLettersValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListDeadLettersHandler(ISatcomDb db) : IRequestHandler<ListDeadLettersQuery, Result<Page<DeadLetterDto>>>
{
    public async Task<Result<Page<DeadLetterDto>>> Handle(ListDeadLettersQuery request, CancellationToken cancellationToken)
    {
        var rows = db.OutboxMessages.AsNoTracking().Where(m => m.DeadAt != null);
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
            .Select(m => new DeadLetterDto
            {
                Id = m.Id,
                Type = m.Type,
                AggregateId = m.AggregateId,
                OccurredAt = m.OccurredAt,
                DeadAt = m.DeadAt!.Value,
                Attempts = m.Attempts,
                LastError = m.LastError,
            })
            .ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, m => Cursor.Of(m.DeadAt, m.Id));
    }
}
