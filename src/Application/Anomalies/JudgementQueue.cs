using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;

namespace Satcom.Application.Anomalies;

/// <summary>Tells whether somebody will come for what is due: an event is given up after many tries.</summary>
internal static class JudgementQueue
{
    /// <summary>Whether the event that asks for a person's judgement is alive.</summary>
    public static Task<bool> IsAskedForAsync(this ISatcomDb db, Guid employeeId, CancellationToken cancellationToken) =>
        db.OutboxMessages.AnyAsync(m => m.AggregateId == employeeId && m.Type == nameof(JudgementDue) && m.DeadAt == null, cancellationToken);

    /// <summary>What is due and nobody comes for, in the order of the people.</summary>
    public static IQueryable<Judgement> LostJudgements(this ISatcomDb db) =>
        db.Judgements.Where(j => j.IsDue && !db.OutboxMessages.Any(m => m.AggregateId == j.Id && m.Type == nameof(JudgementDue) && m.DeadAt == null)).OrderBy(j => j.Id);
}
