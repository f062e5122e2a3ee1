using Satcom.Domain.Common;

namespace Satcom.Domain.Anomalies;

/// <summary>
/// That somebody's days are to be judged anew: what changes before that is done joins it, so that many changes at once are judged together. It has
/// the person's id, and stays once it is done: whoever changes that person's anomalies writes it, so that of two who judge at once one begins again. Not audited: what is found is.
/// </summary>
public sealed class Judgement : AggregateRoot
{
    private Judgement(Guid tenantId, Guid id, DateOnly from)
        : base(tenantId, id) => From = from;

    /// <summary>The first date that something changed on.</summary>
    public DateOnly From { get; private set; }

    /// <summary>What changed: rules that look at nothing of it have nothing to say.</summary>
    public RuleInputs Inputs { get; private set; }

    /// <summary>How many changes have joined it, and how often its person's anomalies were changed: each makes a new version, so that a judgement that did not see it is done again.</summary>
    public int Changes { get; private set; }

    /// <summary>True until it is judged.</summary>
    public bool IsDue { get; private set; }

    /// <summary>Whether it may wait, because it is one of very many.</summary>
    public bool IsBulk { get; private set; }

    public static Judgement Of(Guid tenantId, Guid employeeId, DateOnly from, RuleInputs inputs, bool isBulk = false)
    {
        var due = new Judgement(tenantId, employeeId, from) { IsDue = true, Inputs = inputs, IsBulk = isBulk };
        due.Call();
        return due;
    }

    /// <summary>Of somebody for whom nothing is due, and whose anomalies are changed.</summary>
    /// <param name="from">The first date that was judged.</param>
    public static Judgement Settled(Guid tenantId, Guid employeeId, DateOnly from) => new(tenantId, employeeId, from);

    /// <summary>Something else changed.</summary>
    /// <param name="isLost">True when what asked for the judgement was given up, so that nobody comes for it.</param>
    /// <param name="isBulk">True where very many are called for at once. What somebody does just now does not wait for those.</param>
    public void Join(DateOnly from, RuleInputs inputs, bool isLost, bool isBulk = false)
    {
        var isSooner = IsBulk && !isBulk;
        (From, Inputs) = IsDue ? (From < from ? From : from, Inputs | inputs) : (from, inputs);
        if (!IsDue || isLost || isSooner)
        {
            IsBulk = isBulk;
            Call();
        }

        IsDue = true;
        Changes++;
    }

    /// <summary>Has its person judged once more at a later moment, by some rules, because time alone may make a finding of what there is.</summary>
    public void CallAt(DateTimeOffset at, DateOnly from, IReadOnlyList<AnomalyKind> kinds) => Raise(new JudgementDue(Id) { From = from, Kinds = kinds, NotBefore = at });

    /// <summary>Its person's anomalies are changed by somebody else than who judges what is due.</summary>
    public void Touch() => Changes++;

    /// <summary>It was judged. Also where nothing was due of it, that is another version: what was read before is not written after this.</summary>
    public void Settle()
    {
        Changes += IsDue ? 0 : 1;
        IsDue = false;
    }

    private void Call() => Raise(IsBulk ? new RebuiltJudgementDue(Id) : new JudgementDue(Id));
}
