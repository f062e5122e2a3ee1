using Satcom.Domain.Common;

namespace Satcom.Domain.Shifts;

/// <summary>There is no such shift in the company, or it is archived.</summary>
public sealed record ShiftUnknown() : Error("shift_unknown", ErrorKind.Unprocessable);

/// <summary>There is no such pattern in the company, or it is archived.</summary>
public sealed record ShiftPatternUnknown() : Error("shift_pattern_unknown", ErrorKind.Unprocessable);

/// <summary>There is no such holiday calendar in the company, or it is archived.</summary>
public sealed record HolidayCalendarUnknown() : Error("holiday_calendar_unknown", ErrorKind.Unprocessable);

/// <summary>Nobody plans their own dates that have begun: lateness, absence and overtime are judged by the plan. Somebody else does it.</summary>
public sealed record ShiftOwnAssignment() : Error("shift_own_assignment", ErrorKind.Forbidden);
