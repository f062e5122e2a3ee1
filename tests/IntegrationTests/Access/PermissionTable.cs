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
        ["Attendance_ArchiveOffice"] = People,
        ["Attendance_CheckIn"] = Workers,
        ["Attendance_CheckOut"] = Workers,
        ["Attendance_CreateOffice"] = People,
        ["Attendance_EndBreak"] = Workers,
        ["Attendance_GetDay"] = WorkersAndScope,
        ["Attendance_GetOffice"] = WorkersAndScope,
        ["Attendance_GetToday"] = Workers,
        ["Attendance_ListDays"] = WorkersAndScope,
        ["Attendance_ListOffices"] = WorkersAndScope,
        ["Attendance_StartBreak"] = Workers,
        ["Attendance_UpdateOffice"] = People,
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
        ["Notifications_ListDeadMessages"] = Administrators,
        ["Notifications_RetryDeadMessage"] = Administrators,
        ["People_CreateTeam"] = UserManagers,
        ["People_CreateUser"] = UserManagers,
        ["People_DeactivateUser"] = UserManagers,
        ["People_DeleteTeam"] = UserManagers,
        ["People_EndUserSession"] = UserManagers,
        ["People_EndUserSessions"] = UserManagers,
        ["People_GetEmployee"] = WorkersAndScope,
        ["People_GetEmployeeHistory"] = WorkersAndScope,
        ["People_GetTeam"] = UserReaders,
        ["People_GetUser"] = UserReaders,
        ["People_ListEmployees"] = WorkersAndScope,
        ["People_ListRoles"] = UserReaders,
        ["People_ListTeams"] = UserReaders,
        ["People_ListUserDevices"] = UserReaders,
        ["People_ListUserSessions"] = UserReaders,
        ["People_ListUsers"] = UserReaders,
        ["People_ReactivateUser"] = UserManagers,
        ["People_ResetUserPassword"] = UserManagers,
        ["People_RevokeUserDevice"] = UserManagers,
        ["People_RevokeUserDevices"] = UserManagers,
        ["People_UnlockUser"] = UserManagers,
        ["People_UpdateEmployee"] = People,
        ["People_UpdateTeam"] = UserManagers,
        ["People_UpdateUser"] = UserManagers,
        ["Presence_ListPresence"] = WorkersAndScope,
        ["Shifts_ArchiveHolidayCalendar"] = People,
        ["Shifts_ArchiveShift"] = People,
        ["Shifts_ArchiveShiftPattern"] = People,
        ["Shifts_AssignShift"] = People,
        ["Shifts_AssignShifts"] = People,
        ["Shifts_CreateHolidayCalendar"] = People,
        ["Shifts_CreateShift"] = People,
        ["Shifts_CreateShiftPattern"] = People,
        ["Shifts_DeleteShiftAssignment"] = People,
        ["Shifts_EndShiftAssignment"] = People,
        ["Shifts_GetHolidayCalendar"] = WorkersAndScope,
        ["Shifts_GetSchedule"] = WorkersAndScope,
        ["Shifts_GetShift"] = WorkersAndScope,
        ["Shifts_GetShiftAssignment"] = WorkersAndScope,
        ["Shifts_GetShiftPattern"] = WorkersAndScope,
        ["Shifts_GetWorkWeek"] = WorkersAndScope,
        ["Shifts_ListHolidayCalendars"] = WorkersAndScope,
        ["Shifts_ListSchedules"] = WorkersAndScope,
        ["Shifts_ListShiftAssignments"] = WorkersAndScope,
        ["Shifts_ListShiftPatterns"] = WorkersAndScope,
        ["Shifts_ListShifts"] = WorkersAndScope,
        ["Shifts_PutHoliday"] = People,
        ["Shifts_RemoveHoliday"] = People,
        ["Shifts_SetWorkWeek"] = People,
        ["Shifts_UpdateHolidayCalendar"] = People,
        ["Shifts_UpdateShift"] = People,
        ["Shifts_UpdateShiftPattern"] = People,
        ["Tenancy_CreateTenant"] = Platform,
        ["Tenancy_EnterPlatformScope"] = Platform,
        ["Tenancy_GetOwnTenant"] = Administrators,
        ["Tenancy_GetTenant"] = Platform,
        ["Tenancy_ListTenants"] = Platform,
        ["Tenancy_ResumeTenant"] = Platform,
        ["Tenancy_SuspendTenant"] = Platform,
        ["Tenancy_UpdateOwnTenant"] = Administrators,
        ["Tenancy_UpdateTenant"] = Platform,
    };
}
