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
    private static readonly string[] Leaders = [.. People, Roles.Manager];
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
        ["Attendance_ApproveCorrection"] = Leaders,
        ["Attendance_ApproveOvertime"] = Leaders,
        ["Attendance_CheckIn"] = Workers,
        ["Attendance_CheckOut"] = Workers,
        ["Attendance_EndBreak"] = Workers,
        ["Attendance_ExportAttendance"] = WorkersAndScope,
        ["Attendance_GetAttendancePolicy"] = WorkersAndScope,
        ["Attendance_GetBoard"] = [.. Leaders, PlatformScope],
        ["Attendance_GetCorrection"] = WorkersAndScope,
        ["Attendance_GetDay"] = WorkersAndScope,
        ["Attendance_GetGeofencePolicy"] = WorkersAndScope,
        ["Attendance_GetLock"] = WorkersAndScope,
        ["Attendance_GetToday"] = Workers,
        ["Attendance_ListCorrections"] = WorkersAndScope,
        ["Attendance_ListDays"] = WorkersAndScope,
        ["Attendance_ListGeofenceFailures"] = [.. Leaders, PlatformScope],
        ["Attendance_OverrideDay"] = People,
        ["Attendance_PutAttendancePolicy"] = People,
        ["Attendance_PutGeofencePolicy"] = People,
        ["Attendance_PutLock"] = People,
        ["Attendance_RebuildDays"] = People,
        ["Attendance_RejectCorrection"] = Leaders,
        ["Attendance_RequestCorrection"] = Workers,
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
        ["Jobs_ListDeadLetters"] = Administrators,
        ["Jobs_RetryDeadLetter"] = Administrators,
        ["Leaves_AdjustLeaveBalance"] = People,
        ["Leaves_ApproveLeave"] = People,
        ["Leaves_CancelLeave"] = Workers,
        ["Leaves_CreateLeaveAssignment"] = People,
        ["Leaves_CreateLeaveDelegation"] = [Roles.Manager, .. People],
        ["Leaves_CreateLeaveFeed"] = Workers,
        ["Leaves_CreateLeavePolicy"] = People,
        ["Leaves_CreateLeaveType"] = People,
        ["Leaves_DeleteLeaveAssignment"] = People,
        ["Leaves_DeleteLeaveDelegation"] = [Roles.Manager, .. People],
        ["Leaves_DeleteLeavePolicy"] = People,
        ["Leaves_DeleteLeaveType"] = People,
        ["Leaves_DenyLeave"] = People,
        ["Leaves_EndLeaveAssignment"] = People,
        ["Leaves_ExportLeave"] = [Roles.Manager, .. People, PlatformScope],
        ["Leaves_GetLeaveFeed"] = Workers,
        ["Leaves_GetLeavePolicy"] = [.. People, PlatformScope],
        ["Leaves_GetLeaveRequest"] = WorkersAndScope,
        ["Leaves_GetLeaveType"] = WorkersAndScope,
        ["Leaves_ListLeaveAssignments"] = [.. People, PlatformScope],
        ["Leaves_ListLeaveBalances"] = WorkersAndScope,
        ["Leaves_ListLeaveCalendar"] = WorkersAndScope,
        ["Leaves_ListLeaveDelegations"] = WorkersAndScope,
        ["Leaves_ListLeaveEntries"] = WorkersAndScope,
        ["Leaves_ListLeavePolicies"] = [.. People, PlatformScope],
        ["Leaves_ListLeaveRequests"] = WorkersAndScope,
        ["Leaves_ListLeaveTypes"] = WorkersAndScope,
        ["Leaves_RecommendLeave"] = [Roles.Manager, .. People],
        ["Leaves_RequestLeave"] = Workers,
        ["Leaves_RevokeLeaveFeed"] = Workers,
        ["Leaves_UpdateLeavePolicy"] = People,
        ["Leaves_UpdateLeaveType"] = People,
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
        ["Tenancy_CreateTenant"] = Platform,
        ["Tenancy_EnterPlatformScope"] = Platform,
        ["Tenancy_GetTenant"] = Platform,
        ["Tenancy_InviteTenantAdministrator"] = Platform,
        ["Tenancy_GetOwnTenant"] = Administrators,
        ["Tenancy_ListTenants"] = Platform,
        ["Tenancy_ResumeTenant"] = Platform,
        ["Tenancy_SuspendTenant"] = Platform,
        ["Tenancy_UpdateTenant"] = Platform,
        ["Tenancy_UpdateOwnTenant"] = Administrators,
    };
}
