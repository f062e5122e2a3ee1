using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance;

public sealed record AlreadyCheckedIn() : Error("already_checked_in", ErrorKind.Conflict);

public sealed record NotCheckedIn() : Error("not_checked_in", ErrorKind.Conflict);

public sealed record BreakAlreadyOpen() : Error("break_already_open", ErrorKind.Conflict);

public sealed record NoOpenBreak() : Error("no_open_break", ErrorKind.Conflict);

/// <summary>The punch would be earlier than one that the day already holds.</summary>
public sealed record EventOutOfOrder() : Error("event_out_of_order", ErrorKind.Unprocessable);

/// <summary>The person's working time of that moment is recorded already, on another day.</summary>
public sealed record SessionOverlaps() : Error("session_overlaps", ErrorKind.Conflict);

public sealed record EventInFuture() : Error("event_in_future", ErrorKind.Unprocessable);

/// <summary>The punch is older than the tenant's offline tolerance.</summary>
public sealed record EventTooOld() : Error("event_too_old", ErrorKind.Unprocessable);

/// <summary>The company does not let managers decide this.</summary>
public sealed record DecidedByHr() : Error("decided_by_hr", ErrorKind.Forbidden);

/// <summary>What the day was has been said since the correction was asked for.</summary>
public sealed record CorrectionOutdated() : Error("correction_outdated", ErrorKind.Conflict);

/// <summary>Nobody approves overtime of their own.</summary>
public sealed record OvertimeOwnDay() : Error("overtime_own_day", ErrorKind.Forbidden);

/// <summary>More overtime is approved than the day has.</summary>
public sealed record OvertimeExceedsDay() : Error("overtime_exceeds_day", ErrorKind.Unprocessable);

/// <summary>An event lies on other dates than the day that it is entered for.</summary>
public sealed record EventOutsideDay() : Error("event_outside_day", ErrorKind.Unprocessable);

/// <summary>A policy is to begin in the past, which nothing changes any more.</summary>
public sealed record PolicyInPast() : Error("policy_in_past", ErrorKind.Unprocessable);

/// <summary>Somebody's work session of a period that is to be locked has no end yet.</summary>
public sealed record SessionStillOpen() : Error("session_still_open", ErrorKind.Conflict);

/// <summary>Attendance is to be locked up to a date that is not over.</summary>
public sealed record LockInFuture() : Error("lock_in_future", ErrorKind.Unprocessable);

/// <summary>The account has no working side, so it has no working time.</summary>
public sealed record NotAnEmployee() : Error("not_an_employee", ErrorKind.Unprocessable);
