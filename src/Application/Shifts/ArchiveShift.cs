using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Shifts;

/// <summary>Takes a shift out of use: no new assignment takes it, and those that have it keep it, so that past days stay as they were.</summary>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.archiveShift")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
public sealed record ArchiveShiftCommand(Guid Id) : IPlainCommand;

internal sealed class ArchiveShiftHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ArchiveShiftCommand, Result>
{
    public async Task<Result> Handle(ArchiveShiftCommand request, CancellationToken cancellationToken)
    {
        if (await db.Shifts.SingleOrDefaultAsync(s => s.Id == request.Id, cancellationToken) is not { } shift)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != shift.Version)
        {
            return new VersionMismatch();
        }

        shift.Archive();
        return Result.Success;
    }
}
