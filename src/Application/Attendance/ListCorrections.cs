using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Correction requests that the caller may see, newest first.</summary>
[Requires(Permissions.AttendanceReadOwn, Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
public sealed record ListCorrectionsQuery : IQuery<Page<CorrectionDto>>, IPagedQuery
{
    /// <summary>Of one person.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Of the people who are in this team now.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>How far they are decided.</summary>
    public CorrectionStatus? Status { get; init; }

    /// <summary>Where they come from.</summary>
    public CorrectionSource? Source { get; init; }

    /// <summary>About days from this date on.</summary>
    public DateOnly? From { get; init; }

    /// <summary>About days up to and with this date.</summary>
    public DateOnly? To { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

internal sealed class ListCorrectionsValidator : AbstractValidator<ListCorrectionsQuery>
{
    public ListCorrectionsValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Status).IsInEnum();
        RuleFor(q => q.Source).IsInEnum();
        RuleFor(q => q.To).GreaterThanOrEqualTo(q => q.From).When(q => q.From is not null && q.To is not null);
    }
}

internal sealed class ListCorrectionsHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ListCorrectionsQuery, Result<Page<CorrectionDto>>>
{
    public async Task<Result<Page<CorrectionDto>>> Handle(ListCorrectionsQuery request, CancellationToken cancellationToken)
    {
        var rows = CorrectionDto.Within(db.CorrectionRequests.AsNoTracking(), db, scope.Actor);
        if (request.UserId is { } userId)
        {
            rows = rows.Where(r => r.EmployeeId == userId);
        }

        if (request.TeamId is { } teamId)
        {
            rows = rows.Where(r => db.Employees.Any(e => e.Id == r.EmployeeId && e.TeamId == teamId));
        }

        if (request.Status is { } status)
        {
            rows = rows.Where(r => r.Status == status);
        }

        if (request.Source is { } source)
        {
            rows = rows.Where(r => r.Source == source);
        }

        if (request.From is { } from)
        {
            rows = rows.Where(r => r.Date >= from);
        }

        if (request.To is { } to)
        {
            rows = rows.Where(r => r.Date <= to);
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            rows = rows.Where(r => r.RequestedAt <= at && (r.RequestedAt < at || r.Id.CompareTo(id) < 0));
        }

        var page = await CorrectionDto.Named(rows.OrderByDescending(r => r.RequestedAt).ThenByDescending(r => r.Id).Take(request.Limit + 1), db).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, r => Cursor.Of(r.RequestedAt, r.Id));
    }
}
