using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Who has not submitted their week, of the weeks that are over and the people whom the caller may see: week by week, oldest first. Nobody misses a week before they began or after they left.</summary>
[Requires(Permissions.TimesheetsReadReports, Permissions.TimesheetsReadAll)]
public sealed record ListMissingPeriodsQuery : IQuery<Page<MissingPeriodDto>>, IPagedQuery
{
    /// <summary>The most days from first to last date.</summary>
    internal const int MaxDays = 93;

    /// <summary>Weeks that end on this date or later; if left out, six days before the last date.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Weeks that begin on this date or earlier; if left out, the last day of the latest week that is over, as far as the range may be long.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Of one person.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Of the people who are in this team now.</summary>
    public Guid? TeamId { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

/// <summary>A week that somebody has not submitted.</summary>
public sealed record MissingPeriodDto
{
    /// <summary>Whose week it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>That person's name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The company's own number of the employee.</summary>
    public required string EmployeeCode { get; init; }

    /// <summary>The person's present team; null for none.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>The week's first date.</summary>
    public required DateOnly WeekStart { get; init; }

    /// <summary>Its last date.</summary>
    public required DateOnly WeekEnd { get; init; }

    /// <summary>What was entered so far, in minutes.</summary>
    public required int Minutes { get; init; }

    /// <summary>True when the week was submitted once and given back.</summary>
    public required bool IsRejected { get; init; }

    /// <summary>The date by which it was, or is, to be submitted.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>True when nothing was to be worked on any of its dates: rest days, holidays and approved leave alone.</summary>
    public bool IsAllOff { get; init; }
}

internal sealed class ListMissingPeriodsValidator : AbstractValidator<ListMissingPeriodsQuery>
{
    public ListMissingPeriodsValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.From).IsPlannable();
        RuleFor(q => q.To).IsPlannable();
        RuleFor(q => q.To).GreaterThanOrEqualTo(q => q.From).When(q => q.From is not null && q.To is not null);
        RuleFor(q => q.To).Must((q, to) => to is null || q.From is null || to.Value.DayNumber - q.From.Value.DayNumber < ListMissingPeriodsQuery.MaxDays)
            .WithErrorCode("too_many").WithState(_ => ListMissingPeriodsQuery.MaxDays);
    }
}

internal sealed class ListMissingPeriodsHandler(ISatcomDb db, RequestScope scope, TimesheetWeeks weeks, IWorkSchedules schedules, TimeProvider time) : IRequestHandler<ListMissingPeriodsQuery, Result<Page<MissingPeriodDto>>>
{
    private const int DaysOfAWeek = 7;

    public async Task<Result<Page<MissingPeriodDto>>> Handle(ListMissingPeriodsQuery request, CancellationToken cancellationToken)
    {
        var after = default(Cursor);
        if (request.Cursor is { } text && !Cursor.TryParse(text, out after))
        {
            return new CursorInvalid();
        }

        var company = await weeks.OfCompanyAsync(cancellationToken);
        var today = TimeZones.LocalDate(time.GetUtcNow(), scope.Tenant.TimeZone);
        var over = company.WeekOf(today)!.Value.First.AddDays(-1);
        var to = request.To ?? (request.From is { } from && over.DayNumber - from.DayNumber >= ListMissingPeriodsQuery.MaxDays ? from.AddDays(ListMissingPeriodsQuery.MaxDays - 1) : over);
        var dueDays = (await weeks.PolicyAsync(cancellationToken)).DueDays;
        var people = People(request);
        var first = company.WeekOf(request.From ?? to.AddDays(1 - DaysOfAWeek))?.First ?? to;
        var returned = await people.Where(e => e.PreviousEndsOn >= first).Select(e => new { e.Id, e.EarlierEmployments }).ToListAsync(cancellationToken);

        // One short statement a week, along the key of employees, until the page is full: a quarter has fourteen.
        var found = new List<MissingPeriodDto>();
        for (var week = company.WeekOf(request.From ?? to.AddDays(1 - DaysOfAWeek)); week is { } its && its.First <= to && its.Last < today; week = company.WeekOf(its.Last.AddDays(1)))
        {
            if (request.Cursor is not null && its.First < after.Date)
            {
                continue;
            }

            var of = request.Cursor is not null && its.First == after.Date ? people.Where(e => e.Id > after.Id) : people;
            var before = returned.FindAll(r => r.EarlierEmployments.Exists(e => e.From is { } began && began <= its.Last && e.To >= its.First)).ConvertAll(r => r.Id);
            var beforeWithAccount = returned.FindAll(r => r.EarlierEmployments.Exists(e => e.From is null && e.To >= its.First)).ConvertAll(r => r.Id);
            found.AddRange(await Missing(of, before, beforeWithAccount, its.First, its.Last, dueDays).Take(request.Limit + 1 - found.Count).ToListAsync(cancellationToken));
            if (found.Count > request.Limit)
            {
                break;
            }
        }

        var page = Paging.ToPage<MissingPeriodDto>(found, request.Limit, p => Cursor.Of(p.WeekStart, p.UserId));
        return page.Items.Count == 0 ? page : page with { Items = await PlannedAsync(page.Items, cancellationToken) };
    }

    /// <summary>Tells those who had nothing to work from those who forgot.</summary>
    private async Task<IReadOnlyList<MissingPeriodDto>> PlannedAsync(IReadOnlyList<MissingPeriodDto> periods, CancellationToken cancellationToken)
    {
        var plans = await schedules.OfAsync([.. periods.Select(p => p.UserId).Distinct()], periods.Min(p => p.WeekStart), periods.Max(p => p.WeekEnd), cancellationToken);
        return [.. periods.Select(p => p with { IsAllOff = Enumerable.Range(0, p.WeekEnd.DayNumber - p.WeekStart.DayNumber + 1).All(n => IsOff(plans[p.UserId].On(p.WeekStart.AddDays(n)))) })];
    }

    /// <summary>Who works flexible hours without a plan is off on what they took alone.</summary>
    private static bool IsOff(ScheduledDay day) => !day.IsExpected && (day.Kind != DayKind.Flexible || day.CreditedSeconds > 0 || day.Off == DayHalves.Both);

    private IQueryable<Employee> People(ListMissingPeriodsQuery request)
    {
        var me = scope.Actor.UserId;
        var people = db.Employees.AsNoTracking();
        if (TimesheetReach.Of(scope.Actor) != Reach.Tenant)
        {
            people = people.Where(e => e.Id == me || db.ReportsOf(me).Any(r => r.EmployeeId == e.Id));
        }

        if (request.UserId is { } userId)
        {
            people = people.Where(e => e.Id == userId);
        }

        return request.TeamId is { } teamId ? people.Where(e => e.TeamId == teamId) : people;
    }

    /// <summary>Those of some people whose week is not submitted: its first or its last date lies in no week of theirs that is.</summary>
    /// <param name="before">Who worked here in that week by an employment before the present one.</param>
    /// <param name="beforeWithAccount">Who may have: it began with the account.</param>
    private IQueryable<MissingPeriodDto> Missing(IQueryable<Employee> people, List<Guid> before, List<Guid> beforeWithAccount, DateOnly first, DateOnly last, int dueDays)
    {
        // Who has no first date began with the account.
        var over = LocalTimes.StartOf(last.AddDays(1), scope.Tenant.TimeZone);
        var sealedWeeks = db.TimesheetWeeks.Where(w => w.Status != TimesheetStatus.Open && w.Status != TimesheetStatus.Rejected);
        return from employee in people
               join user in db.Users.AsNoTracking() on employee.Id equals user.Id
               where (((user.Status == UserStatus.Active || employee.EndsOn >= first)
                       && (employee.StartsOn == null ? user.CreatedAt < over : employee.StartsOn <= last) && (employee.EndsOn == null || (employee.EndsOn >= first && (employee.StartsOn == null || employee.EndsOn >= employee.StartsOn))))
                   || before.Contains(employee.Id) || (user.CreatedAt < over && beforeWithAccount.Contains(employee.Id)))
                   && !(sealedWeeks.Any(w => w.EmployeeId == employee.Id && w.Start <= first && w.End >= first) && sealedWeeks.Any(w => w.EmployeeId == employee.Id && w.Start <= last && w.End >= last))
               orderby employee.Id
               select new MissingPeriodDto
               {
                   UserId = employee.Id,
                   DisplayName = user.DisplayName,
                   EmployeeCode = employee.EmployeeCode,
                   TeamId = employee.TeamId,
                   WeekStart = first,
                   WeekEnd = last,
                   Minutes = db.TimesheetDays.Where(d => d.EmployeeId == employee.Id && d.Date >= first && d.Date <= last).Sum(d => d.Minutes),
                   IsRejected = db.TimesheetWeeks.Any(w => w.EmployeeId == employee.Id && w.Start <= last && w.End >= first && w.Status == TimesheetStatus.Rejected),
                   DueOn = last.AddDays(dueDays),
               };
    }
}
