using System.Collections.Frozen;
using System.Reflection;
using Satcom.Domain.Identity;

namespace Satcom.Application.Common;

public static partial class Permissions
{
    /// <summary>What everybody may do who works for a company.</summary>
    private static readonly string[] OfEverybody = [AttendancePunch, AttendanceReadOwn, EmployeesReadOwn, ShiftsRead, LeavesRequest, ProjectsRead, TimesheetsWrite, TimesheetsReadOwn];

    /// <summary>What those may do who look after everybody.</summary>
    private static readonly string[] OfPersonnel =
    [
        .. OfEverybody, AttendanceReadAll, AttendanceManage, EmployeesReadAll, EmployeesManage, ShiftsManage, LeavesReadReports, LeavesReadAll, LeavesRecommend, LeavesApprove, LeavesManage,
        ProjectsReadAll, ProjectsManage, ProjectsManageAll, TimesheetsReadAll, TimesheetsDecideAll, TimesheetsPolicy, ImportsManage, PresenceReadAll, AnomaliesRead, AnomaliesManage, AuditRead,
        UsersRead, UsersManage,
    ];

    private static readonly FrozenDictionary<string, string[]> Bundles = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [Roles.Employee] = [.. OfEverybody, PresenceReadColleagues],
        [Roles.Technician] = [.. OfEverybody, PresenceReadColleagues],
        [Roles.Staff] = [.. OfEverybody, PresenceReadAll],
        [Roles.Manager] =
        [
            .. OfEverybody, AttendanceReadReports, AttendanceDecideReports, EmployeesReadReports, LeavesReadReports, LeavesRecommend, ProjectsManage, TimesheetsReadReports, TimesheetsDecideReports,
            PresenceReadColleagues,
        ],
        [Roles.Hr] = OfPersonnel,
        [Roles.SuperAdmin] = [.. OfPersonnel, TenantManage, OutboxManage, JobsManage, OAuthClientsManage],
        [Roles.PlatformAdmin] = [TenantsRead, TenantsManage, PlatformScope, AuditRead, UsersRead, UsersManage, TenantManage, OutboxManage, JobsManage, JobsSchedule, PlatformFailures, OAuthClientsManage, OAuthClientsTrust],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Who may do the wider thing may do the narrower.</summary>
    private static readonly FrozenDictionary<string, string[]> Wider = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [AttendanceReadOwn] = [AttendanceReadReports, AttendanceReadAll],
        [AttendanceReadReports] = [AttendanceReadAll],
        [AttendanceDecideReports] = [AttendanceManage],
        [EmployeesReadOwn] = [EmployeesReadReports, EmployeesReadAll],
        [EmployeesReadReports] = [EmployeesReadAll],
        [LeavesReadReports] = [LeavesReadAll],
        [LeavesRecommend] = [LeavesApprove],
        [PresenceReadColleagues] = [PresenceReadAll],
        [ProjectsRead] = [ProjectsReadAll],
        [ProjectsManage] = [ProjectsManageAll],
        [TimesheetsReadOwn] = [TimesheetsReadReports, TimesheetsReadAll],
        [TimesheetsReadReports] = [TimesheetsReadAll],
        [TimesheetsDecideReports] = [TimesheetsDecideAll],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every permission there is.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. typeof(Permissions).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal)];

    /// <summary>What a platform administrator may do inside a tenant: see and mend, but not live there.</summary>
    public static FrozenSet<string> InPlatformScope { get; } = new[]
    {
        AttendanceReadAll, EmployeesReadAll, ShiftsRead, LeavesReadAll, ProjectsReadAll, TimesheetsReadAll, PresenceReadAll, AnomaliesRead, AuditRead, UsersRead, TenantManage, OutboxManage, JobsManage,
        OAuthClientsManage, OAuthClientsTrust,
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The union of the bundles of some roles; a role that is not known adds nothing.</summary>
    public static FrozenSet<string> Of(IEnumerable<string> roles) =>
        roles.SelectMany(role => Bundles.GetValueOrDefault(role, [])).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True when roles allow no more than what any employee may do, with nothing of other people but who is there of one's colleagues.</summary>
    public static bool AreOrdinary(IEnumerable<string> roles) => Of(roles).IsSubsetOf(Bundles[Roles.Employee]);

    /// <summary>True when whoever holds the first set may do everything that the second allows.</summary>
    public static bool Cover(FrozenSet<string> held, IEnumerable<string> wanted) =>
        wanted.All(permission => held.Contains(permission) || Wider.GetValueOrDefault(permission, []).Any(held.Contains));
}
