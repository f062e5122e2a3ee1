using System.ComponentModel;
using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Tenancy;
using Satcom.Domain.Common;

namespace Satcom.Application.Jobs;

/// <summary>What could not be delivered, of whichever company, latest failure first.</summary>
[Requires(Permissions.PlatformFailures)]
public sealed record ListPlatformDeadLettersQuery : IQuery<Page<PlatformDeadLetterDto>>, IPagedQuery
{
    /// <summary>Of this company.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>Of this sort.</summary>
    public UndeliveredKind? Kind { get; init; }

    /// <summary>An event's type name, or what kind of message it is.</summary>
    public string? Type { get; init; }

    /// <summary>Given up at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Given up before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

/// <summary>What was to be delivered: an event to its handlers, or a message to a person.</summary>
[Description("What was to be delivered: an event to its handlers, or a mail or text message to a person.")]
public enum UndeliveredKind
{
    Event,
    Mail,
    Sms,
}

/// <summary>Something of a company that was given up after its last attempt. Neither what it says nor whom it is about or for is shown.</summary>
public sealed record PlatformDeadLetterDto
{
    /// <summary>Whose it is.</summary>
    public required Guid TenantId { get; init; }

    /// <summary>Its id, by which the company sees it too.</summary>
    public required Guid Id { get; init; }

    /// <summary>What sort of thing it is.</summary>
    public required UndeliveredKind Kind { get; init; }

    /// <summary>The event's type name, or what kind of message it is.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened or was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was given up.</summary>
    public required DateTimeOffset DeadAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>What the last try came to: a kind of fault, without anything of the data.</summary>
    public string? LastError { get; init; }

    /// <summary>The trace of the change that an event tells of, under which the logs speak of it too.</summary>
    public string? TraceId { get; init; }
}

internal sealed class ListPlatformDeadLettersValidator : AbstractValidator<ListPlatformDeadLettersQuery>
{
    public ListPlatformDeadLettersValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Kind).IsInEnum();
        RuleFor(q => q.Type).MaximumLength(ListDeadLettersQuery.TypeMaxLength);
    }
}

internal sealed class ListPlatformDeadLettersHandler(IPlatformFailures failures, RequestScope scope) : IRequestHandler<ListPlatformDeadLettersQuery, Result<Page<PlatformDeadLetterDto>>>
{
    public async Task<Result<Page<PlatformDeadLetterDto>>> Handle(ListPlatformDeadLettersQuery request, CancellationToken cancellationToken)
    {
        if (!scope.IsOfPlatform())
        {
            return new Forbidden();
        }

        var search = new DeadLetterSearch(request.TenantId, request.Kind, request.Type, request.From, request.To);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            search = search with { After = new PlaceInList(after.Instant, after.Id) };
        }

        var found = await failures.DeadLettersAsync(search, oldestFirst: false, request.Limit + 1, cancellationToken);
        return Paging.ToPage(found, request.Limit, m => Cursor.Of(m.DeadAt, m.Id));
    }
}
