using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Tenancy;
using Satcom.Domain.Common;
using Satcom.Domain.Jobs;

namespace Satcom.Application.Jobs;

/// <summary>What was and is done in the background, newest first: for a company its own, for the platform what was done for all companies.</summary>
[Requires(Permissions.JobsManage)]
public sealed record ListJobRunsQuery : IQuery<Page<JobRunDto>>, IPagedQuery
{
    /// <summary>Of this job; also import, attendance-rebuild, leave-recharge and anomaly-evaluation.</summary>
    public string? Job { get; init; }

    /// <summary>How far they have come.</summary>
    public JobRunState? State { get; init; }

    /// <summary>Why they were made.</summary>
    public JobRunCause? Cause { get; init; }

    /// <summary>Asked for or due at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Asked for or due before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

internal sealed class ListJobRunsValidator : AbstractValidator<ListJobRunsQuery>
{
    public ListJobRunsValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Job).MaximumLength(Domain.Jobs.Job.NameMaxLength);
        RuleFor(q => q.State).IsInEnum();
        RuleFor(q => q.Cause).IsInEnum();
    }
}

internal sealed class ListJobRunsHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<ListJobRunsQuery, Result<Page<JobRunDto>>>
{
    public async Task<Result<Page<JobRunDto>>> Handle(ListJobRunsQuery request, CancellationToken cancellationToken)
    {
        IQueryable<BackgroundRun> rows = db.BackgroundRuns;
        if (request.Job is { } job)
        {
            rows = rows.Where(r => r.Job == job);
        }

        if (request.State is { } state)
        {
            rows = rows.Where(r => r.State == state);
        }

        if (request.Cause is { } cause)
        {
            rows = rows.Where(r => r.Cause == cause);
        }

        if (request.From is { } from)
        {
            rows = rows.Where(r => r.AskedAt >= from);
        }

        if (request.To is { } to)
        {
            rows = rows.Where(r => r.AskedAt < to);
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            rows = rows.Where(r => r.AskedAt <= at && (r.AskedAt < at || r.Id.CompareTo(id) < 0));
        }

        var page = Paging.ToPage(
            await rows.OrderByDescending(r => r.AskedAt).ThenByDescending(r => r.Id).Take(request.Limit + 1).ToListAsync(cancellationToken), request.Limit, r => Cursor.Of(r.AskedAt, r.Id));
        var (isOfPlatform, now) = (scope.IsOfPlatform(), time.GetUtcNow());
        return new Page<JobRunDto>([.. page.Items.Select(r => JobRunDto.Of(r, isOfPlatform, now))], page.NextCursor);
    }
}
