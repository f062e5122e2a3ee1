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
}

/// <summary>
/// Everybody's days, or some people's, judged anew: some people at a time, each batch in a commit of its own that asks for the next, so that whichever node takes it up goes on where it stands. Not audited: the audit tells
/// who asked for it and what was found.
/// </summary>
public sealed class AnomalyEvaluation : AggregateRoot
{
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

    public DateTimeOffset? FinishedAt { get; private set; }

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

    public EvaluationState State => FinishedAt is not null ? EvaluationState.Completed : Done > 0 ? EvaluationState.Running : EvaluationState.Queued;

    /// <summary>Asked for by somebody.</summary>
    public static AnomalyEvaluation Ask(Guid tenantId, Guid id, DateOnly from, DateOnly to, IEnumerable<Guid> userIds, int people, Guid by, DateTimeOffset now)
    {
        var asked = new AnomalyEvaluation(tenantId, id, from, to, now) { UserIds = [.. userIds.Distinct().Order()], People = people, AskedBy = by };
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
