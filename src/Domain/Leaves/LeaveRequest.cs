using System.ComponentModel;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Domain.Leaves;

/// <summary>What has become of a request for leave.</summary>
[Description("What has become of a request for leave.")]
public enum LeaveStatus
{
    Pending,

    /// <summary>A manager spoke for it; where two steps are asked for, it can be approved now.</summary>
    Recommended,

    Approved,
    Denied,
    Cancelled,
}

/// <summary>The leave has begun, so its person can no longer take it back themselves.</summary>
public sealed record LeaveBegun() : Error("leave_begun", ErrorKind.Conflict);

/// <summary>Who recommended a request does not approve it too: two steps are two people's.</summary>
public sealed record LeaveSamePerson() : Error("leave_same_person", ErrorKind.Forbidden);

/// <summary>One move in a request's history. Append-only.</summary>
/// <param name="Sequence">Counts the moves of the request from one.</param>
/// <param name="For">The approver in whose place a delegate acted.</param>
public sealed record LeaveStep(int Sequence, LeaveStatus Status, Guid By, Guid? For, DateTimeOffset At, string? Note) : ITenantOwned
{
    /// <inheritdoc/>
    public Guid TenantId { get; init; }

    public Guid RequestId { get; init; }
}

/// <summary>Who acts, and in whose place.</summary>
/// <param name="For">The approver who is away; null where one acts for oneself.</param>
public readonly record struct LeaveDecider(Guid Id, Guid? For = null);

/// <summary>What is asked for.</summary>
/// <param name="Minutes">The length, for hours.</param>
public sealed record LeaveWish(DateOnly From, DateOnly To, LeavePortion Portion, int? Minutes, string? Reason);

/// <summary>A person's request for leave, and what became of it.</summary>
[Audited("leaveRequest")]
public sealed class LeaveRequest : AggregateRoot
{
    public const int ReasonMaxLength = 500;
    public const int NoteMaxLength = 500;

    private readonly List<LeaveStep> _steps = [];

    private LeaveRequest(Guid tenantId, Guid id, Guid employeeId, Guid leaveTypeId, DateOnly from, DateOnly to, LeavePortion portion)
        : base(tenantId, id)
    {
        EmployeeId = employeeId;
        LeaveTypeId = leaveTypeId;
        From = from;
        To = to;
        Portion = portion;
        FirstSlot = (from.DayNumber * 2) + (portion == LeavePortion.Pm ? 1 : 0);
        EndSlot = (to.DayNumber * 2) + (portion == LeavePortion.Am ? 1 : 2);
    }

    public Guid EmployeeId { get; private set; }

    public Guid LeaveTypeId { get; private set; }

    public DateOnly From { get; private set; }

    public DateOnly To { get; private set; }

    public LeavePortion Portion { get; private set; }

    public int? Minutes { get; private set; }

    public string? Reason { get; private set; }

    public LeaveStatus Status { get; private set; }

    /// <summary>The charged dates, as the person's calendar is.</summary>
    public IReadOnlyList<LeaveDay> Days { get; private set; } = [];

    /// <summary>The sum of the days, in the type's unit.</summary>
    public decimal Amount { get; private set; }

    /// <summary>The first half-day that is asked for, counted from the first date of the calendar; hours hold the whole date.</summary>
    public int FirstSlot { get; private set; }

    /// <summary>The half-day behind the last one. No two living requests of a person share a slot; the database holds it too.</summary>
    public int EndSlot { get; private set; }

    public DateTimeOffset RequestedAt { get; private set; }

    public IReadOnlyList<LeaveStep> Steps => _steps;

    /// <summary>True while the request holds its dates.</summary>
    public bool IsLiving => Status is LeaveStatus.Pending or LeaveStatus.Recommended or LeaveStatus.Approved;

    /// <summary>Asks for leave, and holds its amount of the account.</summary>
    /// <param name="schedule">The person's plan, with the leave that is approved already.</param>
    /// <param name="others">The person's other requests around these dates.</param>
    /// <param name="at">When it is asked for.</param>
    /// <param name="outlook">By what the account earns, and what others of its requests hold; may be left out where nothing is earned.</param>
    public static Result<LeaveRequest> Create(
        Guid id, LeaveAccount account, LeaveType type, LeaveWish wish, WorkSchedule schedule, IEnumerable<LeaveRequest> others, DateTimeOffset at = default, LeaveOutlook? outlook = null)
    {
        if (type.IsArchived)
        {
            return new LeaveTypeArchived();
        }

        var request = new LeaveRequest(account.TenantId, id, account.EmployeeId, type.Id, wish.From, wish.To, wish.Portion) { Minutes = wish.Minutes, Reason = wish.Reason, RequestedAt = at };
        if (wish.From <= wish.To && others.Any(o => o.Id != id && o.IsLiving && o.FirstSlot < request.EndSlot && request.FirstSlot < o.EndSlot))
        {
            return new LeaveOverlaps();
        }

        if (!LeaveCharge.Of(type, wish.From, wish.To, wish.Portion, wish.Minutes, schedule).TryGet(out var days, out var refusal))
        {
            return refusal;
        }

        request.Days = days;
        request.Amount = days.Sum(d => d.Amount);
        if (account.Hold(days, outlook ?? LeaveOutlook.None) is { } error)
        {
            return error;
        }

        request.Raise(new LeaveRequestChanged(id, account.EmployeeId, LeaveStatus.Pending));
        return request;
    }

    /// <summary>A manager speaks for it.</summary>
    public Error? Recommend(LeaveDecider decider, DateTimeOffset at, string? note) =>
        JudgeDecider(decider) ?? (Status == LeaveStatus.Pending ? Step(LeaveStatus.Recommended, decider, at, note) : new LeaveAlreadyDecided());

    /// <summary>Whether somebody may approve it, before it is said what it costs.</summary>
    /// <param name="inTwoSteps">Whether the company wants somebody else's recommendation first.</param>
    public Error? JudgeApproval(LeaveDecider decider, bool inTwoSteps)
    {
        if ((JudgeDecider(decider) ?? JudgeOpen()) is { } error)
        {
            return error;
        }

        if (inTwoSteps && Status != LeaveStatus.Recommended)
        {
            return new LeaveNotRecommended();
        }

        // Neither by themselves twice, nor once for another and once by that one.
        return inTwoSteps && _steps[^1] is var first && (first.By == decider.Id || first.For == decider.Id || first.By == decider.For || (decider.For is { } absent && first.For == absent))
            ? new LeaveSamePerson() : null;
    }

    /// <summary>Approves it, and takes its days from the account.</summary>
    /// <param name="inTwoSteps">Whether the company wants somebody else's recommendation first.</param>
    /// <param name="outlook">By what the account earns, and what others of its requests hold; may be left out where nothing is earned.</param>
    public Error? Approve(LeaveDecider decider, LeaveAccount account, bool inTwoSteps, DateTimeOffset at, string? note, Func<Guid> newId, LeaveOutlook? outlook = null)
    {
        if (JudgeApproval(decider, inTwoSteps) is { } error)
        {
            return error;
        }

        if (account.Take(Id, Days, newId, outlook ?? LeaveOutlook.None) is { } lack)
        {
            return lack;
        }

        Step(LeaveStatus.Approved, decider, at, note);
        Raise(new LeaveApproved(Id, EmployeeId, From, To));
        return null;
    }

    public Error? Deny(LeaveDecider decider, LeaveAccount account, DateTimeOffset at, string? note)
    {
        if ((JudgeDecider(decider) ?? JudgeOpen()) is { } error)
        {
            return error;
        }

        account.Release(Amount);
        return Step(LeaveStatus.Denied, decider, at, note);
    }

    /// <summary>Takes it back: what it held is free again, what it took is reversed. Once it has begun, its person needs somebody else for it.</summary>
    /// <param name="today">Today in the person's zone.</param>
    public Error? Cancel(Guid by, LeaveAccount account, DateOnly today, DateTimeOffset at, string? note, Func<Guid> newId)
    {
        if (!IsLiving)
        {
            return new LeaveAlreadyDecided();
        }

        if (Status == LeaveStatus.Approved)
        {
            if (by == EmployeeId && From <= today)
            {
                return new LeaveBegun();
            }

            account.Reverse(Id, newId);
            Raise(new LeaveCancelled(Id, EmployeeId, From, To));
        }
        else
        {
            account.Release(Amount);
        }

        return Step(LeaveStatus.Cancelled, new LeaveDecider(by), at, note);
    }

    /// <summary>
    /// Charges some of its dates as the person is planned now. An undecided request holds so much more or less; of an approved one each date that costs otherwise is given back and taken
    /// anew, also where there is not so much.
    /// </summary>
    /// <param name="days">What the dates from the first to the last cost now; a date that costs nothing is left out.</param>
    /// <returns>True when something changed.</returns>
    public bool Recharge(IReadOnlyList<LeaveDay> days, DateOnly first, DateOnly last, LeaveAccount account, Func<Guid> newId)
    {
        if (!IsLiving)
        {
            return false;
        }

        List<LeaveDay> charged = [.. Days.Where(d => d.Date < first || d.Date > last).Concat(days.Where(d => d.Date >= first && d.Date <= last)).OrderBy(d => d.Date)];
        List<DateOnly> changed = [.. Days.Except(charged).Concat(charged.Except(Days)).Select(d => d.Date).Distinct().Order()];
        if (changed.Count == 0)
        {
            return false;
        }

        var (was, before) = (Days, Amount);
        (Days, Amount) = (charged, charged.Sum(d => d.Amount));
        if (Status == LeaveStatus.Approved)
        {
            foreach (var date in changed.Where(date => CostOf(was, date) != CostOf(charged, date)))
            {
                account.Recharge(Id, date, CostOf(charged, date), newId);
            }

            Raise(new LeaveApproved(Id, EmployeeId, changed[0], changed[^1]));
        }
        else
        {
            account.Release(before - Amount);
        }

        Raise(new LeaveRequestChanged(Id, EmployeeId, Status));
        return true;
    }

    private static decimal CostOf(IEnumerable<LeaveDay> days, DateOnly date) => days.Where(d => d.Date == date).Sum(d => d.Amount);

    /// <summary>Ends approved leave on a date that it has begun by; what it took behind that date is given back.</summary>
    public void EndOn(DateOnly last, LeaveAccount account, Func<Guid> newId)
    {
        Recharge([], last.AddDays(1), To, account, newId);
        (To, EndSlot) = (last, Math.Min(EndSlot, (last.DayNumber * 2) + 2));
    }

    /// <summary>Takes back what lies behind a date of approved leave that has begun: it ends then, stays approved, and what it took for the rest is given back.</summary>
    /// <param name="last">The last date that stays.</param>
    public Error? CancelRest(Guid by, DateOnly last, LeaveAccount account, DateTimeOffset at, string? note, Func<Guid> newId)
    {
        if (Status != LeaveStatus.Approved)
        {
            return new LeaveAlreadyDecided();
        }

        if (by == EmployeeId)
        {
            return new LeaveBegun();
        }

        if (To <= last)
        {
            return new Attendance.DayLocked();
        }

        EndOn(last, account, newId);
        return Step(LeaveStatus.Approved, new LeaveDecider(by), at, note);
    }

    /// <summary>Nobody decides what they asked for; nor does a delegate in the place of who asked.</summary>
    private Error? JudgeDecider(LeaveDecider decider) => decider.Id == EmployeeId || decider.For == EmployeeId ? new LeaveOwnRequest() : null;

    private Error? JudgeOpen() => Status is LeaveStatus.Pending or LeaveStatus.Recommended ? null : new LeaveAlreadyDecided();

    private Error? Step(LeaveStatus to, LeaveDecider decider, DateTimeOffset at, string? note)
    {
        Status = to;
        _steps.Add(new LeaveStep(_steps.Count + 1, to, decider.Id, decider.For, at, note) { TenantId = TenantId, RequestId = Id });
        Raise(new LeaveRequestChanged(Id, EmployeeId, to));
        return null;
    }
}
