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

/// <summary>An account was made for somebody who is to administer a company, in which there may be nobody else yet.</summary>
/// <param name="Link">Where the password is set.</param>
/// <param name="Hours">How long it is good.</param>
public sealed record FirstInvitation(string Link, int Hours) : MessageContent;

/// <summary>Whoever runs the installation gave the company another administrator; told to those it has.</summary>
/// <param name="Name">What the new one is called.</param>
/// <param name="Address">What they sign in with.</param>
public sealed record AdministratorInvitedNotice(string Name, string Address, DateTimeOffset At) : MessageContent;

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

/// <summary>A one-time code with which a person shows that a change of their number is theirs.</summary>
/// <param name="Code">Six digits.</param>
/// <param name="NumberEnd">The last digits of the number that they want.</param>
/// <param name="Minutes">How long it is good.</param>
public sealed record PhoneChangeCode(string Code, string NumberEnd, int Minutes) : MessageContent;

/// <summary>The person changed their number; sent to the address, and to the number before.</summary>
/// <param name="NumberEnd">The last digits of the new number.</param>
/// <param name="From">When it begins to get codes; until then the change can be taken back.</param>
public sealed record PhoneChangeHeldNotice(string NumberEnd, DateTimeOffset From) : MessageContent;

/// <summary>The person took the change of their number back.</summary>
public sealed record PhoneChangeCancelledNotice(DateTimeOffset At) : MessageContent;

/// <summary>A program of an integrator has a new secret, or keys in the place of those before; told to the tenant's administrators.</summary>
/// <param name="Client">The program's name.</param>
public sealed record ClientSecretChangedNotice(string Client, DateTimeOffset At) : MessageContent;

/// <summary>Far more text messages than usual went to one country; told to the tenant's administrators.</summary>
/// <param name="Country">The calling code.</param>
/// <param name="Today">Messages of the day so far.</param>
/// <param name="Usual">Messages of a usual day.</param>
public sealed record TollFraudNotice(string Country, int Today, int Usual) : MessageContent;

/// <summary>Somebody showed an old secret of a trusted device: there is a copy of it, and neither is trusted any more.</summary>
public sealed record DeviceCopiedNotice(string DeviceName, DateTimeOffset At) : MessageContent;
