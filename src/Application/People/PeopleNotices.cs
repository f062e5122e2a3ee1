using Satcom.Application.Notifications;

namespace Satcom.Application.People;

/// <summary>Tells an address that it is no longer the account's.</summary>
/// <param name="At">When an administrator changed it.</param>
public sealed record EmailChangedNotice(DateTimeOffset At) : MessageContent;

/// <summary>Tells an address that it is the account's from now on.</summary>
/// <param name="At">When an administrator changed it.</param>
public sealed record EmailAssignedNotice(DateTimeOffset At) : MessageContent;

/// <summary>Tells the account's address, and the old number, that its phone number changed.</summary>
/// <param name="NumberEnd">The last digits of the new number; empty where it was taken away.</param>
/// <param name="At">When an administrator changed it.</param>
public sealed record PhoneChangedNotice(string NumberEnd, DateTimeOffset At) : MessageContent;
