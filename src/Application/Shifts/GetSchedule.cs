using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;

namespace Satcom.Application.Shifts;

/// <summary>What somebody whom the caller sees is to work, date by date.</summary>
/// <param name="From">The first date; today in the caller's zone where both are left out.</param>
/// <param name="To">The last date, at most 62 dates in all; a week where it is left out.</param>
[Requires(Permissions.EmployeesReadOwn, Permissions.EmployeesReadReports, Permissions.EmployeesReadAll)]
[Fails<NotFound>]
public sealed record GetScheduleQuery(Guid UserId, DateOnly? From, DateOnly? To) : IQuery<UserScheduleDto>
{
    public const int DaysMax = 62;
}

/// <summary>What one person is to work.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Days">Every date of the range, in order.</param>
public sealed record UserScheduleDto(Guid UserId, IReadOnlyList<ScheduledDayDto> Days);

internal sealed class GetScheduleValidator : AbstractValidator<GetScheduleQuery>
{
    public GetScheduleValidator() => this.AddRangeRules(q => q.From, q => q.To);
}

internal sealed class GetScheduleHandler(ISatcomDb db, RequestScope scope, IWorkSchedules schedules, TimeProvider time) : IRequestHandler<GetScheduleQuery, Result<UserScheduleDto>>
{
    public async Task<Result<UserScheduleDto>> Handle(GetScheduleQuery request, CancellationToken cancellationToken)
    {
        if (!ScheduleRange.Of(request.From, request.To, TimeZones.LocalDate(time.GetUtcNow(), scope.Actor.TimeZone), GetScheduleQuery.DaysMax).TryGet(out var range, out var error))
        {
            return error;
        }

        if (!await db.Employees.Within(db, scope.Actor).AnyAsync(e => e.Id == request.UserId, cancellationToken))
        {
            return new NotFound();
        }

        var schedule = await schedules.OfAsync(request.UserId, range.First, range.Last, cancellationToken);
        return new UserScheduleDto(request.UserId, ScheduledDayDto.Of(schedule, range.First, range.Last));
    }
}
