using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Has a company's evaluations and judgements go on whose events were given up. Of very many it takes up some, and the next time others.</summary>
[SystemOnly]
[AuditAction("anomalies.evaluate")]
public sealed record ResumeEvaluationsCommand : IPlainCommand
{
    public const int AtOnce = 1000;
}

internal sealed class ResumeEvaluationsHandler(ISatcomDb db) : IRequestHandler<ResumeEvaluationsCommand, Result>
{
    public async Task<Result> Handle(ResumeEvaluationsCommand request, CancellationToken cancellationToken)
    {
        var unfinished = await db.AnomalyEvaluations.Where(e => e.FinishedAt == null && !db.OutboxMessages.Any(m => m.AggregateId == e.Id && m.DeadAt == null))
            .OrderBy(e => e.Id).Take(ResumeEvaluationsCommand.AtOnce).ToListAsync(cancellationToken);
        unfinished.ForEach(e => e.GoOn());

        var lost = await db.LostJudgements().Take(ResumeEvaluationsCommand.AtOnce).ToListAsync(cancellationToken);
        lost.ForEach(j => j.Join(j.From, j.Inputs, isLost: true, j.IsBulk));
        return Result.Success;
    }
}
