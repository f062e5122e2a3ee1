namespace Satcom.Application.Common;

/// <summary>Whose records a caller sees.</summary>
public enum Reach
{
    /// <summary>Their own.</summary>
    Own,

    /// <summary>Their own and those of the people who report to them, directly or below.</summary>
    Reports,

    /// <summary>Everybody's in the tenant.</summary>
    Tenant,
}
