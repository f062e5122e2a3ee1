using System.Globalization;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Has a company's evaluations and judgements go on whose events were given up. Of very many it takes up some, and the next time others.</summary>
[SystemOnly]
[AuditAction("anomalies.evaluate")]
public sealed record ResumeEvaluationsCommand : IPlainCommand
{
    public const int AtOnce = 1000;
}

internal sealed class ResumeEvaluationsHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ResumeEvaluationsCommand, Result>
{
    public async Task<Result> Handle(ResumeEvaluationsCommand request, CancellationToken cancellationToken)
    {
        var unfinished = await db.AnomalyEvaluations.Where(e => e.FinishedAt == null && !db.OutboxMessages.Any(m => m.AggregateId == e.Id && m.DeadAt == null))
            .OrderBy(e => e.Id).Take(ResumeEvaluationsCommand.AtOnce).ToListAsync(cancellationToken);
        unfinished.ForEach(e => e.GoOn());
        var ids = unfinished.ConvertAll(e => e.Id);
        db.OutboxMessages.RemoveRange(await db.OutboxMessages.Where(m => m.DeadAt != null && ids.Contains(m.AggregateId) && m.Type == nameof(EvaluationAdvanced)).ToListAsync(cancellationToken));

        var called = await CallAgainAsync(cancellationToken);
        var lost = await db.LostJudgements().Where(j => !called.Contains(j.Id)).Take(ResumeEvaluationsCommand.AtOnce).ToListAsync(cancellationToken);
        lost.ForEach(j => j.Join(j.From, j.Inputs, isLost: true, j.IsBulk));
        return Result.Success;
    }

    /// <summary>What was given up of days that changed is kept in its event alone: it is called for as everything else is, and the event goes, so that it is given up once however often it is tried.</summary>
    /// <returns>Of whom.</returns>
    private async Task<List<Guid>> CallAgainAsync(CancellationToken cancellationToken)
    {
        var dead = await db.OutboxMessages.Where(m => m.DeadAt != null && (m.Type == nameof(JudgementDue) || m.Type == nameof(RebuiltJudgementDue)))
            .OrderBy(m => m.DeadAt).ThenBy(m => m.Id).Take(ResumeEvaluationsCommand.AtOnce).ToListAsync(cancellationToken);
        db.OutboxMessages.RemoveRange(dead);
        Dictionary<Guid, DateOnly> changed = [];
        foreach (var message in dead)
        {
            if (FromOf(message.Payload) is { } from && (!changed.TryGetValue(message.AggregateId, out var known) || from < known))
            {
                changed[message.AggregateId] = from;
            }
        }

        await db.CallForJudgementsAsync(scope.Tenant.Id, changed, RuleInputs.Attendance, isBulk: false, cancellationToken);
        return [.. changed.Keys];
    }

    /// <summary>The date of the day that changed; null where what changed is kept with its person.</summary>
    private static DateOnly? FromOf(string payload)
    {
        using var json = JsonDocument.Parse(payload);
        return json.RootElement.TryGetProperty("from", out var from) && from.ValueKind is JsonValueKind.String ? DateOnly.ParseExact(from.GetString()!, "O", CultureInfo.InvariantCulture) : null;
    }
}
