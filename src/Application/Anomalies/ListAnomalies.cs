using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Anomalies;

/// <summary>The anomalies that the filters let through, newest first.</summary>
[Requires(Permissions.AnomaliesRead)]
public sealed record ListAnomaliesQuery : IQuery<Page<AnomalyDto>>, IPagedQuery
{
    /// <summary>How far they are settled.</summary>
    public AnomalyStatus? Status { get; init; }

    /// <summary>What sort of finding they are.</summary>
    public AnomalyKind? Kind { get; init; }

    /// <summary>How much they matter.</summary>
    public AnomalySeverity? Severity { get; init; }

    /// <summary>The person whom the anomaly is about.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Who is to settle them.</summary>
    public Guid? AssigneeId { get; init; }

    /// <summary>True: those alone that nobody is to settle, or somebody whose account is deactivated. False: the others alone.</summary>
    public bool? Unassigned { get; init; }

    /// <summary>The first work date; a longer period, such as a week, may begin before it and reach into it.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last work date; a longer period may end after it.</summary>
    public DateOnly? To { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

internal sealed class ListAnomaliesValidator : AbstractValidator<ListAnomaliesQuery>
{
    public ListAnomaliesValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Status).IsInEnum();
        RuleFor(q => q.Kind).IsInEnum();
        RuleFor(q => q.Severity).IsInEnum();
    }
}

internal sealed class ListAnomaliesHandler(ISatcomDb db, IFindingTexts texts) : IRequestHandler<ListAnomaliesQuery, Result<Page<AnomalyDto>>>
{
    public async Task<Result<Page<AnomalyDto>>> Handle(ListAnomaliesQuery request, CancellationToken cancellationToken)
    {
        var rows = Filter(db.Anomalies.AsNoTracking(), request, db);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            rows = rows.Where(a => a.RaisedAt <= at && (a.RaisedAt < at || a.Id.CompareTo(id) < 0));
        }

        var page = await AnomalyDto.Named(rows.OrderByDescending(a => a.RaisedAt).ThenByDescending(a => a.Id).Take(request.Limit + 1), db).ToListAsync(cancellationToken);
        page = page.ConvertAll(a => a.Say(texts));
        return Paging.ToPage(page, request.Limit, a => Cursor.Of(a.RaisedAt, a.Id));
    }

    private static IQueryable<Anomaly> Filter(IQueryable<Anomaly> rows, ListAnomaliesQuery query, ISatcomDb db)
    {
        if (query.Status is { } status)
        {
            rows = rows.Where(a => a.Status == status);
        }

        if (query.Kind is { } kind)
        {
            rows = rows.Where(a => a.Kind == kind);
        }

        if (query.Severity is { } severity)
        {
            rows = rows.Where(a => a.Severity == severity);
        }

        if (query.UserId is { } userId)
        {
            rows = rows.Where(a => a.EmployeeId == userId);
        }

        if (query.AssigneeId is { } assigneeId)
        {
            rows = rows.Where(a => a.AssigneeId == assigneeId);
        }

        if (query.Unassigned is { } unassigned)
        {
            rows = rows.Where(a => !db.Users.Any(u => u.Id == a.AssigneeId && u.Status == UserStatus.Active) == unassigned);
        }

        if (query.From is { } from)
        {
            rows = rows.Where(a => a.SubjectEnd >= from);
        }

        return query.To is { } to ? rows.Where(a => a.SubjectDate <= to) : rows;
    }
}
