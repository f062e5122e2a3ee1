using Satcom.Application.Notifications;

namespace Satcom.Application.People;

/// <summary>Tells an address that it is no longer the account's.</summary>
/// <param name="At">When an administrator changed it.</param>
public sealed record EmailChangedNotice(string DisplayName, DateTimeOffset At) : MessageContent;

/// <summary>Tells an address that it is the account's from now on.</summary>
/// <param name="At">When an administrator changed it.</param>
public sealed record EmailAssignedNotice(string DisplayName, DateTimeOffset At) : MessageContent;

/// <summary>Tells the account's address, and the old number, that its phone number changed.</summary>
/// <param name="At">When an administrator changed it.</param>
public sealed record PhoneChangedNotice(string DisplayName, DateTimeOffset At) : MessageContent;
