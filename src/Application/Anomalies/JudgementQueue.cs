using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;

namespace Satcom.Application.Anomalies;

/// <summary>What is due, and whether somebody will come for it: an event is given up after many tries.</summary>
internal static class JudgementQueue
{
    /// <summary>Calls for judgements, in the commit of whatever changed. While somebody's is not done yet, what else changes joins it.</summary>
    /// <param name="changed">The people, and of each the first date that something changed on.</param>
    /// <param name="inputs">What changed.</param>
    /// <param name="isBulk">True where it may wait, because it is one of very many.</param>
    public static async Task CallForJudgementsAsync(this ISatcomDb db, Guid tenantId, IReadOnlyDictionary<Guid, DateOnly> changed, RuleInputs inputs, bool isBulk, CancellationToken cancellationToken)
    {
        if (changed.Count == 0)
        {
            return;
        }

        var ids = changed.Keys.ToList();
        var known = await db.Judgements.Where(j => ids.Contains(j.Id)).ToDictionaryAsync(j => j.Id, cancellationToken);
        ids.RemoveAll(id => !known.TryGetValue(id, out var judgement) || !judgement.IsDue);
        var lost = ids.Count == 0 ? [] : await db.LostJudgements().Where(j => ids.Contains(j.Id)).Select(j => j.Id).ToListAsync(cancellationToken);
        foreach (var (id, from) in changed)
        {
            if (known.TryGetValue(id, out var due))
            {
                due.Join(from, inputs, isLost: lost.Contains(id), isBulk);
            }
            else
            {
                db.Judgements.Add(Judgement.Of(tenantId, id, from, inputs, isBulk));
            }
        }
    }

    /// <summary>What is due and nobody comes for, in the order of the people.</summary>
    public static IQueryable<Judgement> LostJudgements(this ISatcomDb db) =>
        db.Judgements.Where(j => j.IsDue && !db.OutboxMessages.Any(m => m.AggregateId == j.Id && (m.Type == nameof(JudgementDue) || m.Type == nameof(RebuiltJudgementDue)) && m.DeadAt == null)).OrderBy(j => j.Id);
}
