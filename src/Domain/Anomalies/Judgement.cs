using Satcom.Domain.Common;

namespace Satcom.Domain.Anomalies;

/// <summary>
/// That somebody's days are to be judged anew: what changes before that is done joins it, so that many changes at once are judged together. It has
/// the person's id, and goes once it is done. Not audited: what is found is.
/// </summary>
public sealed class Judgement : AggregateRoot
{
    private Judgement(Guid tenantId, Guid id, DateOnly from)
        : base(tenantId, id) => From = from;

    /// <summary>The first date that something changed on.</summary>
    public DateOnly From { get; private set; }

    /// <summary>How many changes have joined it: each makes a new version, so that a judgement that did not see it is done again.</summary>
    public int Changes { get; private set; }

    public static Judgement Of(Guid tenantId, Guid employeeId, DateOnly from)
    {
        var due = new Judgement(tenantId, employeeId, from);
        due.Raise(new JudgementDue(employeeId));
        return due;
    }

    public void Join(DateOnly from)
    {
        From = from < From ? from : From;
        Changes++;
    }
}
