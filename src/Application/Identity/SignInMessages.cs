using Satcom.Application.Notifications;

namespace Satcom.Application.Identity;

/// <summary>A one-time code for a sign-in.</summary>
/// <param name="Code">Six digits.</param>
/// <param name="Minutes">How long it is good.</param>
public sealed record DeviceCode(string Code, int Minutes) : MessageContent;

/// <summary>An account was made for somebody, who sets the password themselves.</summary>
/// <param name="Link">Where.</param>
/// <param name="Hours">How long it is good.</param>
public sealed record Invitation(string Link, int Hours) : MessageContent;

/// <summary>Somebody asked for a new password.</summary>
/// <param name="Link">Where it is set.</param>
/// <param name="Minutes">How long it is good.</param>
public sealed record PasswordReset(string Link, int Minutes) : MessageContent;

/// <summary>Somebody signed in on a device that was not known.</summary>
public sealed record NewDeviceNotice(string DeviceName, DateTimeOffset At) : MessageContent;

/// <summary>Somebody signed in after many wrong passwords.</summary>
public sealed record ManyFailuresNotice(int Failures, DateTimeOffset At) : MessageContent;

/// <summary>The password was changed.</summary>
public sealed record PasswordChangedNotice(DateTimeOffset At) : MessageContent;

/// <summary>The phone number was changed; sent to the address, and to the number before.</summary>
/// <param name="NumberEnd">The last digits of the new number; empty where it was taken away.</param>
public sealed record PhoneChangedNotice(string NumberEnd, DateTimeOffset At) : MessageContent;
