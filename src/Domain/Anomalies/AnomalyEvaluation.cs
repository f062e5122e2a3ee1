using System.ComponentModel;
using Satcom.Domain.Common;

namespace Satcom.Domain.Anomalies;

/// <summary>How far an evaluation has come.</summary>
[Description("How far an evaluation has come.")]
public enum EvaluationState
{
    /// <summary>Waits for a node to take it.</summary>
    Queued,

    /// <summary>Some people are done.</summary>
    Running,

    /// <summary>Everybody was looked at.</summary>
    Completed,

    /// <summary>Somebody ended it. What was done until then stays done.</summary>
    Cancelled,
}

/// <summary>
/// Everybody's days, or some people's, judged anew: some people at a time, each batch in a commit of its own that asks for the next, so that whichever node takes it up goes on where it stands. Not audited: the audit tells
/// who asked for it and what was found.
/// </summary>
public sealed class AnomalyEvaluation : AggregateRoot
{
    /// <summary>So many of a company that somebody asked for are unfinished at once.</summary>
    public const int AskedMax = 2;

    /// <summary>So many of the people whose days could not be judged are named.</summary>
    public const int FailedShown = 100;

    /// <summary>A batch that fails is tried with fewer people each time, at last with one.</summary>
    private const int TriesUntilOne = 5;

    /// <summary>After so many tries the next person is left out. Within the tries that the outbox makes of an event, so that none of these is given up for a single person's data.</summary>
    private const int TriesMax = 7;

    private AnomalyEvaluation(Guid tenantId, Guid id, DateOnly from, DateOnly to, DateTimeOffset askedAt)
        : base(tenantId, id) => (From, To, AskedAt) = (from, to, askedAt);

    public DateOnly From { get; private set; }

    public DateOnly To { get; private set; }

    /// <summary>Of these people; of everybody where there is none.</summary>
    public List<Guid> UserIds { get; private set; } = [];

    /// <summary>Who asked for it; null of a nightly one.</summary>
    public Guid? AskedBy { get; private set; }

    /// <summary>The date whose end it waited for; null where somebody asked for it. The database lets a date have one.</summary>
    public DateOnly? Night { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>When it was done, or ended by somebody.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>When somebody ended it.</summary>
    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>People up to this id are done.</summary>
    public Guid DoneTo { get; private set; }

    /// <summary>How many people there were when it began.</summary>
    public int People { get; private set; }

    /// <summary>How many of them are done.</summary>
    public int Done { get; private set; }

    /// <summary>New anomalies.</summary>
    public int Raised { get; private set; }

    /// <summary>Anomalies that say something else now, or are open again.</summary>
    public int Changed { get; private set; }

    /// <summary>Anomalies that no longer held.</summary>
    public int Cleared { get; private set; }

    /// <summary>How many people were left out, because their days could not be judged.</summary>
    public int Failed { get; private set; }

    /// <summary>The first of them.</summary>
    public List<Guid> FailedIds { get; private set; } = [];

    /// <summary>How often the batch that comes next was begun; more after others that failed.</summary>
    public int Tries { get; private set; }

    /// <summary>How often it was taken up again, because its event was given up. An event leaves with what is written.</summary>
    public int Resumed { get; private set; }

    /// <summary>Which of the company's few that somebody asked for it is; null of a nightly one. The database lets each be taken by one that is unfinished.</summary>
    public int? Slot { get; private set; }

    /// <summary>By how much less than usual the batch takes on: nothing at first, most where it has failed again and again.</summary>
    public int Narrowed => Math.Clamp(Tries - 1, 0, TriesUntilOne - 1);

    /// <summary>True when the batch was tried with few people, and with one, and no more is to be hoped.</summary>
    public bool IsStuck => Tries > TriesMax;

    public EvaluationState State => CancelledAt is not null ? EvaluationState.Cancelled : FinishedAt is not null ? EvaluationState.Completed : Done > 0 ? EvaluationState.Running : EvaluationState.Queued;

    /// <summary>Asked for by somebody.</summary>
    /// <param name="slot">One from 1 to <see cref="AskedMax"/> that no unfinished one has.</param>
    public static AnomalyEvaluation Ask(Guid tenantId, Guid id, DateOnly from, DateOnly to, IEnumerable<Guid> userIds, int people, Guid by, int slot, DateTimeOffset now)
    {
        var asked = new AnomalyEvaluation(tenantId, id, from, to, now) { UserIds = [.. userIds.Distinct().Order()], People = people, AskedBy = by, Slot = slot };
        asked.Raise(new EvaluationAdvanced(id, asked.DoneTo));
        return asked;
    }

    /// <summary>Everybody's, after the end of a date.</summary>
    public static AnomalyEvaluation OfNight(Guid tenantId, Guid id, DateOnly from, DateOnly night, int people, DateTimeOffset now)
    {
        var due = new AnomalyEvaluation(tenantId, id, from, night, now) { Night = night, People = people };
        due.Raise(new EvaluationAdvanced(id, due.DoneTo));
        return due;
    }

    /// <summary>Counts a batch, and asks for the next one.</summary>
    /// <param name="next">After whom that begins; null where this was the last.</param>
    public void Count(int people, int raised, int changed, int cleared, Guid? next, DateTimeOffset now)
    {
        (Done, Raised, Changed, Cleared) = (Done + people, Raised + raised, Changed + changed, Cleared + cleared);

        // Behind one that failed the next takes on more again, step by step.
        Tries = Math.Max(0, Narrowed - 1);
        Advance(next, now);
    }

    /// <summary>The batch that comes next is begun. Kept before it is done, so that it is known also of one that took too long or ended with its process.</summary>
    public void Try() => Tries++;

    /// <summary>Leaves people out, because what there is of them could not be judged, and asks for the next batch, which is as careful.</summary>
    /// <param name="next">After whom that begins; null where nobody comes after them.</param>
    public void Skip(IReadOnlyCollection<Guid> ids, Guid? next, DateTimeOffset now)
    {
        (Done, Failed) = (Done + ids.Count, Failed + ids.Count);
        FailedIds = [.. FailedIds, .. ids.Take(FailedShown - FailedIds.Count)];
        Tries = TriesUntilOne - 1;
        Advance(next, now);
    }

    /// <summary>Ends it between two batches: one that is under way meets the change, and is taken back.</summary>
    /// <returns>False when it is over already.</returns>
    public bool Cancel(DateTimeOffset now)
    {
        if (FinishedAt is not null)
        {
            return false;
        }

        (FinishedAt, CancelledAt) = (now, now);
        return true;
    }

    /// <summary>Asks again for the batch that comes next.</summary>
    public void GoOn()
    {
        Resumed++;
        Raise(new EvaluationAdvanced(Id, DoneTo));
    }

    private void Advance(Guid? next, DateTimeOffset now)
    {
        if (next is not { } doneTo)
        {
            FinishedAt = now;
            return;
        }

        DoneTo = doneTo;
        Raise(new EvaluationAdvanced(Id, doneTo));
    }
}

/// <summary>Some people's days are to be judged.</summary>
/// <param name="After">Of people after this id.</param>
public sealed record EvaluationAdvanced(Guid EvaluationId, Guid After) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => EvaluationId;
}
