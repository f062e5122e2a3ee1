using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Notes that the next batch of an evaluation begins, in a commit of its own: whatever becomes of it, the next try takes on less.</summary>
/// <param name="After">People after this id.</param>
[SystemOnly]
[AuditAction("anomalies.evaluate")]
public sealed record TryEvaluationBatchCommand(Guid EvaluationId, Guid After) : IPlainCommand;

internal sealed class TryEvaluationBatchHandler(ISatcomDb db) : IRequestHandler<TryEvaluationBatchCommand, Result>
{
    public async Task<Result> Handle(TryEvaluationBatchCommand request, CancellationToken cancellationToken)
    {
        if (await db.AnomalyEvaluations.SingleOrDefaultAsync(e => e.Id == request.EvaluationId, cancellationToken) is { FinishedAt: null } evaluation && evaluation.DoneTo == request.After)
        {
            evaluation.Try();
        }

        return Result.Success;
    }
}
