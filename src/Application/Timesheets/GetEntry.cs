using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Timesheets;

/// <summary>One entry.</summary>
[Requires(Permissions.TimesheetsReadOwn, Permissions.TimesheetsReadReports, Permissions.TimesheetsReadAll)]
[Fails<NotFound>]
public sealed record GetEntryQuery(Guid Id) : IQuery<TimesheetEntryDto>;

internal sealed class GetEntryHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<GetEntryQuery, Result<TimesheetEntryDto>>
{
    public async Task<Result<TimesheetEntryDto>> Handle(GetEntryQuery request, CancellationToken cancellationToken) =>
        await TimesheetEntryDto.Of(db.TimesheetEntries.AsNoTracking().Within(db, scope.Actor).Where(e => e.Id == request.Id)).SingleOrDefaultAsync(cancellationToken) is { } entry ? entry : new NotFound();
}
