using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>Adds a holiday to a calendar, or changes that of the date. The date is its natural key: the same again changes nothing.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Halves">Whether it is a whole one, which it is when this is left out, or which half of the day.</param>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.putHoliday")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<DayLocked>]
[Fails<ShiftOwnAssignment>]
[Fails<HolidayCalendarFull>]
public sealed record PutHolidayCommand(Guid CalendarId, DateOnly Date, string Name, HolidayHalves? Halves) : ICommand<HolidayCalendarDto>;

internal sealed class PutHolidayValidator : AbstractValidator<PutHolidayCommand>
{
    public PutHolidayValidator()
    {
        RuleFor(c => c.Date).IsPlannable();
        RuleFor(c => c.Name).NotEmpty().IsLine(Holiday.NameMaxLength);
        RuleFor(c => c.Halves).IsInEnum();
    }
}

internal sealed class PutHolidayHandler(ISatcomDb db, RequestScope scope, OwnPlans own) : IRequestHandler<PutHolidayCommand, Result<HolidayCalendarDto>>
{
    public async Task<Result<HolidayCalendarDto>> Handle(PutHolidayCommand request, CancellationToken cancellationToken)
    {
        if (await db.HolidayCalendars.SingleOrDefaultAsync(c => c.Id == request.CalendarId, cancellationToken) is not { } calendar)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != calendar.Version)
        {
            return new VersionMismatch();
        }

        if (calendar.JudgeRoom(request.Date) is { } full)
        {
            return full;
        }

        if (!calendar.Put(new Holiday(request.Date, request.Name.Trim(), (request.Halves ?? HolidayHalves.Both).ToDomain())))
        {
            return HolidayCalendarDto.Of(calendar);
        }

        return await own.JudgeHolidayAsync(calendar.Id, request.Date, cancellationToken) is { } ofOwn ? ofOwn : HolidayCalendarDto.AfterChange(calendar);
    }
}
