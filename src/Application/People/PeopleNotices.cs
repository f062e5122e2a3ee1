using Satcom.Application.Notifications;

namespace Satcom.Application.People;

/// <summary>Tells an address that it is no longer the account's.</summary>
/// <param name="At">When an administrator changed it.</param>
public sealed record EmailChangedNotice(DateTimeOffset At) : MessageContent;

/// <summary>Tells an address that it is the account's from now on.</summary>
/// <param name="At">When an administrator changed it.</param>
public sealed record EmailAssignedNotice(DateTimeOffset At) : MessageContent;
