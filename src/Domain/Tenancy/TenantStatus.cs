namespace Satcom.Domain.Tenancy;

public enum TenantStatus
{
    Active,

    /// <summary>Nobody of the tenant can sign in or use a token.</summary>
    Suspended,
}
