using Satcom.Domain.Common;

namespace Satcom.Domain.Leaves;

/// <summary>What of the approved leave a calendar feed shows.</summary>
public enum LeaveFeedScope
{
    /// <summary>One's own.</summary>
    Own,

    /// <summary>What its person sees in the calendar of leave.</summary>
    Calendar,
}

/// <summary>A person's secret link to approved leave, for calendar programs. There is one at most; making it anew ends the old link.</summary>
[Audited("leaveFeed")]
public sealed class LeaveFeed : AggregateRoot
{
    public LeaveFeed(Guid tenantId, Guid id, LeaveFeedScope scope, byte[] tokenHash, DateTimeOffset createdAt)
        : base(tenantId, id)
    {
        Scope = scope;
        TokenHash = tokenHash;
        CreatedAt = createdAt;
    }

    public LeaveFeedScope Scope { get; private set; }

    [Secret]
    public byte[] TokenHash { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Makes another link; the old one opens nothing any more.</summary>
    public void Renew(LeaveFeedScope scope, byte[] tokenHash, DateTimeOffset at) => (Scope, TokenHash, CreatedAt) = (scope, tokenHash, at);
}
