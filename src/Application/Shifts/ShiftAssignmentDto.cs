using System.Linq.Expressions;
using Satcom.Application.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>Who works which shift or pattern in which dates.</summary>
public sealed record ShiftAssignmentDto : IVersioned
{
    internal static readonly Expression<Func<ShiftAssignment, ShiftAssignmentDto>> Projection = a => new ShiftAssignmentDto
    {
        Id = a.Id,
        UserId = a.EmployeeId,
        ShiftId = a.ShiftId,
        PatternId = a.PatternId,
        Anchor = a.Anchor,
        From = a.From,
        To = a.To,
        Version = a.Version,
    };

    /// <summary>The assignment's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who works it.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The shift of every day that is not a rest day; null where there is a pattern.</summary>
    public Guid? ShiftId { get; init; }

    /// <summary>The pattern; null where there is a shift.</summary>
    public Guid? PatternId { get; init; }

    /// <summary>The date on which the pattern's first slot falls.</summary>
    public required DateOnly Anchor { get; init; }

    /// <summary>The first date.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last date; null while no end is known.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Changes with every change of the assignment; as ETag too.</summary>
    public uint Version { get; set; }

    internal static ShiftAssignmentDto AfterChange(ShiftAssignment assignment) => Of(assignment) with { Version = 0 };

    internal static ShiftAssignmentDto Of(ShiftAssignment assignment) => new()
    {
        Id = assignment.Id,
        UserId = assignment.EmployeeId,
        ShiftId = assignment.ShiftId,
        PatternId = assignment.PatternId,
        Anchor = assignment.Anchor,
        From = assignment.From,
        To = assignment.To,
        Version = assignment.Version,
    };
}
