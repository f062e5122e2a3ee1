using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;

namespace Satcom.Application.Shifts;

/// <summary>Assignments of the people whom the caller sees, the one that begins last first.</summary>
[Requires(Permissions.EmployeesReadOwn, Permissions.EmployeesReadReports, Permissions.EmployeesReadAll)]
public sealed record ListShiftAssignmentsQuery : IQuery<Page<ShiftAssignmentDto>>, IPagedQuery
{
    /// <summary>Of one person.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Of the people who are in this team now.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>Of this shift.</summary>
    public Guid? ShiftId { get; init; }

    /// <summary>Of this pattern.</summary>
    public Guid? PatternId { get; init; }

    /// <summary>With a date on this one or later.</summary>
    public DateOnly? From { get; init; }

    /// <summary>With a date on this one or earlier.</summary>
    public DateOnly? To { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

internal sealed class ListShiftAssignmentsValidator : AbstractValidator<ListShiftAssignmentsQuery>
{
    public ListShiftAssignmentsValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.To).GreaterThanOrEqualTo(q => q.From).When(q => q.From is not null && q.To is not null);
    }
}

internal sealed class ListShiftAssignmentsHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ListShiftAssignmentsQuery, Result<Page<ShiftAssignmentDto>>>
{
    public async Task<Result<Page<ShiftAssignmentDto>>> Handle(ListShiftAssignmentsQuery request, CancellationToken cancellationToken)
    {
        var rows = db.ShiftAssignments.AsNoTracking().Within(db, scope.Actor);
        if (request.UserId is { } userId)
        {
            rows = rows.Where(a => a.EmployeeId == userId);
        }

        if (request.TeamId is { } teamId)
        {
            rows = rows.Where(a => db.Employees.Any(e => e.Id == a.EmployeeId && e.TeamId == teamId));
        }

        if (request.ShiftId is { } shiftId)
        {
            rows = rows.Where(a => a.ShiftId == shiftId);
        }

        if (request.PatternId is { } patternId)
        {
            rows = rows.Where(a => a.PatternId == patternId);
        }

        if (request.From is { } from)
        {
            rows = rows.Where(a => a.To == null || a.To >= from);
        }

        if (request.To is { } to)
        {
            rows = rows.Where(a => a.From <= to);
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (date, id) = (after.Date, after.Id);
            rows = rows.Where(a => a.From <= date && (a.From < date || a.Id.CompareTo(id) < 0));
        }

        var page = await rows.OrderByDescending(a => a.From).ThenByDescending(a => a.Id).Take(request.Limit + 1).Select(ShiftAssignmentDto.Projection).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, a => Cursor.Of(a.From, a.Id));
    }
}
