using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>Gives the company another week from a date on. Dates before it stay judged as they were.</summary>
/// <param name="FirstDay">The day that weeks begin on.</param>
/// <param name="Weekend">The days on which people without a pattern do not work.</param>
/// <param name="EffectiveFrom">The first date; today in the company's zone where it is left out. What was to begin then or later gives way.</param>
/// <param name="DailySeconds">How long people without a shift work on each working day; zero, and none given, where only the week counts.</param>
/// <param name="WeeklySeconds">How long they work in a week, where the daily target is zero.</param>
/// <param name="HolidayCalendarId">The holidays of people without a calendar of their own; null for none.</param>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.setWorkWeek")]
[Fails<VersionMismatch>]
[Fails<EffectiveInPast>]
[Fails<HolidayCalendarUnknown>]
public sealed record SetWorkWeekCommand(
    Weekday FirstDay, IReadOnlyList<Weekday> Weekend, DateOnly? EffectiveFrom = null, int? DailySeconds = null, int? WeeklySeconds = null, Guid? HolidayCalendarId = null) : ICommand<WorkWeekPolicyDto>;

internal sealed class SetWorkWeekValidator : AbstractValidator<SetWorkWeekCommand>
{
    public SetWorkWeekValidator()
    {
        RuleFor(c => c.EffectiveFrom).IsPlannable();
        RuleFor(c => c.DailySeconds).InclusiveBetween(0, FlexibleHours.DailyMax);
        RuleFor(c => c.WeeklySeconds).InclusiveBetween(0, FlexibleHours.WeeklyMax);
    }
}

internal sealed class SetWorkWeekHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<SetWorkWeekCommand, Result<WorkWeekPolicyDto>>
{
    public async Task<Result<WorkWeekPolicyDto>> Handle(SetWorkWeekCommand request, CancellationToken cancellationToken)
    {
        var policy = await db.WorkWeekPolicies.SingleOrDefaultAsync(cancellationToken);
        if (scope.IfMatch is { } version && version != (policy?.Version ?? 0))
        {
            return new VersionMismatch();
        }

        if (request.HolidayCalendarId is { } calendarId && !await db.HolidayCalendars.AnyAsync(c => c.Id == calendarId && !c.IsArchived, cancellationToken))
        {
            return new HolidayCalendarUnknown();
        }

        if (policy is null)
        {
            // Of two first changes at once the second finds the key taken, and runs again on what the first one made.
            policy = new WorkWeekPolicy(scope.Tenant.Id);
            db.WorkWeekPolicies.Add(policy);
        }

        var today = scope.Today(time);
        var before = policy.Weeks;
        var week = new CompanyWeek((DayOfWeek)request.FirstDay, request.Weekend.ToSet())
        {
            Target = new FlexibleHours(request.DailySeconds ?? 0, request.WeeklySeconds ?? 0),
            HolidayCalendarId = request.HolidayCalendarId,
        };
        if (policy.Change(request.EffectiveFrom ?? today, today, week) is { } error)
        {
            return error;
        }

        var answer = WorkWeekPolicyDto.Of(policy);
        return ReferenceEquals(before, policy.Weeks) ? answer : answer with { Version = 0 };
    }
}
