using System.Linq.Expressions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Notifications;

/// <summary>The mails and text messages that could not be sent, latest failure first.</summary>
[Requires(Permissions.OutboxManage)]
public sealed record ListDeadMessagesQuery : IQuery<Page<DeadMessageDto>>, IPagedQuery
{
    /// <summary>By which way they were to go.</summary>
    public MessageChannel? Channel { get; init; }

    /// <summary>What kind of message they are.</summary>
    public string? Template { get; init; }

    /// <summary>Given up at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Given up before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

/// <summary>A message that was given up. Neither its recipient nor its content is shown.</summary>
public sealed record DeadMessageDto
{
    /// <summary>The message's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>By which way it was to go.</summary>
    public required MessageChannel Channel { get; init; }

    /// <summary>What kind of message it is.</summary>
    public required string Template { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was given up.</summary>
    public required DateTimeOffset DeadAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>What the last try came to; it holds nothing of the message.</summary>
    public string? LastError { get; init; }

    internal static Expression<Func<OutgoingMessage, DeadMessageDto>> Projection => m => new DeadMessageDto
    {
        Id = m.Id,
        Channel = m.Channel,
        Template = m.Template,
        CreatedAt = m.CreatedAt,
        DeadAt = m.DeadAt!.Value,
        Attempts = m.Attempts,
        LastError = m.LastError,
    };
}

/// <summary>Which messages were given up.</summary>
internal static class DeadMessages
{
    public static IQueryable<OutgoingMessage> Dead(this IQueryable<OutgoingMessage> messages, MessageChannel? channel, string? template, DateTimeOffset? from, DateTimeOffset? to)
    {
        var rows = messages.Where(m => m.DeadAt != null);
        rows = channel is null ? rows : rows.Where(m => m.Channel == channel);
        rows = template is null ? rows : rows.Where(m => m.Template == template);
        rows = from is null ? rows : rows.Where(m => m.DeadAt >= from);
        return to is null ? rows : rows.Where(m => m.DeadAt < to);
    }
}

internal sealed class ListDeadMessagesValidator : AbstractValidator<ListDeadMessagesQuery>
{
    public ListDeadMessagesValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Channel).IsInEnum();
        RuleFor(q => q.Template).MaximumLength(OutgoingMessage.TemplateMaxLength);
    }
}

internal sealed class ListDeadMessagesHandler(ISatcomDb db) : IRequestHandler<ListDeadMessagesQuery, Result<Page<DeadMessageDto>>>
{
    public async Task<Result<Page<DeadMessageDto>>> Handle(ListDeadMessagesQuery request, CancellationToken cancellationToken)
    {
        var rows = db.OutgoingMessages.AsNoTracking().Dead(request.Channel, request.Template, request.From, request.To);
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
            .Select(DeadMessageDto.Projection)
            .ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, m => Cursor.Of(m.DeadAt, m.Id));
    }
}
