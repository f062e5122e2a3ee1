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
}

/// <summary>
/// One person's leave of one type: a ledger, and what open requests hold of it. Everything that posts or holds changes this one row, so of two
/// requests at once the second sees what the first left.
/// </summary>
public sealed class LeaveAccount : AggregateRoot
{
    private readonly List<LeaveEntry> _entries = [];

    public LeaveAccount(Guid tenantId, Guid id, Guid employeeId, Guid leaveTypeId, decimal? floor)
        : base(tenantId, id)
    {
        EmployeeId = employeeId;
        LeaveTypeId = leaveTypeId;
        Floor = floor;
    }

    public Guid EmployeeId { get; private set; }

    public Guid LeaveTypeId { get; private set; }

    /// <summary>How low the available balance may be brought by requests, zero or below; null for a type without balance.</summary>
    public decimal? Floor { get; private set; }

    /// <summary>The sum of the entries.</summary>
    public decimal Balance { get; private set; }

    /// <summary>What undecided requests hold.</summary>
    public decimal Pending { get; private set; }

    /// <summary>The date until which everything that is due is posted.</summary>
    public DateOnly RanThrough { get; private set; }

    public decimal Available => Balance - Pending;

    public IReadOnlyList<LeaveEntry> Entries => _entries;

    /// <summary>What the balance was or is on a date, as far as it is posted.</summary>
    public decimal BalanceOn(DateOnly date) => _entries.Where(e => e.Date <= date).Sum(e => e.Amount);

    /// <summary>Sets how low requests may bring it.</summary>
    public void Allow(decimal? floor) => Floor = floor;

    /// <summary>Keeps an amount for an undecided request.</summary>
    public Error? Hold(decimal amount)
    {
        if (Available - amount < Floor)
        {
            return new LeaveInsufficientBalance();
        }

        Pending += amount;
        return null;
    }

    public void Release(decimal amount) => Pending -= amount;

    /// <summary>Takes what a request held, one entry for each of its days. What fell away meanwhile may make it too much.</summary>
    public Error? Take(Guid requestId, IReadOnlyList<LeaveDay> days, Func<Guid> newId)
    {
        if (Available < Floor)
        {
            return new LeaveInsufficientBalance();
        }

        foreach (var day in days)
        {
            Release(day.Amount);
            Post(new LeaveEntry(newId(), LeaveEntryKind.Taken, day.Date, -day.Amount, $"taken:{requestId:N}:{Accruals.Iso(day.Date)}") { RequestId = requestId });
        }

        return null;
    }

    /// <summary>Takes back exactly what a request took, each entry once.</summary>
    public void Reverse(Guid requestId, Func<Guid> newId)
    {
        var taken = _entries.FindAll(e => e.Kind == LeaveEntryKind.Taken && e.RequestId == requestId && !_entries.Exists(r => r.ReversesId == e.Id));
        foreach (var entry in taken)
        {
            Post(new LeaveEntry(newId(), LeaveEntryKind.Reversal, entry.Date, -entry.Amount, $"reversal:{entry.Id:N}") { RequestId = requestId, ReversesId = entry.Id });
        }
    }

    public Error? Adjust(Guid id, DateOnly date, decimal amount, string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Attendance.ReasonRequired();
        }

        Post(new LeaveEntry(id, LeaveEntryKind.Adjustment, date, amount, $"adjustment:{id:N}") { Reason = reason.Trim() });
        return null;
    }

    /// <summary>
    /// Posts everything that is due until a date: of one date first what is carried over, then what expires, then what is earned. Run again it
    /// posts nothing, unless leave was booked or cancelled in between for a date before a carry-over or expiry: then it posts the difference.
    /// </summary>
    /// <param name="from">The first date of the assignment.</param>
    /// <param name="to">Its last date, if one is known.</param>
    /// <returns>How many entries were posted.</returns>
    public int Run(LeaveTerms terms, DateOnly from, DateOnly? to, DateOnly through, Func<Guid> newId)
    {
        var before = _entries.Count;
        Settled(through);
        List<(DateOnly Date, int Rank, Action Post)> due = [.. Accruals.Of(terms, from, to, through).Select(a => (a.Date, 2, new Action(() => Earn(a, terms, newId))))];

        // What becomes of a year's rest is said by the policy that its last day was under.
        for (var year = terms.YearOf(from).AddYears(1); year <= through && (to is null || year.AddDays(-1) <= to); year = year.AddYears(1))
        {
            var start = year;
            due.Add((start, 0, () => CarryOver(terms, start, newId)));
            if (terms.CarryOverMonths is { } months && start.AddMonths(months) is var end && end <= through)
            {
                due.Add((end, 1, () => Expire(terms, start, end, newId)));
            }
        }

        foreach (var (_, _, post) in due.OrderBy(d => d.Date).ThenBy(d => d.Rank))
        {
            post();
        }

        return _entries.Count - before;
    }

    /// <summary>Notes that nothing is due until a date any more.</summary>
    public void Settled(DateOnly through) => RanThrough = RanThrough > through ? RanThrough : through;

    private void Earn(Accrual accrual, LeaveTerms terms, Func<Guid> newId)
    {
        if (_entries.Exists(e => string.Equals(e.Key, accrual.Key, StringComparison.Ordinal)))
        {
            return;
        }

        // What the cap cuts off is gone, so the entry stands even where it is zero.
        var amount = terms.BalanceCap is { } cap ? Math.Clamp(cap - Balance, 0, accrual.Amount) : accrual.Amount;
        Post(new LeaveEntry(newId(), LeaveEntryKind.Accrual, accrual.Date, amount, accrual.Key));
    }

    private void CarryOver(LeaveTerms terms, DateOnly year, Func<Guid> newId) =>
        PostDifference(LeaveEntryKind.Forfeit, "carry:" + Accruals.Iso(year), year, Rest(year) - Carried(terms, year), newId);

    private void Expire(LeaveTerms terms, DateOnly year, DateOnly end, Func<Guid> newId)
    {
        var used = -_entries.Where(e => e.Kind is LeaveEntryKind.Taken or LeaveEntryKind.Reversal && e.Date >= year && e.Date < end).Sum(e => e.Amount);
        PostDifference(LeaveEntryKind.Expiry, "expiry:" + Accruals.Iso(year), end, Math.Max(0, Carried(terms, year) - used), newId);
    }

    private decimal Rest(DateOnly year) => _entries.Where(e => e.Date < year).Sum(e => e.Amount);

    private decimal Carried(LeaveTerms terms, DateOnly year) => terms.CarryOverMax is { } max ? Math.Min(Rest(year), max) : Rest(year);

    private void PostDifference(LeaveEntryKind kind, string key, DateOnly date, decimal due, Func<Guid> newId)
    {
        var posted = _entries.FindAll(e => e.Kind == kind && e.Key.StartsWith(key, StringComparison.Ordinal));
        var difference = due + posted.Sum(e => e.Amount);
        if (difference != 0)
        {
            Post(new LeaveEntry(newId(), kind, date, -difference, posted.Count == 0 ? key : $"{key}:{posted.Count + 1}"));
        }
    }

    private void Post(LeaveEntry entry)
    {
        _entries.Add(entry with { TenantId = TenantId, AccountId = Id });
        Balance += entry.Amount;
    }
}
