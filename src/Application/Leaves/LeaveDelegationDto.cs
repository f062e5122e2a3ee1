using System.Linq.Expressions;
using Satcom.Application.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>An approver is away in these dates, and somebody decides requests for leave in their place.</summary>
public sealed record LeaveDelegationDto : IVersioned
{
    internal static readonly Expression<Func<LeaveDelegation, LeaveDelegationDto>> Projection = d => new LeaveDelegationDto
    {
        Id = d.Id,
        ApproverId = d.ApproverId,
        DelegateId = d.DelegateId,
        From = d.From,
        To = d.To,
        Version = d.Version,
    };

    internal static readonly Func<LeaveDelegation, LeaveDelegationDto> Of = Projection.Compile();

    /// <summary>The delegation's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who is away.</summary>
    public required Guid ApproverId { get; init; }

    /// <summary>Who decides in their place.</summary>
    public required Guid DelegateId { get; init; }

    /// <summary>The first date.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last date.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Changes with every change of the delegation; as ETag too.</summary>
    public uint Version { get; set; }
}
