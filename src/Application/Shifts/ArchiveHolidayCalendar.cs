using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Shifts;

/// <summary>Takes a calendar out of use: nobody new gets it, and those who have it keep it, so that past days stay as they were.</summary>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.archiveHolidayCalendar")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
public sealed record ArchiveHolidayCalendarCommand(Guid Id) : IPlainCommand;

internal sealed class ArchiveHolidayCalendarHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ArchiveHolidayCalendarCommand, Result>
{
    public async Task<Result> Handle(ArchiveHolidayCalendarCommand request, CancellationToken cancellationToken)
    {
        if (await db.HolidayCalendars.SingleOrDefaultAsync(s => s.Id == request.Id, cancellationToken) is not { } calendar)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != calendar.Version)
        {
            return new VersionMismatch();
        }

        calendar.Archive();
        return Result.Success;
    }
}
