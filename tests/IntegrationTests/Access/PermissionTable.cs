using Satcom.Domain.Identity;

namespace Satcom.IntegrationTests.Access;

/// <summary>Who may call what: every operation of the document stands here, once.</summary>
internal static class PermissionTable
{
    /// <summary>Not a role: somebody who is not signed in.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>Not a role: a platform administrator inside another company.</summary>
    public const string PlatformScope = "platformScope";

    public static readonly IReadOnlyList<string> Callers =
        [Anonymous, Roles.Employee, Roles.Technician, Roles.Staff, Roles.Manager, Roles.Hr, Roles.SuperAdmin, Roles.PlatformAdmin, PlatformScope];

    private static readonly string[] Everybody = [.. Callers];
    private static readonly string[] SignedIn = [.. Callers.Skip(1)];
    private static readonly string[] Workers = [Roles.Employee, Roles.Technician, Roles.Staff, Roles.Manager, Roles.Hr, Roles.SuperAdmin];
    private static readonly string[] WorkersAndScope = [.. Workers, PlatformScope];
    private static readonly string[] People = [Roles.Hr, Roles.SuperAdmin];
    private static readonly string[] ProjectManagers = [Roles.Manager, .. People];
    private static readonly string[] Administrators = [Roles.SuperAdmin, Roles.PlatformAdmin, PlatformScope];
    private static readonly string[] Platform = [Roles.PlatformAdmin];
    private static readonly string[] UserReaders = [.. People, Roles.PlatformAdmin, PlatformScope];
    private static readonly string[] UserManagers = [.. People, Roles.PlatformAdmin];

    public static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Anomalies_AcknowledgeAnomaly"] = People,
        ["Anomalies_AssignAnomaly"] = People,
        ["Anomalies_GetAnomaly"] = [.. People, PlatformScope],
        ["Anomalies_ListAnomalies"] = [.. People, PlatformScope],
        ["Anomalies_ReopenAnomaly"] = People,
        ["Anomalies_ResolveAnomaly"] = People,
        ["Attendance_CheckIn"] = Workers,
        ["Attendance_CheckOut"] = Workers,
        ["Attendance_EndBreak"] = Workers,
        ["Attendance_GetDay"] = WorkersAndScope,
        ["Attendance_GetToday"] = Workers,
        ["Attendance_ListDays"] = WorkersAndScope,
        ["Attendance_StartBreak"] = Workers,
        ["Auditing_ListAuditEntries"] = [.. People, Roles.PlatformAdmin, PlatformScope],
        ["Identity_AskPhoneChange"] = [.. SignedIn.Except([PlatformScope], StringComparer.Ordinal)],
        ["Identity_CancelPhoneChange"] = SignedIn,
        ["Identity_ChangePassword"] = [.. SignedIn.Except([PlatformScope], StringComparer.Ordinal)],
        ["Identity_ConfirmPhoneChange"] = [.. SignedIn.Except([PlatformScope], StringComparer.Ordinal)],
        ["Identity_CreateOAuthClient"] = Administrators,
        ["Identity_DeleteOAuthClient"] = Administrators,
        ["Identity_DisableOAuthClient"] = Administrators,
        ["Identity_EnableOAuthClient"] = Administrators,
        ["Identity_EndSession"] = SignedIn,
        ["Identity_ForgotPassword"] = Everybody,
        ["Identity_GetMe"] = SignedIn,
        ["Identity_GetOAuthClient"] = Administrators,
        ["Identity_GetPhone"] = SignedIn,
        ["Identity_ListConsents"] = SignedIn,
        ["Identity_ListDevices"] = SignedIn,
        ["Identity_ListOAuthClients"] = Administrators,
        ["Identity_ListSessions"] = SignedIn,
        ["Identity_Login"] = Everybody,
        ["Identity_Logout"] = [.. Everybody.Except([PlatformScope], StringComparer.Ordinal)],
        ["Identity_Reauthenticate"] = [.. SignedIn.Except([PlatformScope], StringComparer.Ordinal)],
        ["Identity_Refresh"] = Everybody,
        ["Identity_Register"] = Everybody,
        ["Identity_ResendDeviceCode"] = Everybody,
        ["Identity_ResetPassword"] = Everybody,
        ["Identity_RevokeDevice"] = SignedIn,
        ["Identity_RotateOAuthClientSecret"] = Administrators,
        ["Identity_UpdateOAuthClient"] = Administrators,
        ["Identity_VerifyDevice"] = Everybody,
        ["Identity_WithdrawConsent"] = SignedIn,
        ["Imports_CreateImport"] = People,
        ["Imports_GetImport"] = People,
        ["Imports_ListImports"] = People,
        ["Jobs_ListDeadLetters"] = Administrators,
        ["Jobs_RetryDeadLetter"] = Administrators,
        ["Notifications_ListDeadMessages"] = Administrators,
        ["Notifications_RetryDeadMessage"] = Administrators,
        ["People_CreateTeam"] = UserManagers,
        ["People_CreateUser"] = UserManagers,
        ["People_DeactivateUser"] = UserManagers,
        ["People_EndUserSession"] = UserManagers,
        ["People_EndUserSessions"] = UserManagers,
        ["People_GetUser"] = UserReaders,
        ["People_ListRoles"] = UserReaders,
        ["People_ListTeams"] = UserReaders,
        ["People_ListUserSessions"] = UserReaders,
        ["People_ListUserDevices"] = UserReaders,
        ["People_ListUsers"] = UserReaders,
        ["People_ReactivateUser"] = UserManagers,
        ["People_ResetUserPassword"] = UserManagers,
        ["People_RevokeUserDevice"] = UserManagers,
        ["People_RevokeUserDevices"] = UserManagers,
        ["People_UnlockUser"] = UserManagers,
        ["People_UpdateUser"] = UserManagers,
        ["Presence_ListPresence"] = WorkersAndScope,
        ["Projects_AddProjectMember"] = ProjectManagers,
        ["Projects_ChangeProjectMember"] = ProjectManagers,
        ["Projects_CreateProject"] = ProjectManagers,
        ["Projects_CreateProjectTask"] = ProjectManagers,
        ["Projects_DeleteProject"] = ProjectManagers,
        ["Projects_DeleteProjectTask"] = ProjectManagers,
        ["Projects_GetProject"] = WorkersAndScope,
        ["Projects_ListProjectMembers"] = WorkersAndScope,
        ["Projects_ListProjectTasks"] = WorkersAndScope,
        ["Projects_ListProjects"] = WorkersAndScope,
        ["Projects_RemoveProjectMember"] = ProjectManagers,
        ["Projects_UpdateProject"] = ProjectManagers,
        ["Projects_UpdateProjectTask"] = ProjectManagers,
        ["Tenancy_CreateTenant"] = Platform,
        ["Tenancy_EnterPlatformScope"] = Platform,
        ["Tenancy_GetTenant"] = Platform,
        ["Tenancy_GetOwnTenant"] = Administrators,
        ["Tenancy_ListTenants"] = Platform,
        ["Tenancy_ResumeTenant"] = Platform,
        ["Tenancy_SuspendTenant"] = Platform,
        ["Tenancy_UpdateTenant"] = Platform,
        ["Tenancy_UpdateOwnTenant"] = Administrators,
        ["Timesheets_ApprovePeriod"] = ProjectManagers,
        ["Timesheets_CreateEntry"] = Workers,
        ["Timesheets_DeleteEntry"] = Workers,
        ["Timesheets_ExportTimesheets"] = WorkersAndScope,
        ["Timesheets_GetEntry"] = WorkersAndScope,
        ["Timesheets_GetPeriod"] = WorkersAndScope,
        ["Timesheets_GetTimesheetPolicy"] = WorkersAndScope,
        ["Timesheets_GetTimesheetSummary"] = WorkersAndScope,
        ["Timesheets_ListEntries"] = WorkersAndScope,
        ["Timesheets_ListPeriods"] = WorkersAndScope,
        ["Timesheets_ListTimesheetDays"] = WorkersAndScope,
        ["Timesheets_LockPeriod"] = People,
        ["Timesheets_PrefillWeek"] = Workers,
        ["Timesheets_RejectPeriod"] = ProjectManagers,
        ["Timesheets_ReopenPeriod"] = ProjectManagers,
        ["Timesheets_SetTimesheetPolicy"] = People,
        ["Timesheets_SubmitPeriod"] = Workers,
        ["Timesheets_UpdateEntry"] = Workers,
    };
}
