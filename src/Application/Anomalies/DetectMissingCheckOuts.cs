using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>
/// Flags the tenant's sessions that have outlived its limit, oldest first, one batch of them. Each flagged day tells of it by
/// an event, and that alone raises the anomaly, whoever flagged the day.
/// </summary>
[SystemOnly]
[AuditAction("attendance.flagMissedCheckOut")]
public sealed record DetectMissingCheckOutsCommand : ICommand<MissedCheckOuts>
{
    public const int BatchSize = 200;
}

/// <summary>What one batch came to.</summary>
/// <param name="Flagged">How many days were flagged.</param>
/// <param name="MayBeMore">True when the batch was full.</param>
public sealed record MissedCheckOuts(int Flagged, bool MayBeMore);

internal sealed class DetectMissingCheckOutsHandler(ISatcomDb db, RequestScope scope, TimeProvider time)
    : IRequestHandler<DetectMissingCheckOutsCommand, Result<MissedCheckOuts>>
{
    public async Task<Result<MissedCheckOuts>> Handle(DetectMissingCheckOutsCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var limitSeconds = scope.Tenant.Settings.MaxSessionSeconds;
        var latest = now.AddSeconds(-limitSeconds);

        // Flagging needs no punch of the day, so none is read.
        var days = await db.AttendanceDays
            .Where(d => d.SessionStartedAt < latest)
            .OrderBy(d => d.SessionStartedAt).ThenBy(d => d.Id)
            .Take(DetectMissingCheckOutsCommand.BatchSize)
            .ToListAsync(cancellationToken);
        var flagged = days.Count(day => day.FlagMissedCheckOut(now, limitSeconds));
        return new MissedCheckOuts(flagged, flagged == DetectMissingCheckOutsCommand.BatchSize);
    }
}
