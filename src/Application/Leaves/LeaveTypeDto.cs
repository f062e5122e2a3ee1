using System.Linq.Expressions;
using Satcom.Application.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>A sort of leave, such as annual or sick.</summary>
public sealed record LeaveTypeDto : IVersioned
{
    internal static readonly Expression<Func<LeaveType, LeaveTypeDto>> Projection = t => new LeaveTypeDto
    {
        Id = t.Id,
        Name = t.Name,
        Unit = t.Unit,
        IsPaid = t.IsPaid,
        NeedsAttachment = t.NeedsAttachment,
        HasBalance = t.HasBalance,
        Color = t.Color,
        IsArchived = t.IsArchived,
        Version = t.Version,
    };

    internal static readonly Func<LeaveType, LeaveTypeDto> Of = Projection.Compile();

    /// <summary>The type's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique in the company.</summary>
    public required string Name { get; init; }

    /// <summary>The smallest piece that it is taken in. Balances are days, or hours where it is hour.</summary>
    public required LeaveUnit Unit { get; init; }

    /// <summary>Whether it is paid.</summary>
    public required bool IsPaid { get; init; }

    /// <summary>Whether a request needs a document beside it.</summary>
    public required bool NeedsAttachment { get; init; }

    /// <summary>False where it is taken without a balance, such as sick leave.</summary>
    public required bool HasBalance { get; init; }

    /// <summary>How calendars show it: #rrggbb.</summary>
    public required string Color { get; init; }

    /// <summary>True once it is out of use.</summary>
    public required bool IsArchived { get; init; }

    /// <summary>Changes with every change of the type; as ETag too.</summary>
    public uint Version { get; set; }
}
