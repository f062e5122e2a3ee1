using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>Takes the holiday of a date out of a calendar.</summary>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.removeHoliday")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<DayLocked>]
[Fails<ShiftOwnAssignment>]
public sealed record RemoveHolidayCommand(Guid CalendarId, DateOnly Date) : IPlainCommand;

internal sealed class RemoveHolidayHandler(ISatcomDb db, RequestScope scope, OwnPlans own) : IRequestHandler<RemoveHolidayCommand, Result>
{
    public async Task<Result> Handle(RemoveHolidayCommand request, CancellationToken cancellationToken)
    {
        if (await db.HolidayCalendars.SingleOrDefaultAsync(c => c.Id == request.CalendarId, cancellationToken) is not { } calendar)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != calendar.Version)
        {
            return new VersionMismatch();
        }

        if (!calendar.Remove(request.Date))
        {
            return new NotFound();
        }

        return await own.JudgeHolidayAsync(calendar.Id, request.Date, cancellationToken) is { } ofOwn ? ofOwn : Result.Success;
    }
}
