using Satcom.Domain.Common;

namespace Satcom.Domain.Leaves;

/// <summary>The person has leave, or asked for it, on one of the dates.</summary>
public sealed record LeaveOverlaps() : Error("leave_overlaps", ErrorKind.Conflict);

public sealed record LeaveInsufficientBalance() : Error("leave_insufficient_balance", ErrorKind.Unprocessable);

/// <summary>None of the dates is a working day of the person.</summary>
public sealed record LeaveNoWorkingDays() : Error("leave_no_working_days", ErrorKind.Unprocessable);

/// <summary>More hours than are planned on the date; a date without planned hours counts as eight.</summary>
public sealed record LeaveExceedsDay() : Error("leave_exceeds_day", ErrorKind.Unprocessable);

/// <summary>Nobody decides their own request.</summary>
public sealed record LeaveOwnRequest() : Error("leave_own_request", ErrorKind.Forbidden);

public sealed record LeaveAlreadyDecided() : Error("leave_already_decided", ErrorKind.Conflict);

/// <summary>The type is not taken in such portions, or a part of a day is asked for on several dates.</summary>
public sealed record LeavePortionInvalid() : Error("leave_portion_invalid", ErrorKind.Unprocessable);

/// <summary>Nobody takes leave on one of the dates.</summary>
public sealed record LeaveBlackout() : Error("leave_blackout", ErrorKind.Unprocessable);

/// <summary>The type is out of use: nobody asks for leave of it any more.</summary>
public sealed record LeaveTypeArchived() : Error("leave_type_archived", ErrorKind.Unprocessable);

/// <summary>There is no such type of leave in the company.</summary>
public sealed record LeaveTypeUnknown() : Error("leave_type_unknown", ErrorKind.Unprocessable);

/// <summary>Another type of leave has the name.</summary>
public sealed record LeaveTypeNameTaken() : Error("leave_type_name_taken", ErrorKind.Conflict);

/// <summary>Balances are counted in the type's unit, so neither the unit nor whether it has a balance changes once it is used.</summary>
public sealed record LeaveTypeInUse() : Error("leave_type_in_use", ErrorKind.Conflict);

/// <summary>Another policy has the name.</summary>
public sealed record LeavePolicyNameTaken() : Error("leave_policy_name_taken", ErrorKind.Conflict);

/// <summary>There is no such policy of leave in the company.</summary>
public sealed record LeavePolicyUnknown() : Error("leave_policy_unknown", ErrorKind.Unprocessable);

/// <summary>Somebody earns leave by the policy: other terms are another policy, assigned from a date on.</summary>
public sealed record LeavePolicyInUse() : Error("leave_policy_in_use", ErrorKind.Conflict);

/// <summary>The person earns leave of this type by another assignment on some of the dates.</summary>
public sealed record LeaveAssignmentOverlaps() : Error("leave_assignment_overlaps", ErrorKind.Conflict);

/// <summary>Something was earned by the assignment: it is ended, and not taken away.</summary>
public sealed record LeaveAssignmentInUse() : Error("leave_assignment_in_use", ErrorKind.Conflict);

/// <summary>Nobody decides in their own place.</summary>
public sealed record LeaveDelegateInvalid() : Error("leave_delegate_invalid", ErrorKind.Unprocessable);

/// <summary>A manager recommends first.</summary>
public sealed record LeaveNotRecommended() : Error("leave_not_recommended", ErrorKind.Conflict);
