using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Shifts;

/// <summary>Takes a pattern out of use: no new assignment takes it, and those that have it keep it, so that past days stay as they were.</summary>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.archiveShiftPattern")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
public sealed record ArchiveShiftPatternCommand(Guid Id) : IPlainCommand;

internal sealed class ArchiveShiftPatternHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ArchiveShiftPatternCommand, Result>
{
    public async Task<Result> Handle(ArchiveShiftPatternCommand request, CancellationToken cancellationToken)
    {
        if (await db.ShiftPatterns.SingleOrDefaultAsync(s => s.Id == request.Id, cancellationToken) is not { } pattern)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != pattern.Version)
        {
            return new VersionMismatch();
        }

        pattern.Archive();
        return Result.Success;
    }
}
