using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Shifts;

/// <summary>The rota: what the people whom the caller sees are to work, date by date, longest with the company first. Who is deactivated is left out.</summary>
[Requires(Permissions.EmployeesReadOwn, Permissions.EmployeesReadReports, Permissions.EmployeesReadAll)]
public sealed record ListSchedulesQuery : IQuery<Page<RotaRowDto>>, IPagedQuery
{
    public const int DaysMax = 31;

    /// <summary>The first date; today in the caller's zone where both are left out.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last date, at most 31 dates in all; a week where it is left out.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Of the people who are in this team now.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>Of the people who report to this manager directly now.</summary>
    public Guid? ManagerId { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

/// <summary>One person of the rota.</summary>
/// <param name="UserId">Who.</param>
/// <param name="DisplayName">That person's name.</param>
/// <param name="Days">Every date of the range, in order.</param>
public sealed record RotaRowDto(Guid UserId, string DisplayName, IReadOnlyList<ScheduledDayDto> Days);

internal sealed class ListSchedulesValidator : AbstractValidator<ListSchedulesQuery>
{
    public ListSchedulesValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        this.AddRangeRules(q => q.From, q => q.To);
    }
}

internal sealed class ListSchedulesHandler(ISatcomDb db, RequestScope scope, IWorkSchedules schedules, TimeProvider time) : IRequestHandler<ListSchedulesQuery, Result<Page<RotaRowDto>>>
{
    public async Task<Result<Page<RotaRowDto>>> Handle(ListSchedulesQuery request, CancellationToken cancellationToken)
    {
        if (!ScheduleRange.Of(request.From, request.To, TimeZones.LocalDate(time.GetUtcNow(), scope.Actor.TimeZone), ListSchedulesQuery.DaysMax).TryGet(out var range, out var error))
        {
            return error;
        }

        var employees = db.Employees.AsNoTracking().Within(db, scope.Actor);
        if (request.TeamId is { } teamId)
        {
            employees = employees.Where(e => e.TeamId == teamId);
        }

        if (request.ManagerId is { } managerId)
        {
            employees = employees.Where(e => e.ManagerId == managerId);
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            employees = employees.Where(e => e.Id > after.Id);
        }

        var people = await employees.Join(db.Users.Where(u => u.Status == UserStatus.Active), e => e.Id, u => u.Id, (e, u) => new { e.Id, u.DisplayName })
            .OrderBy(p => p.Id).Take(request.Limit + 1).ToListAsync(cancellationToken);
        var plans = await schedules.OfAsync([.. people.Take(request.Limit).Select(p => p.Id)], range.First, range.Last, cancellationToken);
        return Paging.ToPage<RotaRowDto>(
            [.. people.Select(p => new RotaRowDto(p.Id, p.DisplayName, plans.TryGetValue(p.Id, out var plan) ? ScheduledDayDto.Of(plan, range.First, range.Last) : []))], request.Limit, p => new Cursor(0, p.UserId));
    }
}
