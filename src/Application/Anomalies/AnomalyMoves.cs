using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>What acknowledging, assigning, resolving and reopening have in common.</summary>
internal static class AnomalyMoves
{
    public static async Task<Result<AnomalyDto>> MoveAnomalyAsync(
        this ISatcomDb db, RequestScope scope, IFindingTexts texts, TimeProvider time, Guid id, string? note, Func<Anomaly, AnomalyMove, Error?> step, CancellationToken cancellationToken)
    {
        var anomaly = await db.Anomalies.Include(a => a.History).SingleOrDefaultAsync(a => a.Id == id, cancellationToken);
        if (anomaly is null)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != anomaly.Version)
        {
            return new VersionMismatch();
        }

        scope.AuditReason = note;
        var move = new AnomalyMove(time.New(), scope.Actor.UserId, note, WholeSeconds.Of(time.GetUtcNow()));
        var steps = anomaly.StepCount;
        if (step(anomaly, move) is { } error)
        {
            return error;
        }

        // What was no step has no new version to come.
        var after = (await AnomalyDto.AfterMoveAsync(anomaly, db, cancellationToken)).Say(texts);
        return anomaly.StepCount == steps ? after with { Version = anomaly.Version } : after;
    }
}
