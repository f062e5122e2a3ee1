using Satcom.Domain.Identity;

namespace Satcom.Infrastructure.Demo;

/// <summary>Who lives in a demo tenant.</summary>
/// <param name="Name">The address before the @, and the employee code.</param>
/// <param name="Manager">The name of their manager, who stands earlier in the list.</param>
internal sealed record DemoPerson(string Name, string DisplayName, string Designation, string[] Roles, string? Manager, bool InTeam);

internal static class DemoPeople
{
    /// <summary>Written in the README; the service refuses to start with it outside Development.</summary>
    public const string Password = "Satcom!Demo1";

    public static readonly DemoPerson PlatformAdmin = new("platform", "Platform Admin", "Operator", [Roles.PlatformAdmin], Manager: null, InTeam: false);

    public static readonly IReadOnlyList<DemoPerson> OfCompany =
    [
        new("superadmin", "Sara Haddad", "Administrator", [Roles.SuperAdmin], Manager: null, InTeam: false),
        new("hr", "Huda Nasser", "HR officer", [Roles.Hr], Manager: null, InTeam: false),
        new("manager", "Majid Karim", "Operations manager", [Roles.Manager], Manager: null, InTeam: true),
        new("lead", "Layla Aziz", "Team lead", [Roles.Manager], "manager", InTeam: true),
        new("staff", "Samir Farouk", "Dispatcher", [Roles.Staff], Manager: null, InTeam: false),
        new("technician", "Tariq Salem", "Field technician", [Roles.Technician], "manager", InTeam: true),
        new("employee", "Eman Yousef", "Accountant", [Roles.Employee], "manager", InTeam: true),
        new("omar", "Omar Rashid", "Driver", [Roles.Employee], "manager", InTeam: true),
        new("nadia", "Nadia Amin", "Coordinator", [Roles.Employee], "lead", InTeam: true),
    ];
}
