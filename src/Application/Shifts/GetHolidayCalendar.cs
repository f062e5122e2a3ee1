using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Shifts;

/// <summary>One calendar, archived or not.</summary>
[Requires(Permissions.ShiftsRead)]
[Fails<NotFound>]
public sealed record GetHolidayCalendarQuery(Guid Id) : IQuery<HolidayCalendarDto>;

internal sealed class GetHolidayCalendarHandler(ISatcomDb db) : IRequestHandler<GetHolidayCalendarQuery, Result<HolidayCalendarDto>>
{
    public async Task<Result<HolidayCalendarDto>> Handle(GetHolidayCalendarQuery request, CancellationToken cancellationToken) =>
        await db.HolidayCalendars.AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Id, cancellationToken) is { } calendar ? HolidayCalendarDto.Of(calendar) : new NotFound();
}
