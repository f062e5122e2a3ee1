using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Evaluations, those that were asked for last first; nightly ones too. Those of the last 90 days are kept.</summary>
[Requires(Permissions.AnomaliesRead)]
public sealed record ListEvaluationsQuery : IQuery<Page<AnomalyEvaluationDto>>, IPagedQuery
{
    /// <summary>True: those alone that are over. False: those alone that are not.</summary>
    public bool? Finished { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

internal sealed class ListEvaluationsValidator : AbstractValidator<ListEvaluationsQuery>
{
    public ListEvaluationsValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListEvaluationsHandler(ISatcomDb db) : IRequestHandler<ListEvaluationsQuery, Result<Page<AnomalyEvaluationDto>>>
{
    public async Task<Result<Page<AnomalyEvaluationDto>>> Handle(ListEvaluationsQuery request, CancellationToken cancellationToken)
    {
        var rows = db.AnomalyEvaluations.AsNoTracking();
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            rows = rows.Where(e => e.AskedAt <= at && (e.AskedAt < at || e.Id.CompareTo(id) < 0));
        }

        if (request.Finished is { } finished)
        {
            rows = rows.Where(e => (e.FinishedAt != null) == finished);
        }

        var page = await rows.OrderByDescending(e => e.AskedAt).ThenByDescending(e => e.Id).Take(request.Limit + 1).ToListAsync(cancellationToken);
        return Paging.ToPage(page.ConvertAll(AnomalyEvaluationDto.Of), request.Limit, e => Cursor.Of(e.AskedAt, e.Id));
    }
}
