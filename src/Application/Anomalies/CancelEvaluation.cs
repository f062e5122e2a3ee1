using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Ends an evaluation between two batches: another one may be asked for then. What was done until then stays done.</summary>
/// <param name="Id">The evaluation's id.</param>
[Requires(Permissions.AnomaliesManage)]
[AuditAction("anomalies.cancelEvaluation")]
[Fails<NotFound>]
[Fails<EvaluationEnded>]
[Fails<VersionMismatch>]
public sealed record CancelEvaluationCommand(Guid Id) : ICommand<AnomalyEvaluationDto>;

internal sealed class CancelEvaluationHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CancelEvaluationCommand, Result<AnomalyEvaluationDto>>
{
    public async Task<Result<AnomalyEvaluationDto>> Handle(CancelEvaluationCommand request, CancellationToken cancellationToken)
    {
        if (await db.AnomalyEvaluations.SingleOrDefaultAsync(e => e.Id == request.Id, cancellationToken) is not { } evaluation)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != evaluation.Version)
        {
            return new VersionMismatch();
        }

        if (!evaluation.Cancel(time.GetStoredNow()))
        {
            return new EvaluationEnded();
        }

        db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "anomalyEvaluation", evaluation.Id));
        return AnomalyEvaluationDto.Of(evaluation);
    }
}
