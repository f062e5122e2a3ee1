using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Tenancy;
using Satcom.Domain.Common;
using Satcom.Domain.Jobs;

namespace Satcom.Application.Jobs;

/// <summary>Runs that failed or were lost, of whichever company, newest first: those that a company asked for, and what a run for all companies could not do for one.</summary>
[Requires(Permissions.PlatformFailures)]
public sealed record ListPlatformFailedRunsQuery : IQuery<Page<PlatformFailedRunDto>>, IPagedQuery
{
    /// <summary>Of this company.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>Of this job.</summary>
    public string? Job { get; init; }

    /// <summary>Failed ones or lost ones alone; of no other state is there any.</summary>
    public JobRunState? State { get; init; }

    /// <summary>Asked for or due at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Asked for or due before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

/// <summary>A run of a company that failed or was lost.</summary>
public sealed record PlatformFailedRunDto
{
    /// <summary>Whose work it was to do.</summary>
    public required Guid TenantId { get; init; }

    /// <summary>The run's id, by which the company sees it too.</summary>
    public required Guid Id { get; init; }

    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>Why it was made.</summary>
    public required JobRunCause Cause { get; init; }

    /// <summary>failed or lost.</summary>
    public required JobRunState State { get; init; }

    /// <summary>When it was asked for, or was due by the clock.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>The node that ran it.</summary>
    public string? Node { get; init; }

    /// <summary>How many things it had done by then.</summary>
    public required long Done { get; init; }

    /// <summary>What went wrong: a kind of fault, without anything of the data.</summary>
    public string? Error { get; init; }
}

internal sealed class ListPlatformFailedRunsValidator : AbstractValidator<ListPlatformFailedRunsQuery>
{
    public ListPlatformFailedRunsValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Job).MaximumLength(Domain.Jobs.Job.NameMaxLength);
        RuleFor(q => q.State).IsInEnum();
    }
}

internal sealed class ListPlatformFailedRunsHandler(IPlatformFailures failures, RequestScope scope) : IRequestHandler<ListPlatformFailedRunsQuery, Result<Page<PlatformFailedRunDto>>>
{
    public async Task<Result<Page<PlatformFailedRunDto>>> Handle(ListPlatformFailedRunsQuery request, CancellationToken cancellationToken)
    {
        if (!scope.IsOfPlatform())
        {
            return new Forbidden();
        }

        var search = new FailedRunSearch(request.TenantId, request.Job, request.State, request.From, request.To);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            search = search with { After = new PlaceInList(after.Instant, after.Id) };
        }

        var found = await failures.FailedRunsAsync(search, request.Limit + 1, cancellationToken);
        return Paging.ToPage(found, request.Limit, r => Cursor.Of(r.AskedAt, r.Id));
    }
}
