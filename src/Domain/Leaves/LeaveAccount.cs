using System.Globalization;
using Satcom.Domain.Common;

namespace Satcom.Domain.Leaves;

/// <summary>
/// One person's leave of one type: a ledger, and what open requests hold of it. Everything that posts or holds changes this one row, so of two
/// requests at once the second sees what the first left.
/// </summary>
public sealed class LeaveAccount : AggregateRoot
{
    private const int YearsForeseen = 5;

    private readonly List<LeaveEntry> _entries = [];

    /// <summary>Dates up to this one are locked, as far as was said when something was posted.</summary>
    private DateOnly? _locked;

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

    /// <summary>What there is for leave of now: so much that all that is booked and held for later stays covered, with what is earned, carried over and lost on the way. A request may bring it down to the floor.</summary>
    /// <returns>The balance less what is held, for a type without a floor.</returns>
    public decimal AvailableIn(LeaveOutlook outlook)
    {
        if (Floor is not { } floor)
        {
            return Available;
        }

        var (unplaced, then) = (Unplaced(outlook, own: 0), Along(outlook, Unplaced(outlook, own: 0), []));
        var course = then.CourseFrom(RanThrough);
        var least = course.Min(c => c.Balance);
        if (least < floor)
        {
            return least;
        }

        // Of what would be lost on the way more may be taken than is left at the end. Amounts are hundredths.
        var (enough, most) = ((int)((least - floor) * 100), (int)((course[0].Balance - floor) * 100));
        while (enough < most)
        {
            var tried = (enough + most + 1) / 2;
            (enough, most) = Along(outlook, unplaced + (tried / 100m), []).CourseFrom(RanThrough).TrueForAll(c => c.Balance >= floor) ? (tried, most) : (enough, tried - 1);
        }

        return (enough / 100m) + floor;
    }

    /// <summary>Keeps the amount of an undecided request, if there is as much on all of its dates, and on all later ones on which something is booked.</summary>
    public Error? Hold(IReadOnlyCollection<LeaveDay> days, LeaveOutlook outlook)
    {
        if (Judge(days, outlook, own: 0) is { } lack)
        {
            return lack;
        }

        Pending += days.Sum(d => d.Amount);
        return null;
    }

    public void Release(decimal amount) => Pending -= amount;

    /// <summary>Takes what a request held, one entry for each of its days. What fell away meanwhile may make it too much.</summary>
    public Error? Take(Guid requestId, IReadOnlyList<LeaveDay> days, Func<Guid> newId, LeaveOutlook outlook)
    {
        if (Judge(days, outlook, days.Sum(d => d.Amount)) is { } lack)
        {
            return lack;
        }

        foreach (var day in days)
        {
            Release(day.Amount);
            Post(new LeaveEntry(newId(), LeaveEntryKind.Taken, day.Date, -day.Amount, TakenKey(requestId, day.Date)) { RequestId = requestId });
        }

        return null;
    }

    /// <summary>Charges one date of approved leave otherwise than it was: gives back what was taken for it, and takes what it costs now, also where there is not so much.</summary>
    public void Recharge(Guid requestId, DateOnly date, decimal amount, Func<Guid> newId)
    {
        Reverse(requestId, newId, date);
        if (amount != 0)
        {
            var key = TakenKey(requestId, date);
            Post(new LeaveEntry(newId(), LeaveEntryKind.Taken, date, -amount, NextKey(key, Posted(key))) { RequestId = requestId });
        }
    }

    /// <summary>Takes back exactly what a request took, each entry once.</summary>
    /// <param name="date">Of this date alone.</param>
    public void Reverse(Guid requestId, Func<Guid> newId, DateOnly? date = null)
    {
        var taken = _entries.FindAll(e => e.Kind == LeaveEntryKind.Taken && e.RequestId == requestId && (date is null || e.Date == date) && !_entries.Exists(r => r.ReversesId == e.Id));
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
    /// Posts everything that is due until a date: of one date first what expires, then what is carried over, then what is earned. Run again it posts nothing, unless an assignment was
    /// ended otherwise or taken away meanwhile, or leave booked or cancelled for a date before a carry-over or expiry: then it posts the difference.
    /// </summary>
    /// <param name="earnings">All of the account; none of them share a date.</param>
    /// <param name="before">What they were until just now, where one is about to change: entries that do not say what was due are settled by what the change makes of it, and by nothing else.</param>
    /// <param name="locked">Dates up to this one are locked: what is posted on them is booked behind it.</param>
    /// <returns>How many entries were posted.</returns>
    public int Run(IReadOnlyCollection<LeaveEarning> earnings, DateOnly through, Func<Guid> newId, IReadOnlyCollection<LeaveEarning>? before = null, DateOnly? locked = null)
    {
        var count = _entries.Count;
        _locked = locked;
        Settled(through);
        var was = before is null ? null : DueBy(before, through, was: null, newId).ToDictionary(d => d.Key, d => d.Amount, StringComparer.Ordinal);
        var due = DueBy(earnings, through, was, newId);
        due.AddRange(DueNoMore(due, through, was, newId));
        foreach (var one in due.OrderBy(d => d.Date).ThenBy(d => d.Rank))
        {
            one.Post();
        }

        return _entries.Count - count;
    }

    /// <inheritdoc cref="Run(IReadOnlyCollection{LeaveEarning}, DateOnly, Func{Guid}, IReadOnlyCollection{LeaveEarning}, DateOnly?)"/>
    public int Run(LeaveTerms terms, DateOnly from, DateOnly? to, DateOnly through, Func<Guid> newId) => Run([new LeaveEarning(terms, from, to)], through, newId);

    /// <summary>Notes that nothing is due until a date any more.</summary>
    public void Settled(DateOnly through) => RanThrough = RanThrough > through ? RanThrough : through;

    /// <summary>
    /// Judges the dates of a request along time: on none of them, and on no later one on which something is booked or asked for, may it bring the account below the floor. What lies below it without the request is
    /// not the asker's, and what was in the past was settled since.
    /// </summary>
    /// <param name="own">What the request holds by now.</param>
    private LeaveInsufficientBalance? Judge(IReadOnlyCollection<LeaveDay> days, LeaveOutlook outlook, decimal own)
    {
        if (Floor is not { } floor || days.Count == 0)
        {
            return null;
        }

        var (unplaced, first) = (Unplaced(outlook, own), days.Min(d => d.Date));
        var below = Along(outlook, unplaced, days).CourseFrom(first > RanThrough ? first : RanThrough).FindAll(c => c.Balance < floor);
        if (below.Count == 0)
        {
            return null;
        }

        // On the same dates, but for nothing: what is earned and lost until then is the same.
        var without = Along(outlook, unplaced, [.. days.Select(d => d with { Amount = 0 })]);
        return below.Exists(c => c.Balance < without.BalanceOn(c.Date)) ? new LeaveInsufficientBalance() : null;
    }

    /// <summary>What is held by requests that nobody names: it counts at once.</summary>
    private decimal Unplaced(LeaveOutlook outlook, decimal own) => Math.Max(0, Pending - own - outlook.Held.Sum(d => d.Amount));

    /// <summary>The account as it will be once everything that is asked for is taken, on the last date of that; of dates farther away than some years, as it will be by then.</summary>
    private LeaveAccount Along(LeaveOutlook outlook, decimal unplaced, IReadOnlyCollection<LeaveDay> asked)
    {
        var then = new LeaveAccount(TenantId, Id, EmployeeId, LeaveTypeId, Floor) { Balance = Balance, RanThrough = RanThrough };
        then._entries.AddRange(_entries);
        then.Book(RanThrough, unplaced);
        foreach (var day in outlook.Held.Concat(asked))
        {
            then.Book(day.Date, day.Amount);
        }

        var (last, farthest) = (then._entries.Max(e => e.Date), RanThrough.AddYears(YearsForeseen));
        then.Run(outlook.Earnings, last < RanThrough ? RanThrough : last < farthest ? last : farthest, () => Guid.Empty);
        return then;
    }

    private void Book(DateOnly date, decimal amount) => Post(new LeaveEntry(Guid.Empty, LeaveEntryKind.Taken, date, -amount, "booked"));

    /// <summary>The balance on a date, and on each later one that has an entry.</summary>
    private List<(DateOnly Date, decimal Balance)> CourseFrom(DateOnly first)
    {
        List<(DateOnly Date, decimal Balance)> course = [(first, BalanceOn(first))];
        foreach (var date in _entries.Where(e => e.Date > first).GroupBy(e => e.Date).OrderBy(g => g.Key))
        {
            course.Add((date.Key, course[^1].Balance + date.Sum(e => e.Amount)));
        }

        return course;
    }

    private List<Due> DueBy(IReadOnlyCollection<LeaveEarning> earnings, DateOnly through, Dictionary<string, decimal>? was, Func<Guid> newId)
    {
        List<Due> due = [];
        foreach (var (terms, from, to) in earnings)
        {
            due.AddRange(Accruals.Of(terms, from, to, through).Select(a => new Due(a.Key, a.Date, LeaveEntryKind.Accrual, a.Amount, () => Earn(a, terms.BalanceCap, was, newId))));

            // What becomes of a year's rest is said by the policy that its last day was under.
            for (var year = terms.YearOf(from).AddYears(1); year <= through && (to is null || year.AddDays(-1) <= to); year = year.AddYears(1))
            {
                var start = year;
                due.Add(new Due("carry:" + Accruals.Iso(start), start, LeaveEntryKind.Forfeit, 0, () => CarryOver(terms, start, newId)));
                if (terms.CarryOverMonths is { } months && start.AddMonths(months) is var end && end <= through)
                {
                    due.Add(new Due("expiry:" + Accruals.Iso(start), end, LeaveEntryKind.Expiry, 0, () => Expire(terms, start, end, newId)));
                }
            }
        }

        return due;
    }

    /// <summary>
    /// What was posted by an assignment that has ended sooner since, or is gone: it is taken back on its own date. What a year's turn took without saying what was due goes only with the change that it
    /// is due no more by.
    /// </summary>
    private List<Due> DueNoMore(IEnumerable<Due> due, DateOnly through, Dictionary<string, decimal>? was, Func<Guid> newId)
    {
        var keys = due.Select(d => d.Key).ToHashSet(StringComparer.Ordinal);
        return [.. _entries.Where(e => e.Kind is LeaveEntryKind.Accrual or LeaveEntryKind.Forfeit or LeaveEntryKind.Expiry && e.Date <= through)
            .GroupBy(e => FirstKeyOf(e.Key), StringComparer.Ordinal).Where(g => !keys.Contains(g.Key)).Select(g => (g.Key, First: g.First()))
            .Where(g => g.First.Kind == LeaveEntryKind.Accrual || g.First.Due is not null || was?.ContainsKey(g.Key) == true)
            .Select(g => new Due(g.Key, g.First.Date, g.First.Kind, 0, g.First.Kind == LeaveEntryKind.Accrual
                ? () => Earn(new Accrual(g.Key, g.First.Date, 0), cap: null, was, newId)
                : () => PostDifference(g.First.Kind, g.Key, g.First.Date, 0, newId)))];
    }

    /// <param name="was">What was due until just now, by key, where an assignment is about to change.</param>
    private void Earn(Accrual accrual, decimal? cap, Dictionary<string, decimal>? was, Func<Guid> newId)
    {
        var posted = Posted(accrual.Key);
        var said = posted.Sum(e => e.Due ?? e.Amount);

        // Entries of before it was kept what was due: nobody knows what a cap cut off, or an early end had left to the person, so they stand for all that was due.
        var isUnsaid = posted.Count > 0 && posted.TrueForAll(e => e.Due is null);
        var change = accrual.Amount - (!isUnsaid ? said : was is null ? accrual.Amount : was.GetValueOrDefault(accrual.Key));
        if (posted.Count > 0 && change == 0)
        {
            return;
        }

        // What the cap cuts off is gone, so the entry stands even where it is zero; what is due no more was given only as far as the cap let it.
        var rest = accrual.Amount - posted.Sum(e => e.Amount);
        var given = Math.Max(0, Math.Min(change, rest));
        var amount = change < 0 ? Math.Min(0, Math.Max(change, rest)) : cap is { } most ? Math.Clamp(most - HighestFrom(accrual.Date), 0, given) : given;
        Post(new LeaveEntry(newId(), LeaveEntryKind.Accrual, accrual.Date, amount, NextKey(accrual.Key, posted)) { Due = accrual.Amount - said });
    }

    /// <summary>
    /// The balance on a date, or on a later one on which something was earned by now, where that is higher. What is booked for later dates makes no room under a cap: it may be cancelled, and who books late earns no less.
    /// </summary>
    private decimal HighestFrom(DateOnly date) => _entries.Where(e => e.Kind == LeaveEntryKind.Accrual && e.Date > date).Select(e => e.Date).Distinct().Append(date).Max(BalanceOn);

    private void CarryOver(LeaveTerms terms, DateOnly year, Func<Guid> newId) =>
        PostDifference(LeaveEntryKind.Forfeit, "carry:" + Accruals.Iso(year), year, Rest(year) - Carried(terms, year), newId);

    private void Expire(LeaveTerms terms, DateOnly year, DateOnly end, Func<Guid> newId)
    {
        var within = _entries.FindAll(e => e.Date >= year && e.Date < end);
        var used = TakenOffByHand(within) - within.Where(e => e.Kind is LeaveEntryKind.Taken or LeaveEntryKind.Reversal).Sum(e => e.Amount);
        PostDifference(LeaveEntryKind.Expiry, "expiry:" + Accruals.Iso(year), end, Math.Max(0, Carried(terms, year) - used), newId);
    }

    /// <summary>What was paid out or taken off by hand is gone already, unless it was put back just so: then it was a slip.</summary>
    private static decimal TakenOffByHand(IEnumerable<LeaveEntry> entries)
    {
        List<decimal> off = [];
        foreach (var entry in entries.Where(e => e.Kind == LeaveEntryKind.Adjustment).OrderBy(e => e.Date).ThenBy(e => e.Id))
        {
            if (entry.Amount < 0)
            {
                off.Add(-entry.Amount);
            }
            else
            {
                off.Remove(entry.Amount);
            }
        }

        return off.Sum();
    }

    /// <summary>What there was at the end of a year. What expires on the turn itself is no part of it, or the turn would take it once more.</summary>
    private decimal Rest(DateOnly year) => _entries.Where(e => e.Date < year || (e.Kind == LeaveEntryKind.Expiry && e.Date == year)).Sum(e => e.Amount);

    private decimal Carried(LeaveTerms terms, DateOnly year) => terms.CarryOverMax is { } max ? Math.Min(Rest(year), max) : Rest(year);

    private void PostDifference(LeaveEntryKind kind, string key, DateOnly date, decimal due, Func<Guid> newId)
    {
        var posted = Posted(key);
        var difference = due + posted.Sum(e => e.Amount);
        if (difference != 0)
        {
            Post(new LeaveEntry(newId(), kind, date, -difference, NextKey(key, posted)) { Due = -difference });
        }
    }

    private List<LeaveEntry> Posted(string key) => _entries.FindAll(e => e.Key.StartsWith(key, StringComparison.Ordinal));

    /// <summary>The first entry has the key alone; those that put it right are counted behind it.</summary>
    private static string NextKey(string key, List<LeaveEntry> posted) => posted.Count == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}:{posted.Count + 1}");

    private static string FirstKeyOf(string key) => key.LastIndexOf(':') is var last && last > key.IndexOf(':', StringComparison.Ordinal) ? key[..last] : key;

    private static string TakenKey(Guid requestId, DateOnly date) => $"taken:{requestId:N}:{Accruals.Iso(date)}";

    private void Post(LeaveEntry entry)
    {
        _entries.Add(entry with { TenantId = TenantId, AccountId = Id, BookedOn = entry.Date <= _locked ? _locked.Value.AddDays(1) : null });
        Balance += entry.Amount;
    }

    /// <summary>Something that is to be posted under a key, in the order of its date.</summary>
    /// <param name="Amount">Of what is earned; what a year's turn takes depends on the balance.</param>
    private sealed record Due(string Key, DateOnly Date, LeaveEntryKind Kind, decimal Amount, Action Post)
    {
        public int Rank => Kind switch { LeaveEntryKind.Expiry => 0, LeaveEntryKind.Forfeit => 1, _ => 2 };
    }
}
