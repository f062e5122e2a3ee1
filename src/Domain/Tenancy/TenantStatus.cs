namespace Satcom.Domain.Tenancy;

/// <summary>Whether a company may use the service; nobody of a suspended one can sign in or use a token.</summary>
public enum TenantStatus
{
    Active,

    /// <summary>Nobody of the tenant can sign in or use a token.</summary>
    Suspended,
}
