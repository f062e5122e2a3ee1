using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Notes that the next batch of a rebuild begins, in a commit of its own: whatever becomes of it, the next try takes on less.</summary>
/// <param name="After">People after this id.</param>
[SystemOnly]
[AuditAction("attendance.rebuildDays")]
public sealed record TryRebuildBatchCommand(Guid RebuildId, Guid After) : IPlainCommand;

internal sealed class TryRebuildBatchHandler(ISatcomDb db) : IRequestHandler<TryRebuildBatchCommand, Result>
{
    public async Task<Result> Handle(TryRebuildBatchCommand request, CancellationToken cancellationToken)
    {
        if (await db.DayRebuilds.SingleOrDefaultAsync(r => r.Id == request.RebuildId, cancellationToken) is { State: RebuildState.Running } rebuild && rebuild.DoneTo == request.After)
        {
            rebuild.Try();
        }

        return Result.Success;
    }
}
