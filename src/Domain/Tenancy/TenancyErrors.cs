using Satcom.Domain.Common;

namespace Satcom.Domain.Tenancy;

/// <summary>Token, host and X-Tenant do not name the same tenant.</summary>
public sealed record TenantMismatch() : Error("tenant_mismatch", ErrorKind.Forbidden);

/// <summary>The anonymous call names no tenant, or one that does not exist.</summary>
public sealed record TenantUnknown() : Error("tenant_unknown", ErrorKind.NotFound);

/// <summary>Another company has the short name.</summary>
public sealed record SlugTaken() : Error("slug_taken", ErrorKind.Conflict);

/// <summary>The tenant above tenants cannot be suspended.</summary>
public sealed record PlatformStays() : Error("platform_stays", ErrorKind.Conflict);

/// <summary>So short a password may only be asked for where every sign-in asks for a code too.</summary>
public sealed record PasswordRuleTooWeak() : Error("password_rule_too_weak", ErrorKind.Unprocessable);
