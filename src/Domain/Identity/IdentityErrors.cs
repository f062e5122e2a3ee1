using Satcom.Domain.Common;

namespace Satcom.Domain.Identity;

/// <summary>The one answer to a sign-in that fails, whatever the reason.</summary>
public sealed record InvalidCredentials() : Error("invalid_credentials", ErrorKind.Unauthenticated);

/// <summary>The refresh token is unknown, expired, or its session has ended.</summary>
public sealed record RefreshInvalid() : Error("refresh_invalid", ErrorKind.Unauthenticated);

/// <summary>A spent refresh token was shown again; its whole session has ended.</summary>
public sealed record RefreshReused() : Error("refresh_reused", ErrorKind.Unauthenticated), IKeepsChanges;

/// <summary>The code is wrong; another try may be left.</summary>
public sealed record OtpInvalid() : Error("otp_invalid", ErrorKind.Unauthenticated), IKeepsChanges;

/// <summary>The code is used, too old, or was tried too often; so is an attempt that does not exist.</summary>
public sealed record OtpExpired() : Error("otp_expired", ErrorKind.Unauthenticated);

/// <summary>The link is used, too old, or replaced by a newer one.</summary>
public sealed record LinkExpired() : Error("link_expired", ErrorKind.Unprocessable);

/// <summary>The present password is not the one that was given.</summary>
public sealed record PasswordWrong() : Error("password_wrong", ErrorKind.Unprocessable), IKeepsChanges;

/// <summary>The caller proved themselves too long ago for a change of this weight: they show their password again first.</summary>
public sealed record ReauthenticationRequired() : Error("reauthentication_required", ErrorKind.Forbidden);

/// <summary>The code for another number is wrong; another try may be left.</summary>
public sealed record PhoneCodeWrong() : Error("phone_code_wrong", ErrorKind.Unprocessable), IKeepsChanges;

/// <summary>The code for another number is used, too old, or was tried too often; or nobody asked for one.</summary>
public sealed record PhoneCodeOver() : Error("phone_code_over", ErrorKind.Unprocessable);

/// <summary>The number is the person's already.</summary>
public sealed record PhoneUnchanged() : Error("phone_unchanged", ErrorKind.Conflict);

/// <summary>The company sends no text messages to that country.</summary>
public sealed record PhoneCountryRefused() : Error("phone_country_refused", ErrorKind.Unprocessable);

/// <summary>No change of the number is under way that its person could take back.</summary>
public sealed record NoPhoneChange() : Error("no_phone_change", ErrorKind.Conflict);

/// <summary>The password is too short or easily guessed.</summary>
public sealed record PasswordRefused() : Error("password_refused", ErrorKind.Unprocessable);
