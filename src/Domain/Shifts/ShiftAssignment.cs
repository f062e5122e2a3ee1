using Satcom.Domain.Common;

namespace Satcom.Domain.Shifts;

/// <summary>The person has another assignment within these dates.</summary>
public sealed record ShiftAssignmentOverlaps() : Error("shift_assignment_overlaps", ErrorKind.Conflict);

/// <summary>The last date lies before the first.</summary>
public sealed record DatesReversed() : Error("dates_reversed", ErrorKind.Unprocessable);

/// <summary>Who works which shift or pattern in which dates. No two of a person overlap; the database holds it too.</summary>
[Audited("shiftAssignment")]
public sealed class ShiftAssignment : AggregateRoot
{
    private ShiftAssignment(Guid tenantId, Guid id, Guid employeeId, DateOnly from, DateOnly? to)
        : base(tenantId, id)
    {
        EmployeeId = employeeId;
        From = from;
        To = to;
    }

    public Guid EmployeeId { get; private set; }

    public DateOnly From { get; private set; }

    /// <summary>The last date; null while no end is known.</summary>
    public DateOnly? To { get; private set; }

    /// <summary>The shift of every day that is not a rest day; null where there is a pattern.</summary>
    public Guid? ShiftId { get; private set; }

    public Guid? PatternId { get; private set; }

    /// <summary>The date on which the pattern's first slot falls.</summary>
    public DateOnly Anchor { get; private set; }

    /// <summary>Assigns one shift for every day that is not a rest day.</summary>
    public static Result<ShiftAssignment> OfShift(Guid tenantId, Guid id, Guid employeeId, Guid shiftId, DateOnly from, DateOnly? to) =>
        to < from ? new DatesReversed() : new ShiftAssignment(tenantId, id, employeeId, from, to) { ShiftId = shiftId, Anchor = from }.Told();

    /// <summary>Assigns a pattern whose first slot falls on the anchor; that date may lie anywhere.</summary>
    public static Result<ShiftAssignment> OfPattern(Guid tenantId, Guid id, Guid employeeId, Guid patternId, DateOnly anchor, DateOnly from, DateOnly? to) =>
        to < from ? new DatesReversed() : new ShiftAssignment(tenantId, id, employeeId, from, to) { PatternId = patternId, Anchor = anchor }.Told();

    /// <summary>What is assigned on one date, for planning alone; null for nothing.</summary>
    public static ShiftAssignment? OnDate(Guid tenantId, Guid employeeId, DateOnly date, Guid? shiftId, Guid? patternId, DateOnly anchor) =>
        shiftId is null && patternId is null ? null : new ShiftAssignment(tenantId, employeeId, employeeId, date, date) { ShiftId = shiftId, PatternId = patternId, Anchor = anchor };

    /// <summary>Sets the last date.</summary>
    public Error? EndOn(DateOnly? to)
    {
        if (to < From)
        {
            return new DatesReversed();
        }

        if (To != to)
        {
            // What lies behind the earlier of the two ends may be planned otherwise now.
            var earlier = To is null ? to : to is null || To < to ? To : to;
            To = to;
            Raise(new ScheduleChanged(EmployeeId, earlier!.Value.AddDays(1)));
        }

        return null;
    }

    /// <summary>Tells that the assignment is taken away.</summary>
    public void Remove() => Raise(new ScheduleChanged(EmployeeId, From));

    public bool Covers(DateOnly date) => From <= date && (To is null || date <= To);

    /// <summary>Judges the assignment beside the person's others.</summary>
    public Error? JudgeBeside(IEnumerable<ShiftAssignment> others) =>
        others.Any(o => o.Id != Id && o.EmployeeId == EmployeeId && (To is null || o.From <= To) && (o.To is null || From <= o.To)) ? new ShiftAssignmentOverlaps() : null;

    private ShiftAssignment Told()
    {
        Raise(new ScheduleChanged(EmployeeId, From));
        return this;
    }
}
