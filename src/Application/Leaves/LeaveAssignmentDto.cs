using System.Linq.Expressions;
using Satcom.Application.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Who earns leave by which policy, in which dates.</summary>
public sealed record LeaveAssignmentDto : IVersioned
{
    internal static readonly Expression<Func<LeaveAssignment, LeaveAssignmentDto>> Projection = a => new LeaveAssignmentDto
    {
        Id = a.Id,
        UserId = a.EmployeeId,
        PolicyId = a.PolicyId,
        LeaveTypeId = a.LeaveTypeId,
        From = a.From,
        To = a.To,
        Version = a.Version,
    };

    internal static readonly Func<LeaveAssignment, LeaveAssignmentDto> Of = Projection.Compile();

    /// <summary>The assignment's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who earns.</summary>
    public required Guid UserId { get; init; }

    /// <summary>By which policy.</summary>
    public required Guid PolicyId { get; init; }

    /// <summary>The policy's type of leave.</summary>
    public required Guid LeaveTypeId { get; init; }

    /// <summary>The first date.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last date; null while none is known.</summary>
    public required DateOnly? To { get; init; }

    /// <summary>Changes with every change of the assignment; as ETag too.</summary>
    public uint Version { get; set; }
}
