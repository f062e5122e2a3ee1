using System.ComponentModel;
using Satcom.Domain.Common;

namespace Satcom.Domain.Leaves;

/// <summary>What an entry of a leave account is for.</summary>
[Description("What an entry of a leave account is for.")]
public enum LeaveEntryKind
{
    Accrual,

    /// <summary>What of a year's rest is not carried into the next.</summary>
    Forfeit,

    /// <summary>What of a carried-over rest nobody used in time.</summary>
    Expiry,

    Taken,

    /// <summary>Takes back one taken entry.</summary>
    Reversal,

    /// <summary>HR's own, such as an opening balance.</summary>
    Adjustment,
}

/// <summary>One line of a leave account. Append-only.</summary>
/// <param name="Date">Whose date it is: that of the leave, or of what was earned.</param>
/// <param name="Amount">In the type's unit; what reduces the balance is negative.</param>
/// <param name="Key">Unique within the account, so that nothing is posted twice.</param>
[Audited("leaveEntry")]
public sealed record LeaveEntry(Guid Id, LeaveEntryKind Kind, DateOnly Date, decimal Amount, string Key) : ITenantOwned
{
    public const int KeyMaxLength = 100;
    public const int ReasonMaxLength = 500;

    /// <inheritdoc/>
    public Guid TenantId { get; init; }

    public Guid AccountId { get; init; }

    public Guid? RequestId { get; init; }

    /// <summary>The entry that a reversal takes back.</summary>
    public Guid? ReversesId { get; init; }

    public string? Reason { get; init; }

    /// <summary>Of what was earned, what it would have been without a cap, and what a year's turn took; null for everything else, and in entries of before this was kept.</summary>
    public decimal? Due { get; init; }

    /// <summary>The first date behind the lock, where it was posted on one that was locked: tables of what was paid count it there, so that they stay as they were. Null where its own date was open.</summary>
    public DateOnly? BookedOn { get; init; }
}

/// <summary>By which terms somebody earns leave, and when.</summary>
/// <param name="From">The first date of the assignment.</param>
/// <param name="To">Its last date, if one is known.</param>
public sealed record LeaveEarning(LeaveTerms Terms, DateOnly From, DateOnly? To);

/// <summary>What is known of an account's time to come.</summary>
/// <param name="Earnings">By which terms it earns, all of the account: what was earned by none of them counts as taken back.</param>
/// <param name="Held">The charged dates of its undecided requests, other than the one that is judged.</param>
public sealed record LeaveOutlook(IReadOnlyCollection<LeaveEarning> Earnings, IReadOnlyCollection<LeaveDay> Held)
{
    /// <summary>Of an account that nothing is earned on, now or before, and that nothing else is asked of.</summary>
    public static readonly LeaveOutlook None = new([], []);
}
