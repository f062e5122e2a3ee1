using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance.Geofence;

/// <summary>Takes an office out of use: nobody new works there, and those who do keep it, so that past days stay as they were.</summary>
[Requires(Permissions.EmployeesManage)]
[AuditAction("attendance.archiveOffice")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
public sealed record ArchiveOfficeCommand(Guid Id) : IPlainCommand;

internal sealed class ArchiveOfficeHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ArchiveOfficeCommand, Result>
{
    public async Task<Result> Handle(ArchiveOfficeCommand request, CancellationToken cancellationToken)
    {
        if (await db.Offices.SingleOrDefaultAsync(s => s.Id == request.Id, cancellationToken) is not { } office)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != office.Version)
        {
            return new VersionMismatch();
        }

        office.Archive();
        return Result.Success;
    }
}
