using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>Makes a holiday calendar, without holidays as yet.</summary>
/// <param name="Id">The client's id of the calendar: sent again with the same content, it creates nothing.</param>
/// <param name="Name">Unique among the company's calendars, whatever its case.</param>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.createHolidayCalendar")]
[Fails<IdConflict>]
[Fails<NameTaken>]
public sealed record CreateHolidayCalendarCommand(Guid? Id, string Name) : ICommand<HolidayCalendarDto>;

internal sealed class CreateHolidayCalendarValidator : AbstractValidator<CreateHolidayCalendarCommand>
{
    public CreateHolidayCalendarValidator()
    {
        RuleFor(c => c.Id).IsClientId();
        RuleFor(c => c.Name).NotEmpty().IsLine(HolidayCalendar.NameMaxLength);
    }
}

internal sealed class CreateHolidayCalendarHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CreateHolidayCalendarCommand, Result<HolidayCalendarDto>>
{
    public async Task<Result<HolidayCalendarDto>> Handle(CreateHolidayCalendarCommand request, CancellationToken cancellationToken)
    {
        var calendar = new HolidayCalendar(scope.Tenant.Id, request.Id ?? time.New(), request.Name.Trim());
        if (scope.Attempt > 0 && request.Id is { } id && await db.HolidayCalendars.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is { } known)
        {
            return string.Equals(known.Name, calendar.Name, StringComparison.Ordinal) ? HolidayCalendarDto.Of(known) : new IdConflict();
        }

        db.HolidayCalendars.Add(calendar);
        return HolidayCalendarDto.AfterChange(calendar);
    }
}
