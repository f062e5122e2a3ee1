using System.ComponentModel;
using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance;

/// <summary>How far a rebuild has come.</summary>
[Description("How far a rebuild has come.")]
public enum RebuildState
{
    /// <summary>Another one of the company runs.</summary>
    Waiting,

    Running,

    /// <summary>Every day was computed anew.</summary>
    Completed,
}

/// <summary>
/// Days that are computed anew, some people at a time, each batch in a commit of its own that asks for the next. One of a company runs at a time. What rules and plans change while it does is gathered
/// in one that waits. Not audited: the audit tells who asked for it and what became of each day.
/// </summary>
public sealed class DayRebuild : AggregateRoot
{
    /// <summary>Of more causes than this, everybody's days are computed anew.</summary>
    public const int CausesMax = 50;

    /// <summary>So many of the people whose days could not be computed are named.</summary>
    public const int FailedShown = 100;

    /// <summary>A batch that fails is tried with fewer people each time, at last with one.</summary>
    private const int TriesUntilOne = 5;

    /// <summary>After so many tries the next person is left out. Within the tries that the outbox makes of an event, so that none of these is given up for a single person's data.</summary>
    private const int TriesMax = 7;

    private DayRebuild(Guid tenantId, Guid id, DateOnly from, DateOnly to, DateTimeOffset askedAt)
        : base(tenantId, id)
    {
        (From, To, AskedAt) = (from, to, askedAt);
    }

    public DateOnly From { get; private set; }

    public DateOnly To { get; private set; }

    /// <summary>Of these people; of everybody where there is none.</summary>
    public List<Guid> UserIds { get; private set; } = [];

    /// <summary>Of people whose plans name one of these shifts, patterns or calendars; of everybody where there is none.</summary>
    public List<Guid> Causes { get; private set; } = [];

    /// <summary>Who asked for it; null where the rules or plans changed.</summary>
    public Guid? AskedBy { get; private set; }

    /// <summary>When it was asked for, or what it follows changed last.</summary>
    public DateTimeOffset AskedAt { get; private set; }

    public DateTimeOffset? BegunAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>People up to this id are done.</summary>
    public Guid DoneTo { get; private set; }

    /// <summary>Days that were computed anew; locked ones are not.</summary>
    public int Days { get; private set; }

    /// <summary>How many of them came out otherwise.</summary>
    public int Changed { get; private set; }

    /// <summary>How many people were left out, because their days could not be computed.</summary>
    public int Failed { get; private set; }

    /// <summary>The first of them.</summary>
    public List<Guid> FailedIds { get; private set; } = [];

    /// <summary>How often the batch that comes next was begun; more after others that failed.</summary>
    public int Tries { get; private set; }

    /// <summary>How often another one was put behind it, or it was taken up again. It changes the row, so that of the last batch and a new one behind it one runs again and sees the other.</summary>
    public int Followers { get; private set; }

    /// <summary>By how much less than usual the batch takes on: nothing at first, most where it has failed again and again.</summary>
    public int Narrowed => Math.Clamp(Tries - 1, 0, TriesUntilOne - 1);

    /// <summary>True when the batch was tried with few people, and with one, and no more is to be hoped.</summary>
    public bool IsStuck => Tries > TriesMax;

    public RebuildState State => FinishedAt is not null ? RebuildState.Completed : BegunAt is not null ? RebuildState.Running : RebuildState.Waiting;

    /// <summary>Asked for by somebody.</summary>
    public static DayRebuild Ask(Guid tenantId, Guid id, DateOnly from, DateOnly to, IEnumerable<Guid> userIds, Guid by, DateTimeOffset now) =>
        new(tenantId, id, from, to, now) { UserIds = [.. userIds.Distinct().Order()], AskedBy = by };

    /// <summary>Because rules or plans changed.</summary>
    /// <param name="cause">The shift, pattern or calendar that changed; null where the change is everybody's.</param>
    public static DayRebuild Follow(Guid tenantId, Guid id, DateOnly from, DateOnly to, Guid? cause, DateTimeOffset now) =>
        new(tenantId, id, from, to, now) { Causes = cause is { } only ? [only] : [] };

    /// <summary>Takes in what changes while it waits.</summary>
    public void TakeIn(DateOnly from, DateOnly to, Guid? cause, DateTimeOffset now)
    {
        (From, To, AskedAt) = (from < From ? from : From, to > To ? to : To, now);
        if (cause is not { } another || Causes.Count == 0 || (!Causes.Contains(another) && Causes.Count == CausesMax))
        {
            Causes = [];
        }
        else if (!Causes.Contains(another))
        {
            Causes = [.. Causes, another];
        }
    }

    /// <summary>Another one waits for its end.</summary>
    public void FollowedByOneMore() => Followers++;

    public void Begin(DateTimeOffset now)
    {
        BegunAt = now;
        Raise(new RebuildAdvanced(Id, DoneTo));
    }

    /// <summary>Asks again for the batch that comes next. The row changes with it, for an event leaves with what is written.</summary>
    public void GoOn()
    {
        Followers++;
        Raise(new RebuildAdvanced(Id, DoneTo));
    }

    /// <summary>The batch that comes next is begun. Kept before it is done, so that it is known also of one that took too long or ended with its process.</summary>
    public void Try() => Tries++;

    /// <summary>Counts a batch, and asks for the next one.</summary>
    /// <param name="next">After whom that begins; null where this was the last.</param>
    public void Count(int days, int changed, Guid? next, DateTimeOffset now)
    {
        (Days, Changed) = (Days + days, Changed + changed);

        // Behind one that failed the next takes on more again, step by step.
        Tries = Math.Max(0, Narrowed - 1);
        Advance(next, now);
    }

    /// <summary>Leaves people out, because what there is of them could not be computed, and asks for the next batch, which is as careful.</summary>
    /// <param name="next">After whom that begins; null where nobody comes after them.</param>
    public void Skip(IReadOnlyCollection<Guid> ids, Guid? next, DateTimeOffset now)
    {
        Failed += ids.Count;
        FailedIds = [.. FailedIds, .. ids.Take(FailedShown - FailedIds.Count)];
        Tries = TriesUntilOne - 1;
        Advance(next, now);
    }

    private void Advance(Guid? next, DateTimeOffset now)
    {
        if (next is not { } doneTo)
        {
            FinishedAt = now;
            return;
        }

        DoneTo = doneTo;
        Raise(new RebuildAdvanced(Id, doneTo));
    }
}

/// <summary>Some people's days are to be computed anew.</summary>
/// <param name="After">Of people after this id.</param>
public sealed record RebuildAdvanced(Guid RebuildId, Guid After) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => RebuildId;
}
