using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>One week of a person, with its history. One in which nothing happened yet is open and empty.</summary>
/// <param name="WeekStart">Its first date.</param>
/// <param name="UserId">Whose; left out, the caller's.</param>
[Requires(Permissions.TimesheetsReadOwn, Permissions.TimesheetsReadReports, Permissions.TimesheetsReadAll)]
[Fails<NotFound>]
[Fails<TimesheetWeekMismatch>]
public sealed record GetPeriodQuery(DateOnly WeekStart, Guid? UserId) : IQuery<PeriodDto>;

internal sealed class GetPeriodValidator : AbstractValidator<GetPeriodQuery>
{
    public GetPeriodValidator() => RuleFor(q => q.WeekStart).IsPlannable();
}

internal sealed class GetPeriodHandler(ISatcomDb db, RequestScope scope, TimesheetWeeks weeks) : IRequestHandler<GetPeriodQuery, Result<PeriodDto>>
{
    public async Task<Result<PeriodDto>> Handle(GetPeriodQuery request, CancellationToken cancellationToken)
    {
        var userId = request.UserId ?? scope.Actor.UserId;
        if (!await db.SeesTimeOfAsync(scope.Actor, userId, cancellationToken))
        {
            return new NotFound();
        }

        var policy = await weeks.PolicyAsync(cancellationToken);
        var kept = db.TimesheetWeeks.AsNoTracking().Where(w => w.EmployeeId == userId && w.Start == request.WeekStart);
        if (await PeriodDto.Named(kept, db, policy.DueDays).SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return known;
        }

        if (await weeks.FindAsync(userId, request.WeekStart, _ => { }, cancellationToken) is not { } week)
        {
            return new NotFound();
        }

        return week.Start == request.WeekStart ? await PeriodDto.OfAsync(week, db, policy.DueDays, cancellationToken) : new TimesheetWeekMismatch();
    }
}
