using System.Collections.Frozen;
using System.Reflection;
using Satcom.Domain.Identity;

namespace Satcom.Application.Common;

/// <summary>The names of every permission, and the bundles of them that are called roles.</summary>
public static class Permissions
{
    /// <summary>Check in and out and take breaks, for oneself.</summary>
    public const string AttendancePunch = "attendance.punch";

    /// <summary>See one's own days.</summary>
    public const string AttendanceReadOwn = "attendance.read.own";

    /// <summary>See the days of the people who report to one, directly or below.</summary>
    public const string AttendanceReadReports = "attendance.read.reports";

    /// <summary>See everybody's days.</summary>
    public const string AttendanceReadAll = "attendance.read.all";

    /// <summary>See the presence of one's team, manager and reports.</summary>
    public const string PresenceReadColleagues = "presence.read.colleagues";

    /// <summary>See everybody's presence.</summary>
    public const string PresenceReadAll = "presence.read.all";

    /// <summary>See oneself as an employee, with one's schedule.</summary>
    public const string EmployeesReadOwn = "employees.read.own";

    /// <summary>See the employees who report to one, directly or below, with their schedules.</summary>
    public const string EmployeesReadReports = "employees.read.reports";

    /// <summary>See every employee, with their schedules.</summary>
    public const string EmployeesReadAll = "employees.read.all";

    /// <summary>Change what holds for employees by date, and the company's offices.</summary>
    public const string EmployeesManage = "employees.manage";

    /// <summary>See the company's shifts, patterns, holidays and week.</summary>
    public const string ShiftsRead = "shifts.read";

    /// <summary>Change those, and assign people to shifts.</summary>
    public const string ShiftsManage = "shifts.manage";

    public const string AnomaliesRead = "anomalies.read";

    public const string AnomaliesManage = "anomalies.manage";

    public const string AuditRead = "audit.read";

    /// <summary>See the company's accounts and employees, teams and roles.</summary>
    public const string UsersRead = "users.read";

    /// <summary>Make, change, deactivate and revoke accounts and employees of people who may do no more than oneself.</summary>
    public const string UsersManage = "users.manage";

    /// <summary>See and change one's own tenant.</summary>
    public const string TenantManage = "tenant.manage";

    /// <summary>See and send again what could not be delivered.</summary>
    public const string OutboxManage = "outbox.manage";

    /// <summary>Register integrators' programs and change what they may do.</summary>
    public const string OAuthClientsManage = "oauthClients.manage";

    /// <summary>Call such a program trusted: nobody is asked for consent, and it may act as the person. For operators.</summary>
    public const string OAuthClientsTrust = "oauthClients.trust";

    /// <summary>See every tenant of the installation.</summary>
    public const string TenantsRead = "tenants.read";

    /// <summary>Found, change, suspend and resume tenants.</summary>
    public const string TenantsManage = "tenants.manage";

    /// <summary>Enter another tenant by an audited platform scope.</summary>
    public const string PlatformScope = "platform.scope";

    private static readonly FrozenDictionary<string, string[]> Bundles = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [Roles.Employee] = [AttendancePunch, AttendanceReadOwn, EmployeesReadOwn, ShiftsRead, PresenceReadColleagues],
        [Roles.Technician] = [AttendancePunch, AttendanceReadOwn, EmployeesReadOwn, ShiftsRead, PresenceReadColleagues],
        [Roles.Staff] = [AttendancePunch, AttendanceReadOwn, EmployeesReadOwn, ShiftsRead, PresenceReadAll],
        [Roles.Manager] = [AttendancePunch, AttendanceReadOwn, AttendanceReadReports, EmployeesReadOwn, EmployeesReadReports, ShiftsRead, PresenceReadColleagues],
        [Roles.Hr] =
        [
            AttendancePunch, AttendanceReadOwn, AttendanceReadAll, EmployeesReadOwn, EmployeesReadAll, EmployeesManage, ShiftsRead, ShiftsManage, PresenceReadAll, AnomaliesRead, AnomaliesManage,
            AuditRead, UsersRead, UsersManage,
        ],
        [Roles.SuperAdmin] =
        [
            AttendancePunch, AttendanceReadOwn, AttendanceReadAll, EmployeesReadOwn, EmployeesReadAll, EmployeesManage, ShiftsRead, ShiftsManage, PresenceReadAll, AnomaliesRead, AnomaliesManage, AuditRead,
            UsersRead, UsersManage, TenantManage, OutboxManage, OAuthClientsManage,
        ],
        [Roles.PlatformAdmin] = [TenantsRead, TenantsManage, PlatformScope, AuditRead, UsersRead, UsersManage, TenantManage, OutboxManage, OAuthClientsManage, OAuthClientsTrust],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Who may do the wider thing may do the narrower.</summary>
    private static readonly FrozenDictionary<string, string[]> Wider = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [AttendanceReadOwn] = [AttendanceReadReports, AttendanceReadAll],
        [AttendanceReadReports] = [AttendanceReadAll],
        [EmployeesReadOwn] = [EmployeesReadReports, EmployeesReadAll],
        [EmployeesReadReports] = [EmployeesReadAll],
        [PresenceReadColleagues] = [PresenceReadAll],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every permission there is.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. typeof(Permissions).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal)];

    /// <summary>What a platform administrator may do inside a tenant: see and mend, but not live there.</summary>
    public static FrozenSet<string> InPlatformScope { get; } =
        new[] { AttendanceReadAll, EmployeesReadAll, ShiftsRead, PresenceReadAll, AnomaliesRead, AuditRead, UsersRead, TenantManage, OutboxManage, OAuthClientsManage, OAuthClientsTrust }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The union of the bundles of some roles; a role that is not known adds nothing.</summary>
    public static FrozenSet<string> Of(IEnumerable<string> roles) =>
        roles.SelectMany(role => Bundles.GetValueOrDefault(role, [])).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True when whoever holds the first set may do everything that the second allows.</summary>
    public static bool Cover(FrozenSet<string> held, IEnumerable<string> wanted) =>
        wanted.All(permission => held.Contains(permission) || Wider.GetValueOrDefault(permission, []).Any(held.Contains));
}
