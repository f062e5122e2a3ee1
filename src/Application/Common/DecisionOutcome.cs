using System.ComponentModel;

namespace Satcom.Application.Common;

/// <summary>What became of one thing among many that were decided at once.</summary>
[Description("What became of one thing among many that were decided at once: decided now, left as it is because there was nothing to decide any more, or refused.")]
public enum DecisionOutcome
{
    Decided,

    /// <summary>There was nothing to decide any more: it was decided before, by the same request too.</summary>
    Unchanged,

    /// <summary>For the reason that its code names.</summary>
    Refused,
}
