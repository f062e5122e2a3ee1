using System.Globalization;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Contract;

/// <summary>
/// What the walks over all operations send: a value for every parameter and a body for every operation that takes one. An
/// operation, parameter or body that is missing here fails the tests, and so does an entry that nothing uses any more.
/// </summary>
internal static partial class OperationData
{
    /// <summary>By the segment before the parameter.</summary>
    public static readonly IReadOnlyDictionary<string, Func<TenantThings, object>> PathValues = new Dictionary<string, Func<TenantThings, object>>(StringComparer.Ordinal)
    {
        ["anomalies/{id}"] = t => t.AnomalyId,
        ["anomaly-rules/{kind}"] = _ => "geofenceFailure",
        ["evaluations/{id}"] = t => t.EvaluationId,
        ["corrections/{id}"] = t => t.CorrectionId,
        ["days/{id}"] = t => t.DayId,
        ["rebuilds/{id}"] = t => t.RebuildId,
        ["dead-letters/{id}"] = t => t.DeadLetterId,
        ["jobs/{name}"] = _ => "leave-accrual",
        ["runs/{id}"] = t => t.JobRunId,
        ["failed-runs/{id}"] = t => t.JobRunId,
        ["tenants/{tenantId}"] = t => t.TenantId,
        ["devices/{deviceId}"] = t => t.SpareDeviceId,
        ["sessions/{sessionId}"] = t => t.SpareSessionId,
        ["tenants/{id}"] = t => t.SpareTenantId,
        ["users/{id}"] = t => t.SpareUserId,
        ["entries/{id}"] = t => t.EntryId,
        ["imports/{id}"] = t => t.ImportId,
        ["members/{userId}"] = t => t.UserId,
        ["periods/{weekStart}"] = _ => "2026-01-05",
        ["projects/{id}"] = t => t.ProjectId,
        ["tasks/{taskId}"] = t => t.TaskId,
        ["employees/{id}"] = t => t.SpareUserId,
        ["teams/{id}"] = t => t.SpareTeamId,
        ["offices/{id}"] = t => t.OfficeId,
        ["shifts/{id}"] = t => t.ShiftId,
        ["shift-patterns/{id}"] = t => t.PatternId,
        ["shift-assignments/{id}"] = t => t.AssignmentId,
        ["holiday-calendars/{id}"] = t => t.CalendarId,
        ["holidays/{date}"] = _ => "2090-12-02",
        ["dead-messages/{id}"] = t => t.DeadMessageId,
        ["devices/{id}"] = t => t.DeviceId,
        ["consents/{id}"] = t => t.ConsentId,
        ["oauth-clients/{id}"] = t => t.OAuthClientId,
        ["sessions/{id}"] = t => t.SessionId,
        ["leave-types/{id}"] = t => t.LeaveTypeId,
        ["leave-policies/{id}"] = t => t.LeavePolicyId,
        ["leave-assignments/{id}"] = t => t.LeaveAssignmentId,
        ["requests/{id}"] = t => t.LeaveRequestId,
        ["delegations/{id}"] = t => t.LeaveDelegationId,
    };

    /// <summary>By name. Those that name a thing of the tenant come first; the others are sent so that the request is whole.</summary>
    public static readonly IReadOnlyDictionary<string, Func<TenantThings, object>> QueryValues = new Dictionary<string, Func<TenantThings, object>>(StringComparer.Ordinal)
    {
        ["actorId"] = t => t.UserId,
        ["aggregateId"] = t => t.UserId,
        ["assigneeId"] = t => t.UserId,
        ["cursor"] = t => t.Cursor,
        ["entityId"] = t => t.AuditedId,
        ["approverId"] = t => t.UserId,
        ["delegateId"] = t => t.UserId,
        ["leaveTypeId"] = t => t.LeaveTypeId,
        ["policyId"] = t => t.LeavePolicyId,
        ["ownerId"] = t => t.UserId,
        ["projectId"] = t => t.ProjectId,
        ["requestId"] = t => t.LeaveRequestId,
        ["taskId"] = t => t.TaskId,
        ["tenantId"] = t => t.TenantId,
        ["managerId"] = t => t.UserId,
        ["officeId"] = t => t.OfficeId,
        ["patternId"] = t => t.PatternId,
        ["shiftId"] = t => t.ShiftId,
        ["teamId"] = t => t.TeamId,
        ["userId"] = t => t.UserId,
        ["userIds"] = t => t.UserId,

        ["Auditing_ListAuditEntries.from"] = _ => "2020-01-01T00:00:00Z",
        ["Auditing_ListAuditEntries.programId"] = t => t.OAuthClientId,
        ["Auditing_ListAuditEntries.to"] = _ => "2099-01-01T00:00:00Z",
        ["Jobs_ListDeadLetters.from"] = _ => "2020-01-01T00:00:00Z",
        ["Jobs_ListDeadLetters.to"] = _ => "2099-01-01T00:00:00Z",
        ["Jobs_ListJobRuns.from"] = _ => "2020-01-01T00:00:00Z",
        ["Jobs_ListJobRuns.state"] = _ => "succeeded",
        ["Jobs_ListJobRuns.to"] = _ => "2099-01-01T00:00:00Z",
        ["Jobs_ListPlatformDeadLetters.from"] = _ => "2020-01-01T00:00:00Z",
        ["Jobs_ListPlatformDeadLetters.kind"] = _ => "event",
        ["Jobs_ListPlatformDeadLetters.to"] = _ => "2099-01-01T00:00:00Z",
        ["Jobs_ListPlatformFailedRuns.from"] = _ => "2020-01-01T00:00:00Z",
        ["Jobs_ListPlatformFailedRuns.state"] = _ => "failed",
        ["Jobs_ListPlatformFailedRuns.to"] = _ => "2099-01-01T00:00:00Z",
        ["Notifications_ListDeadMessages.from"] = _ => "2020-01-01T00:00:00Z",
        ["Notifications_ListDeadMessages.to"] = _ => "2099-01-01T00:00:00Z",
        ["cause"] = _ => "person",
        ["channel"] = _ => "mail",
        ["job"] = _ => "leave-accrual",
        ["template"] = _ => "NobodyKnows",
        ["type"] = _ => "NobodyKnows",
        ["Attendance_ListGeofenceFailures.action"] = _ => "warn",
        ["action"] = _ => "demo.seed",
        ["date"] = _ => "2026-01-05",
        ["archived"] = _ => "true",
        ["entityType"] = _ => "user",
        ["finished"] = _ => "true",
        ["flag"] = _ => "missingCheckOut",
        ["from"] = _ => "2020-01-01",
        ["isArchived"] = _ => "false",
        ["isOpen"] = _ => "true",
        ["on"] = _ => "2026-03-02",
        ["Leaves_ListLeaveEntries.kind"] = _ => "adjustment",
        ["Leaves_ListLeaveRequests.status"] = _ => "pending",
        ["dryRun"] = _ => "true",
        ["id"] = t => Fresh(t, 7),
        ["invite"] = _ => "false",
        ["kind"] = _ => "missingCheckOut",
        ["Imports_CreateImport.kind"] = _ => "projects",
        ["Imports_ListImports.kind"] = _ => "projects",
        ["state"] = _ => "completed",
        ["limit"] = _ => 200,
        ["overtimePending"] = _ => "true",
        ["through"] = _ => "2026-01-31",
        ["Timesheets_ListMissingPeriods.from"] = _ => "2026-01-01",
        ["Timesheets_ListMissingPeriods.to"] = _ => "2026-01-31",
        ["result"] = _ => "outside",
        ["role"] = _ => "employee",
        ["search"] = _ => "spare",
        ["severity"] = _ => "medium",
        ["standing"] = _ => "in",
        ["status"] = _ => "open",
        ["Attendance_ListCorrections.status"] = _ => "pending",
        ["source"] = _ => "person",
        ["Attendance_ListDays.status"] = _ => "completed",
        ["People_ListEmployees.status"] = _ => "active",
        ["People_ListUsers.status"] = _ => "active",
        ["Projects_ListProjects.status"] = _ => "active",
        ["Timesheets_ExportTimesheets.status"] = _ => "open",
        ["Timesheets_ListPeriods.status"] = _ => "open",
        ["Presence_ListPresence.status"] = _ => "offline",
        ["Tenancy_ListTenants.status"] = _ => "active",
        ["to"] = _ => "2099-01-01",
        ["unassigned"] = _ => "false",
    };

    /// <summary>By operation: a body that is accepted from somebody who may send it.</summary>
    public static readonly IReadOnlyDictionary<string, Func<TenantThings, object>> Bodies = new Dictionary<string, Func<TenantThings, object>>(StringComparer.Ordinal)
    {
        ["Anomalies_AcknowledgeAnomaly"] = _ => new { note = "Seen." },
        ["Anomalies_AssignAnomaly"] = t => new { assigneeId = t.UserId, note = "Yours." },
        ["Anomalies_EvaluateAnomalies"] = t => new { id = Fresh(t, 7), from = "2026-01-05", to = "2026-01-05", userIds = (Guid[])[t.UserId] },
        ["Anomalies_PreviewAnomalyRule"] = _ => new { days = 1, thresholds = new { minimumCount = 2 } },
        ["Anomalies_PutAnomalyRule"] = t => new { enabled = true, severity = "high", thresholds = new { windowDays = 14 }, scope = new { teamIds = (Guid[])[t.TeamId], shiftIds = (Guid[])[t.ShiftId], roles = (string[])["employee"] } },
        ["Anomalies_ReopenAnomaly"] = _ => new { note = "Again." },
        ["Anomalies_ResolveAnomaly"] = _ => new { resolution = "corrected", note = "Settled." },
        ["Attendance_ApproveCorrection"] = _ => new { note = "Granted." },
        ["Attendance_ApproveOvertime"] = _ => new { seconds = 0, note = "None." },
        ["Attendance_ApproveOvertimeOfDays"] = t => new { days = new[] { new { id = t.DayId } }, note = "None." },
        ["Attendance_CheckIn"] = t => new { workMode = "office", note = "In.", clientEventId = t.ClientEventId, location = new { latitude = 25.2, longitude = 55.3, accuracyMeters = 10 } },
        ["Attendance_CheckOut"] = t => new { note = "Out.", clientEventId = t.ClientEventId, location = new { latitude = 25.2, longitude = 55.3, accuracyMeters = 10 } },
        ["Attendance_CreateOffice"] = t => new { id = Fresh(t, 4), name = $"Office {Fresh(t, 4)}", latitude = 25.2, longitude = 55.3, radiusMeters = 100, timeZone = "Asia/Dubai" },
        ["Attendance_EndBreak"] = t => new { clientEventId = t.ClientEventId },
        ["Attendance_EnterDay"] = t => new
        {
            userId = t.UserId,
            date = "2026-01-05",
            reason = "Nobody tapped.",
            events = (object[])[new { kind = "checkIn", at = "2026-01-05T05:00:00Z", workMode = "office" }, new { kind = "checkOut", at = "2026-01-05T13:00:00Z" }],
        },
        ["Attendance_OverrideDay"] = _ => new { reason = "Nobody worked.", events = Array.Empty<object>() },
        ["Attendance_PutAttendancePolicy"] = _ => new
        {
            policy = new
            {
                attribution = "startDate",
                maxSessionSeconds = 57600,
                autoClose = "off",
                autoCloseToleranceSeconds = 0,
                breakRules = Array.Empty<object>(),
                skewToleranceSeconds = 120,
                offlineToleranceSeconds = 259200,
                managersDecideCorrections = false,
                managersApproveOvertime = false,
                overtime = new
                {
                    order = Array.Empty<string>(),
                    dailyBasis = "off",
                    dailyAfterSeconds = 0,
                    weeklyAfterSeconds = 0,
                    beforeShift = false,
                    needsApproval = false,
                    roundToSeconds = 1,
                    rounding = "down",
                },
            },
        },
        ["Attendance_PutGeofencePolicy"] = _ => new { policy = new { isOn = false, accuracyCapMeters = 100, coarseAboveMeters = 1000, modes = Array.Empty<object>(), retentionDays = 90 } },
        ["Attendance_PutLock"] = _ => new { through = "2020-01-01", reason = "Paid." },
        ["Attendance_RebuildDays"] = t => new { id = Fresh(t, 5), from = "2026-01-05", to = "2026-01-05", userIds = (Guid[])[t.UserId] },
        ["Attendance_RejectCorrection"] = _ => new { note = "Not so." },
        ["Attendance_RequestCorrection"] = t => new { id = Fresh(t, 4), date = "2026-01-05", reason = "I was ill.", events = Array.Empty<object>() },
        ["Attendance_StartBreak"] = t => new { type = "break", clientEventId = t.ClientEventId },
        ["Attendance_UpdateOffice"] = _ => new { radiusMeters = 120 },
        ["Identity_AskPhoneChange"] = _ => new { phone = "+971501999998" },
        ["Identity_ChangePassword"] = _ => new { currentPassword = "not the present one", newPassword = "correct horse battery" },
        ["Identity_ConfirmPhoneChange"] = _ => new { code = "000000" },
        ["Identity_CreateOAuthClient"] = t => new { id = Fresh(t, 3), name = "Payroll", kind = "confidential", grants = new[] { "client_credentials" }, scopes = new[] { "audit.read" } },
        ["Identity_ForgotPassword"] = t => new { email = t.Email, tenant = t.Slug },
        ["Identity_Login"] = t => new { email = t.Email, password = SatcomHost.DemoPassword, tenant = t.Slug, device = new { fingerprint = "f", name = "n", platform = "web" } },
        ["Identity_Logout"] = t => new { refreshToken = t.RefreshToken },
        ["Identity_Reauthenticate"] = _ => new { password = SatcomHost.DemoPassword },
        ["Identity_Refresh"] = t => new { refreshToken = t.RefreshToken },
        ["Jobs_PauseJob"] = _ => new { reason = "Looked into first." },
        ["Jobs_RetryDeadLetters"] = t => new { ids = (Guid[])[t.DeadLetterId] },
        ["Jobs_RetryPlatformDeadLetters"] = t => new { tenantId = t.TenantId, ids = (Guid[])[t.DeadLetterId], reason = "The fault is mended." },
        ["Jobs_RetryPlatformFailedRun"] = _ => new { reason = "The fault is mended." },
        ["Jobs_TriggerJob"] = t => new { id = Fresh(t, 10) },
        ["Leaves_AdjustLeaveBalance"] = t => new { id = Fresh(t, 7), userId = t.SpareUserId, leaveTypeId = t.LeaveTypeId, amount = 1.5, reason = "Opening balance", date = "2026-03-02" },
        ["Leaves_ApproveLeave"] = _ => new { note = "Have a good time." },
        ["Leaves_CancelLeave"] = _ => new { note = "It rains." },
        ["Leaves_CreateLeaveAssignment"] = t => new { id = Fresh(t, 6), userId = t.SpareUserId, policyId = t.LeavePolicyId, from = "2026-01-01", to = "2026-12-31" },
        ["Leaves_CreateLeaveDelegation"] = t => new { id = Fresh(t, 9), delegateId = t.SpareUserId, from = "2050-01-01", to = "2050-01-14" },
        ["Leaves_CreateLeaveFeed"] = _ => new { scope = "calendar" },
        ["Leaves_CreateLeavePolicy"] = t => new { id = Fresh(t, 5), leaveTypeId = t.LeaveTypeId, name = $"Policy {Fresh(t, 5)}", terms = LeaveTerms, blackouts = new[] { new { from = "2026-12-20", to = "2026-12-31", teamId = t.TeamId } } },
        ["Leaves_CreateLeaveType"] = t => new { id = Fresh(t, 4), name = $"Leave {Fresh(t, 4)}", unit = "halfDay", isPaid = true, needsAttachment = false, hasBalance = true, color = "#336699" },
        ["Leaves_DenyLeave"] = _ => new { note = "Too many are away." },
        ["Leaves_EndLeaveAssignment"] = _ => new { to = "2099-12-31" },
        ["Leaves_RecommendLeave"] = _ => new { note = "Fine with me." },
        ["Leaves_RequestLeave"] = t => new { id = Fresh(t, 8), leaveTypeId = t.LeaveTypeId, from = "2050-03-02", to = "2050-03-02", portion = "full", reason = "Rest" },
        ["Leaves_UpdateLeavePolicy"] = t => new { name = $"Other policy {Fresh(t, 5)}", terms = LeaveTerms, blackouts = Array.Empty<object>() },
        ["Leaves_UpdateLeaveType"] = t => new { name = $"Other leave {Fresh(t, 4)}", isPaid = false, needsAttachment = true, hasBalance = true, color = "#336699", isArchived = false },
        ["Notifications_RetryDeadMessages"] = t => new { ids = (Guid[])[t.DeadMessageId] },
        ["People_CreateEmployee"] = t => new
        {
            id = Fresh(t, 9),
            email = $"{Fresh(t, 9)}@{t.Slug}.test",
            displayName = "New employee",
            phone = "+971501999998",
            roles = (string[])["employee"],
            employeeCode = $"{Fresh(t, 9):N}",
            designation = "Newcomer",
            timeZone = "Asia/Dubai",
            managerId = t.UserId,
            teamId = t.TeamId,
            startsOn = "2026-01-01",
            endsOn = "2099-12-31",
        },
        ["People_CreateTeam"] = t => new { id = Fresh(t, 2), name = $"Team {Fresh(t, 2)}" },
        ["People_CreateUser"] = t => new
        {
            id = Fresh(t, 1),
            email = $"{Fresh(t, 1)}@{t.Slug}.test",
            displayName = "New person",
            phone = "+971501999999",
            roles = (string[])["employee"],
            employee = new { employeeCode = $"{Fresh(t, 1)}"[..32], designation = "Newcomer", timeZone = "Asia/Dubai", managerId = t.UserId, teamId = t.TeamId },
        },
        ["People_DeactivateUser"] = _ => new { reason = "Left the company." },
        ["People_ReactivateUser"] = _ => new { startsOn = (string?)null },
        ["People_UpdateEmployee"] = t => new
        {
            managerId = t.UserId,
            teamId = t.TeamId,
            timeZone = "Asia/Dubai",
            holidayCalendarId = t.CalendarId,
            weeklyRestDays = (string[])["sunday"],
            target = new { dailySeconds = 28_800 },
            officeIds = (Guid[])[t.OfficeId],
            startsOn = "2026-01-01",
            endsOn = "2099-12-31",
        },
        ["People_UpdateTeam"] = t => new { name = $"Team {Fresh(t, 5)}" },
        ["People_UpdateUser"] = t => new
        {
            displayName = "Changed person",
            roles = (string[])["technician"],
            employee = new { designation = "Changed", managerId = t.UserId, teamId = t.TeamId },
        },
        ["Projects_AddProjectMember"] = t => new { userId = t.SpareUserId, role = "member" },
        ["Projects_ChangeProjectMember"] = _ => new { role = "manager" },
        ["Projects_CreateProject"] = t => new { id = Fresh(t, 4), code = $"C{Fresh(t, 4)}", name = "New project", status = "active", ownerId = t.UserId },
        ["Projects_CreateProjectTask"] = t => new { id = Fresh(t, 5), code = $"T{Fresh(t, 5)}", name = "New task" },
        ["Projects_UpdateProject"] = t => new { code = $"U{Fresh(t, 4)}", name = "Changed project", status = "active", ownerId = t.UserId },
        ["Projects_UpdateProjectTask"] = t => new { code = $"V{Fresh(t, 5)}", name = "Changed task" },
        ["Timesheets_ApprovePeriod"] = t => new { userId = t.UserId, note = "Fine." },
        ["Timesheets_ApprovePeriods"] = t => new { periods = new[] { new { userId = t.UserId, weekStart = "2026-01-05" } }, note = "Fine." },
        ["Timesheets_CreateEntry"] = t => new { id = Fresh(t, 6), date = "2026-02-03", projectId = t.ProjectId, taskId = t.TaskId, minutes = 1, notes = "New." },
        ["Timesheets_LockPeriod"] = t => new { userId = t.UserId, note = "Paid." },
        ["Timesheets_LockPeriods"] = t => new { periods = new[] { new { userId = t.UserId, weekStart = "2026-01-05" } }, note = "Paid." },
        ["Timesheets_PrefillWeek"] = t => new { weekStart = "2026-02-02", source = "attendance", projectId = t.ProjectId, taskId = t.TaskId },
        ["Timesheets_RejectPeriod"] = t => new { userId = t.UserId, note = "Not yet." },
        ["Timesheets_ReopenPeriod"] = t => new { userId = t.UserId, note = "Again." },
        ["Timesheets_SetTimesheetPolicy"] = _ => new { needsNotes = false, isBoundByAttendance = false, toleranceMinutes = 15, dueDays = 3 },
        ["Timesheets_SubmitPeriod"] = t => new { userId = t.UserId },
        ["Timesheets_UpdateEntry"] = t => new { date = "2026-02-03", projectId = t.ProjectId, taskId = t.TaskId, minutes = 2, notes = "Changed." },
        ["Shifts_AssignShift"] = t => new { id = Fresh(t, 6), userId = t.SpareUserId, from = "2090-01-01", to = "2090-01-31", shiftId = t.ShiftId },
        ["Shifts_AssignShifts"] = t => new { userIds = (Guid[])[t.SpareUserId], from = "2091-01-01", to = "2091-01-31", patternId = t.PatternId, anchor = "2091-01-01" },
        ["Shifts_CreateHolidayCalendar"] = t => new { id = Fresh(t, 7), name = $"Calendar {Fresh(t, 7)}" },
        ["Shifts_CreateShift"] = t => new { id = Fresh(t, 8), name = $"Shift {Fresh(t, 8)}", hours = new { start = "08:00", end = "17:00", lunchSeconds = 3600 } },
        ["Shifts_CreateShiftPattern"] = t => new { id = Fresh(t, 9), name = $"Pattern {Fresh(t, 9)}", slots = (Guid?[])[t.ShiftId, null] },
        ["Shifts_EndShiftAssignment"] = _ => new { to = "2095-01-31" },
        ["Shifts_PutHoliday"] = _ => new { name = "National Day", halves = "both" },
        ["Shifts_SetWorkWeek"] = t => new { firstDay = "monday", weekend = (string[])["saturday", "sunday"], effectiveFrom = "2090-01-01", dailySeconds = 0, weeklySeconds = 144_000, holidayCalendarId = t.CalendarId },
        ["Shifts_UpdateHolidayCalendar"] = t => new { name = $"Calendar {Fresh(t, 10)}" },
        ["Shifts_UpdateShift"] = t => new { name = $"Shift {Fresh(t, 11)}", effectiveFrom = "2090-01-01", hours = new { start = "22:00", end = "06:00" } },
        ["Shifts_UpdateShiftPattern"] = t => new { name = $"Pattern {Fresh(t, 12)}" },
        ["Tenancy_CreateTenant"] = t => new
        {
            id = Fresh(t, 3),
            slug = $"n{Fresh(t, 3):N}",
            name = "New company",
            locale = "en",
            timeZone = "Asia/Dubai",
            administrator = new { email = "first@new.test", displayName = "First" },
        },
        ["Identity_Register"] = t => new { email = $"walker@{t.Slug}.test", password = "correct horse battery", displayName = "Walker", tenant = t.Slug },
        ["Identity_ResendDeviceCode"] = _ => new { challengeId = "of nobody" },
        ["Identity_ResetPassword"] = _ => new { token = "of nobody", newPassword = "correct horse battery" },
        ["Identity_RotateOAuthClientSecret"] = _ => new { graceSeconds = 60 },
        ["Identity_UpdateOAuthClient"] = _ => new { name = "Payroll two" },
        ["Identity_VerifyDevice"] = _ => new { challengeId = "of nobody", code = "000000" },
        ["Tenancy_EnterPlatformScope"] = t => new { tenant = t.Slug, reason = "Support." },
        ["Tenancy_InviteTenantAdministrator"] = t => new { email = $"second.{Fresh(t, 4)}@spare.test", displayName = "Second Administrator", locale = "en", id = Fresh(t, 4) },
        ["Tenancy_ResumeTenant"] = _ => new { reason = "It goes on." },
        ["Tenancy_SuspendTenant"] = _ => new { reason = "It is over." },
        ["Tenancy_UpdateTenant"] = _ => new { name = "Spared company" },
        ["Tenancy_UpdateOwnTenant"] = _ => new { name = "Same company", settings = new { presenceAwayAfterSeconds = 10 }, branding = new { primaryColor = "#0b5fff" } },
    };

    private static object LeaveTerms => new { accrual = "yearly", amount = 20, yearStartMonth = 1, isProRata = true, roundTo = 0.5, balanceCap = 60, carryOverMax = 5, carryOverMonths = 3, negativeLimit = 0 };

    /// <summary>An id that nothing has yet, the same each time for the same things.</summary>
    private static Guid Fresh(TenantThings things, byte nth)
    {
        var bytes = things.SpareUserId.ToByteArray();
        bytes[15] ^= nth;
        return new Guid(bytes);
    }

    /// <summary>The operation's request about one tenant's things.</summary>
    /// <param name="query">The one query parameter that is sent; null for none.</param>
    public static HttpRequestMessage Request(ServiceOperation operation, TenantThings inPath, TenantThings inBody, string? query = null, TenantThings? inQuery = null)
    {
        var path = operation.Path;
        foreach (var parameter in operation.Parameters.Where(p => p.In is "path"))
        {
            path = path.Replace($"{{{parameter.Name}}}", Text(PathValues[PathKey(operation, parameter.Name)](inPath)), StringComparison.Ordinal);
        }

        if (query is not null)
        {
            path += $"?{query}={Uri.EscapeDataString(Text(QueryValues[QueryKey(operation, query)](inQuery ?? inPath)))}";
        }

        return new HttpRequestMessage(operation.Method, new Uri(path, UriKind.Relative))
        {
            Content = operation.HasBody ? JsonContent.Create(Bodies[operation.Id](inBody)) : null,
        };
    }

    /// <summary>Whether its path names a thing of a tenant, and not only a date.</summary>
    public static bool DiffersByPath(ServiceOperation operation, TenantThings one, TenantThings other) =>
        operation.Parameters.Any(p => p.In is "path" && PathValues[PathKey(operation, p.Name)] is var value && !string.Equals(Text(value(one)), Text(value(other)), StringComparison.Ordinal));

    /// <summary>What the operations need and this table lacks.</summary>
    public static IEnumerable<string> Missing(IEnumerable<ServiceOperation> operations) => operations.SelectMany(Missing);

    /// <summary>What this table holds and no operation needs.</summary>
    public static IEnumerable<string> Superfluous(IReadOnlyList<ServiceOperation> operations)
    {
        var needed = operations.SelectMany(o => o.Parameters, (o, p) => p.In switch
        {
            "path" => PathKey(o, p.Name),
            "query" => QueryKey(o, p.Name),
            _ => string.Empty,
        }).Concat(operations.Where(o => o.HasBody).Select(o => o.Id));
        return PathValues.Keys.Concat(QueryValues.Keys).Concat(Bodies.Keys).Except(needed, StringComparer.Ordinal);
    }

    private static string PathKey(ServiceOperation operation, string name)
    {
        var segments = operation.Path.Split('/');
        var at = Array.IndexOf(segments, $"{{{name}}}");
        return $"{segments[at - 1]}/{segments[at]}";
    }

    private static string QueryKey(ServiceOperation operation, string name) => QueryValues.ContainsKey($"{operation.Id}.{name}") ? $"{operation.Id}.{name}" : name;

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
