using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Check-ins that did not prove to be inside where they should have, newest first.</summary>
[Requires(Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
public sealed record ListGeofenceFailuresQuery : IQuery<Page<GeofenceFailureDto>>, IPagedQuery
{
    /// <summary>Of one person.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Of the people who are in this team now.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>Where this office's fence was nearest.</summary>
    public Guid? OfficeId { get; init; }

    /// <summary>outside or notProvided.</summary>
    public FenceResult? Result { get; init; }

    /// <summary>What the policy did: record, warn or refuse.</summary>
    public FenceAction? Action { get; init; }

    /// <summary>From this work date on.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Up to and with this work date.</summary>
    public DateOnly? To { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

/// <summary>A check-in that did not prove to be inside where it should have.</summary>
/// <param name="Id">The failure's id.</param>
/// <param name="UserId">Whose check-in it was.</param>
/// <param name="DisplayName">That person's name.</param>
/// <param name="Date">The work date.</param>
/// <param name="At">When it was made.</param>
/// <param name="WorkMode">Where the person said they work.</param>
/// <param name="Result">outside or notProvided.</param>
/// <param name="Action">What the policy did: record, warn or refuse.</param>
/// <param name="OfficeId">The office whose fence was nearest.</param>
/// <param name="DistanceMeters">From that office's middle, in whole metres.</param>
/// <param name="DayId">The day that took the check-in; null where it was refused.</param>
public sealed record GeofenceFailureDto(
    Guid Id, Guid UserId, string DisplayName, DateOnly Date, DateTimeOffset At, WorkMode WorkMode, FenceResult Result, FenceAction Action, Guid? OfficeId, int? DistanceMeters, Guid? DayId);

internal sealed class ListGeofenceFailuresValidator : AbstractValidator<ListGeofenceFailuresQuery>
{
    public ListGeofenceFailuresValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Result).IsInEnum();
        RuleFor(q => q.Action).IsInEnum();
        RuleFor(q => q.To).GreaterThanOrEqualTo(q => q.From).When(q => q.From is not null && q.To is not null);
    }
}

internal sealed class ListGeofenceFailuresHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ListGeofenceFailuresQuery, Result<Page<GeofenceFailureDto>>>
{
    public async Task<Result<Page<GeofenceFailureDto>>> Handle(ListGeofenceFailuresQuery request, CancellationToken cancellationToken)
    {
        var rows = Filter(Within(db.GeofenceFailures.AsNoTracking()), request);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            rows = rows.Where(f => f.At <= at && (f.At < at || f.Id.CompareTo(id) < 0));
        }

        var page = await rows.OrderByDescending(f => f.At).ThenByDescending(f => f.Id).Take(request.Limit + 1)
            .Select(f => new GeofenceFailureDto(
                f.Id, f.EmployeeId, db.Users.Where(u => u.Id == f.EmployeeId).Select(u => u.DisplayName).First(), f.Date, f.At, f.WorkMode, f.Result, f.Action, f.OfficeId, f.DistanceMeters, f.DayId))
            .ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, f => Cursor.Of(f.At, f.Id));
    }

    private IQueryable<GeofenceFailure> Within(IQueryable<GeofenceFailure> rows)
    {
        var me = scope.Actor.UserId;
        return AttendanceReach.Of(scope.Actor) == Reach.Tenant ? rows : rows.Where(f => f.EmployeeId == me || db.ReportsOf(me).Any(p => p.EmployeeId == f.EmployeeId));
    }

    private IQueryable<GeofenceFailure> Filter(IQueryable<GeofenceFailure> rows, ListGeofenceFailuresQuery query)
    {
        if (query.UserId is { } userId)
        {
            rows = rows.Where(f => f.EmployeeId == userId);
        }

        if (query.TeamId is { } teamId)
        {
            rows = rows.Where(f => db.Employees.Any(e => e.Id == f.EmployeeId && e.TeamId == teamId));
        }

        if (query.OfficeId is { } officeId)
        {
            rows = rows.Where(f => f.OfficeId == officeId);
        }

        if (query.Result is { } result)
        {
            rows = rows.Where(f => f.Result == result);
        }

        if (query.Action is { } action)
        {
            rows = rows.Where(f => f.Action == action);
        }

        if (query.From is { } from)
        {
            rows = rows.Where(f => f.Date >= from);
        }

        return query.To is { } to ? rows.Where(f => f.Date <= to) : rows;
    }
}
