using Satcom.Domain.Anomalies;

namespace Satcom.Infrastructure.Outbox;

/// <summary>
/// Some types of events, which a loop of their own delivers: what takes its time in the background keeps nobody waiting whose events are soon done.
/// </summary>
/// <param name="Filter">SQL over the messages. Each lane has an index of the same words, so that it does not read over what waits in another.</param>
/// <param name="IsOrdered">Whether a message waits for the earlier ones of its aggregate, of any ordered lane. Where none does, those of one company and type are handed over together.</param>
/// <param name="AtOnce">So many messages are locked and delivered together; another node takes others meanwhile.</param>
/// <param name="Gather">What comes within this time goes together while there is something to do: a claim costs as much for one as for many.</param>
internal sealed record OutboxLane(string Name, string Filter, bool IsOrdered, int AtOnce, TimeSpan Gather)
{
    /// <summary>What comes within this time goes together at the least.</summary>
    public static readonly TimeSpan GatherLeast = TimeSpan.FromMilliseconds(10);

    private const string Evaluated = nameof(EvaluationAdvanced);
    private const string Judged = nameof(JudgementDue);
    private const string Rebuilt = nameof(RebuiltJudgementDue);

    /// <summary>Types that keep no order, and that nobody waits for: whoever handles them reads what is there by then.</summary>
    public const string Unordered = $"'{Judged}', '{Rebuilt}'";

    /// <summary>All that is in no other. Somebody may be watching, so it gathers no longer than nobody sees.</summary>
    public static readonly OutboxLane Main = new("live", $"type NOT IN ('{Evaluated}', {Unordered})", IsOrdered: true, AtOnce: 100, TimeSpan.FromMilliseconds(40));

    /// <summary>Somebody's days that changed just now. They are read as they are by then, so it does not matter what of that person's comes first; and a judgement may be a moment late where it is much cheaper with others.</summary>
    public static readonly OutboxLane Judgements = new("judgements", $"type = '{Judged}'", IsOrdered: false, AtOnce: 100, TimeSpan.FromMilliseconds(150));

    /// <summary>Somebody's days that were computed anew with very many others': they wait behind no evaluation, and none waits behind them.</summary>
    public static readonly OutboxLane Rebuilds = new("rebuilds", $"type = '{Rebuilt}'", IsOrdered: false, AtOnce: 100, TimeSpan.FromMilliseconds(150));

    /// <summary>Everybody's days, hundreds of people at a time.</summary>
    public static readonly OutboxLane Evaluations = new("evaluations", $"type = '{Evaluated}'", IsOrdered: true, AtOnce: 1, GatherLeast);

    public static IReadOnlyList<OutboxLane> All { get; } = [Main, Judgements, Rebuilds, Evaluations];

    public static OutboxLane Of(string type) => type switch
    {
        Judged => Judgements,
        Rebuilt => Rebuilds,
        Evaluated => Evaluations,
        _ => Main,
    };
}
