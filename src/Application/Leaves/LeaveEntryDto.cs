using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>One line of a leave account. Lines are added and never changed.</summary>
/// <param name="Id">The entry's id.</param>
/// <param name="UserId">Whose account it is in.</param>
/// <param name="LeaveTypeId">The account's type of leave.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Date">Whose date it is: that of the leave, or of what was earned.</param>
/// <param name="Amount">Days, or hours for types of unit hour; what reduces the balance is negative.</param>
/// <param name="RequestId">The request that took it or gave it back.</param>
/// <param name="ReversesId">The entry that a reversal takes back.</param>
/// <param name="Reason">Why HR adjusted the balance.</param>
/// <param name="BookedOn">Where exports count it: on its own date or, where that was locked when it was posted, on the first one behind the lock.</param>
public sealed record LeaveEntryDto(Guid Id, Guid UserId, Guid LeaveTypeId, LeaveEntryKind Kind, DateOnly Date, decimal Amount, Guid? RequestId, Guid? ReversesId, string? Reason, DateOnly BookedOn);
