namespace Satcom.Application.Tenancy;

/// <summary>What messages about a tenant share.</summary>
internal static class TenantRules
{
    /// <summary>The languages that texts exist in.</summary>
    public static readonly string[] Locales = ["en", "ar"];
}
