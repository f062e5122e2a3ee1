namespace Satcom.Domain.Identity;

/// <summary>The names of the roles; what each may do is a bundle of permissions.</summary>
public static class Roles
{
    public const string Employee = "employee";
    public const string Technician = "technician";
    public const string Staff = "staff";
    public const string Manager = "manager";
    public const string Hr = "hr";
    public const string SuperAdmin = "superAdmin";

    /// <summary>Above tenants; lives in the platform tenant only.</summary>
    public const string PlatformAdmin = "platformAdmin";

    /// <summary>The roles of a company's people.</summary>
    public static IReadOnlyList<string> OfCompany { get; } = [Employee, Technician, Staff, Manager, Hr, SuperAdmin];

    /// <summary>The roles of the platform tenant's people.</summary>
    public static IReadOnlyList<string> OfPlatform { get; } = [PlatformAdmin];

    public static bool IsKnown(string role) => OfCompany.Contains(role, StringComparer.Ordinal) || OfPlatform.Contains(role, StringComparer.Ordinal);
}
