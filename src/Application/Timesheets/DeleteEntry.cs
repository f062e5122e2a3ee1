using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Takes an entry of the caller's away.</summary>
[Requires(Permissions.TimesheetsWrite)]
[AuditAction("timesheets.deleteEntry")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<TimesheetSealed>]
public sealed record DeleteEntryCommand(Guid Id) : IPlainCommand;

internal sealed class DeleteEntryHandler(ISatcomDb db, RequestScope scope, TimesheetWeeks weeks) : IRequestHandler<DeleteEntryCommand, Result>
{
    public async Task<Result> Handle(DeleteEntryCommand request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        var found = await (from one in db.TimesheetEntries
                           join its in db.TimesheetWeeks on one.WeekId equals its.Id
                           where one.Id == request.Id && one.EmployeeId == me
                           select new { Entry = one, Week = its }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != found.Entry.Version)
        {
            return new VersionMismatch();
        }

        if (found.Week.JudgeEditing() is { } locked)
        {
            return locked;
        }

        (await weeks.TotalOfAsync(found.Week, found.Entry.Date, cancellationToken)).Add(-found.Entry.Minutes);
        db.TimesheetEntries.Remove(found.Entry);
        weeks.Tell(found.Week, await weeks.PolicyAsync(cancellationToken));
        return Result.Success;
    }
}
