using Satcom.Domain.Common;

namespace Satcom.Domain.Leaves;

/// <summary>The person has leave, or asked for it, on one of the dates.</summary>
public sealed record LeaveOverlaps() : Error("leave_overlaps", ErrorKind.Conflict);

public sealed record LeaveInsufficientBalance() : Error("leave_insufficient_balance", ErrorKind.Unprocessable);

/// <summary>None of the dates is a working day of the person.</summary>
public sealed record LeaveNoWorkingDays() : Error("leave_no_working_days", ErrorKind.Unprocessable);

/// <summary>Nobody decides their own request.</summary>
public sealed record LeaveOwnRequest() : Error("leave_own_request", ErrorKind.Forbidden);

public sealed record LeaveAlreadyDecided() : Error("leave_already_decided", ErrorKind.Conflict);

/// <summary>The type is not taken in such portions, or a part of a day is asked for on several dates.</summary>
public sealed record LeavePortionInvalid() : Error("leave_portion_invalid", ErrorKind.Unprocessable);

/// <summary>Nobody takes leave on one of the dates.</summary>
public sealed record LeaveBlackout() : Error("leave_blackout", ErrorKind.Unprocessable);

/// <summary>A manager recommends first.</summary>
public sealed record LeaveNotRecommended() : Error("leave_not_recommended", ErrorKind.Conflict);
