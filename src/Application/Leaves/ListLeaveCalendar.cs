using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Approved leave of the people whom the caller works with, earliest first. Of a colleague it says that they are away, and neither why nor by which type.</summary>
/// <param name="From">The first date; today where it is left out.</param>
/// <param name="To">The last date; thirty days later where it is left out. At most a year.</param>
/// <param name="TeamId">Only the people who are in this team now.</param>
/// <param name="UserId">Only this person.</param>
/// <param name="LeaveTypeId">Only leave of this type that the caller is told the type of: none of colleagues.</param>
/// <param name="Limit">1 to 200.</param>
/// <param name="Cursor">From an earlier page.</param>
[Requires(Permissions.LeavesRequest, Permissions.LeavesReadAll)]
public sealed record ListLeaveCalendarQuery(
    DateOnly? From = null, DateOnly? To = null, Guid? TeamId = null, Guid? UserId = null, Guid? LeaveTypeId = null, int Limit = Paging.DefaultLimit, string? Cursor = null) : IQuery<Page<LeaveCalendarItem>>, IPagedQuery
{
    /// <summary>The longest period, in days.</summary>
    public const int DaysMax = 366;
}

/// <summary>Approved leave as a calendar shows it.</summary>
public sealed record LeaveCalendarItem
{
    /// <summary>The request's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who is away.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What they are called.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The first date.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last date.</summary>
    public required DateOnly To { get; init; }

    /// <summary>What of the dates.</summary>
    public required LeavePortion Portion { get; init; }

    /// <summary>The length, for hours.</summary>
    public required int? Minutes { get; init; }

    /// <summary>The type of leave; null where it is a colleague's.</summary>
    public Guid? LeaveTypeId { get; init; }

    /// <summary>What the type is called; null where it is a colleague's.</summary>
    public string? LeaveTypeName { get; init; }

    /// <summary>How calendars show the type; null where it is a colleague's.</summary>
    public string? Color { get; init; }
}

internal sealed class ListLeaveCalendarValidator : AbstractValidator<ListLeaveCalendarQuery>
{
    public ListLeaveCalendarValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.To).GreaterThanOrEqualTo(q => q.From).When(q => q.From is not null && q.To is not null);
        RuleFor(q => q.To).Must((q, to) => to!.Value.DayNumber - q.From!.Value.DayNumber < ListLeaveCalendarQuery.DaysMax).WithErrorCode("out_of_range").WithDetail($"{ListLeaveCalendarQuery.DaysMax} days")
            .When(q => q.From is not null && q.To is not null);
    }
}

internal sealed class ListLeaveCalendarHandler(ISatcomDb db, RequestScope scope, LeaveAccounts accounts) : IRequestHandler<ListLeaveCalendarQuery, Result<Page<LeaveCalendarItem>>>
{
    private const int DaysByDefault = 30;

    public async Task<Result<Page<LeaveCalendarItem>>> Handle(ListLeaveCalendarQuery request, CancellationToken cancellationToken)
    {
        var first = request.From ?? (request.To is { } last ? Around(last, -DaysByDefault) : accounts.Today(scope.Actor.TimeZone));
        var rows = LeaveCalendar.Of(db, scope.Actor, first, request.To ?? Around(first, DaysByDefault));
        if (request.TeamId is { } teamId)
        {
            rows = rows.Where(r => db.Employees.Any(e => e.Id == r.UserId && e.TeamId == teamId));
        }

        if (request.UserId is { } userId)
        {
            rows = rows.Where(r => r.UserId == userId);
        }

        if (request.LeaveTypeId is { } typeId)
        {
            rows = rows.Where(r => r.LeaveTypeId == typeId);
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (date, id) = (after.Date, after.Id);
            rows = rows.Where(r => r.From >= date && (r.From > date || r.Id.CompareTo(id) > 0));
        }

        var page = await rows.OrderBy(r => r.From).ThenBy(r => r.Id).Take(request.Limit + 1).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, r => Cursor.Of(r.From, r.Id));
    }

    /// <summary>Some days later or earlier, as far as the calendar goes.</summary>
    private static DateOnly Around(DateOnly date, int days) => DateOnly.FromDayNumber(Math.Clamp(date.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}

/// <summary>What somebody sees of others' approved leave.</summary>
internal static class LeaveCalendar
{
    /// <summary>All of it for who sees everybody's; else one's own, that of one's reports and that of one's team. Types are told of one's own and one's reports' alone.</summary>
    public static IQueryable<LeaveCalendarItem> Of(ISatcomDb db, Actor actor, DateOnly first, DateOnly last)
    {
        var (me, team) = (actor.UserId, actor.TeamId);
        var (seesAll, seesReports, reports) = (actor.May(Permissions.LeavesReadAll), actor.May(Permissions.LeavesReadReports), db.ReportsOf(actor.UserId));
        var approved = db.LeaveRequests.AsNoTracking().Where(r => r.Status == LeaveStatus.Approved && r.From <= last && r.To >= first);
        return from request in approved
               join employee in db.Employees.AsNoTracking() on request.EmployeeId equals employee.Id
               join user in db.Users.AsNoTracking() on request.EmployeeId equals user.Id
               join type in db.LeaveTypes.AsNoTracking() on request.LeaveTypeId equals type.Id
               let isKnown = seesAll || request.EmployeeId == me || (seesReports && reports.Any(r => r.EmployeeId == request.EmployeeId))
               where isKnown || (team != null && employee.TeamId == team)
               select new LeaveCalendarItem
               {
                   Id = request.Id,
                   UserId = request.EmployeeId,
                   DisplayName = user.DisplayName,
                   From = request.From,
                   To = request.To,
                   Portion = request.Portion,
                   Minutes = request.Minutes,
                   LeaveTypeId = isKnown ? type.Id : null,
                   LeaveTypeName = isKnown ? type.Name : null,
                   Color = isKnown ? type.Color : null,
               };
    }
}
