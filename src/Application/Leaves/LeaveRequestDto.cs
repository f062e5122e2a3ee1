using Satcom.Application.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Leaves;

/// <summary>A person's request for leave.</summary>
public record LeaveRequestDto : IVersioned
{
    /// <summary>The request's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who asked.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What they are called.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The type of leave.</summary>
    public required Guid LeaveTypeId { get; init; }

    /// <summary>What the type is called.</summary>
    public required string LeaveTypeName { get; init; }

    /// <summary>What the amounts are counted in: hours where it is hour, else days.</summary>
    public required LeaveUnit Unit { get; init; }

    /// <summary>Whether the type asks for a document beside it, such as a doctor's note. Who decides sees to it: a request is taken without one.</summary>
    public required bool NeedsAttachment { get; init; }

    /// <summary>The first date.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last date.</summary>
    public required DateOnly To { get; init; }

    /// <summary>What of the dates is asked for.</summary>
    public required LeavePortion Portion { get; init; }

    /// <summary>The length, for hours.</summary>
    public required int? Minutes { get; init; }

    /// <summary>Why, if they said so.</summary>
    public required string? Reason { get; init; }

    /// <summary>What has become of it.</summary>
    public required LeaveStatus Status { get; init; }

    /// <summary>What it costs: the sum of its days.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The dates that are charged, as the person's calendar is.</summary>
    public required IReadOnlyList<LeaveDayDto> Days { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Changes with every change of the request; as ETag too.</summary>
    public uint Version { get; set; }

    internal static IQueryable<LeaveRequestDto> Named(IQueryable<LeaveRequest> requests, ISatcomDb db) => requests.Select(r => new LeaveRequestDto
    {
        Id = r.Id,
        UserId = r.EmployeeId,
        DisplayName = db.Users.Where(u => u.Id == r.EmployeeId).Select(u => u.DisplayName).First(),
        LeaveTypeId = r.LeaveTypeId,
        LeaveTypeName = db.LeaveTypes.Where(t => t.Id == r.LeaveTypeId).Select(t => t.Name).First(),
        Unit = db.LeaveTypes.Where(t => t.Id == r.LeaveTypeId).Select(t => t.Unit).First(),
        NeedsAttachment = db.LeaveTypes.Where(t => t.Id == r.LeaveTypeId).Select(t => t.NeedsAttachment).First(),
        From = r.From,
        To = r.To,
        Portion = r.Portion,
        Minutes = r.Minutes,
        Reason = r.Reason,
        Status = r.Status,
        Amount = r.Amount,
        Days = LeaveDayDto.Of(r.Days),
        RequestedAt = r.RequestedAt,
        Version = r.Version,
    });

    internal static LeaveRequestDto AfterChange(LeaveRequest request, LeaveType type, string displayName) => new()
    {
        Id = request.Id,
        UserId = request.EmployeeId,
        DisplayName = displayName,
        LeaveTypeId = type.Id,
        LeaveTypeName = type.Name,
        Unit = type.Unit,
        NeedsAttachment = type.NeedsAttachment,
        From = request.From,
        To = request.To,
        Portion = request.Portion,
        Minutes = request.Minutes,
        Reason = request.Reason,
        Status = request.Status,
        Amount = request.Amount + 0.00m, // With the decimals that it will be read with.
        Days = LeaveDayDto.Of(request.Days),
        RequestedAt = request.RequestedAt,
    };
}

/// <summary>What leave costs on one date.</summary>
/// <param name="Date">The date.</param>
/// <param name="Portion">What of it is taken.</param>
/// <param name="Seconds">The length, for hours; else zero.</param>
/// <param name="Amount">Days, or hours for types of unit hour.</param>
public sealed record LeaveDayDto(DateOnly Date, LeavePortion Portion, int Seconds, decimal Amount)
{
    internal static IReadOnlyList<LeaveDayDto> Of(IReadOnlyList<LeaveDay> days) => [.. days.Select(d => new LeaveDayDto(d.Date, PortionOf(d.Halves), d.Seconds, d.Amount))];

    internal static LeavePortion PortionOf(DayHalves halves) => halves switch
    {
        DayHalves.Am => LeavePortion.Am,
        DayHalves.Pm => LeavePortion.Pm,
        DayHalves.None => LeavePortion.Hours,
        _ => LeavePortion.Full,
    };
}
