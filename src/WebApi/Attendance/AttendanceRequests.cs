using Satcom.Application.Attendance;

namespace Satcom.WebApi.Attendance;

/// <summary>What a day was.</summary>
/// <param name="Reason">Why; it stays with the day and in the audit.</param>
/// <param name="Events">In the order of their happening; none where nobody worked.</param>
public sealed record DayOverrideRequest(string? Reason, IReadOnlyList<DayEventInput> Events);

/// <summary>How much of a day's overtime is paid.</summary>
/// <param name="Seconds">At most what the day has; left out, all of it.</param>
/// <param name="Note">Why, for the audit.</param>
public sealed record OvertimeApprovalRequest(int? Seconds = null, string? Note = null);

/// <summary>A decision about a correction.</summary>
/// <param name="Note">What the person is told.</param>
public sealed record CorrectionDecisionRequest(string? Note = null);
