using Satcom.Domain.Common;

namespace Satcom.Domain.Identity;

/// <summary>The one answer to a sign-in that fails, whatever the reason.</summary>
public sealed record InvalidCredentials() : Error("invalid_credentials", ErrorKind.Unauthenticated);

/// <summary>The refresh token is unknown, expired, or its session has ended.</summary>
public sealed record RefreshInvalid() : Error("refresh_invalid", ErrorKind.Unauthenticated);

/// <summary>A spent refresh token was shown again; its whole session has ended.</summary>
public sealed record RefreshReused() : Error("refresh_reused", ErrorKind.Unauthenticated), IKeepsChanges;
