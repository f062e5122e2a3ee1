using System.Globalization;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Contract;

/// <summary>
/// What the walks over all operations send: a value for every parameter and a body for every operation that takes one. An
/// operation, parameter or body that is missing here fails the tests, and so does an entry that nothing uses any more.
/// </summary>
internal static class OperationData
{
    /// <summary>By the segment before the parameter.</summary>
    public static readonly IReadOnlyDictionary<string, Func<TenantThings, object>> PathValues = new Dictionary<string, Func<TenantThings, object>>(StringComparer.Ordinal)
    {
        ["anomalies/{id}"] = t => t.AnomalyId,
        ["days/{id}"] = t => t.DayId,
        ["dead-letters/{id}"] = t => t.DeadLetterId,
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
        ["dead-messages/{id}"] = t => t.DeadMessageId,
        ["devices/{id}"] = t => t.DeviceId,
        ["consents/{id}"] = t => t.ConsentId,
        ["oauth-clients/{id}"] = t => t.OAuthClientId,
        ["sessions/{id}"] = t => t.SessionId,
    };

    /// <summary>By name. Those that name a thing of the tenant come first; the others are sent so that the request is whole.</summary>
    public static readonly IReadOnlyDictionary<string, Func<TenantThings, object>> QueryValues = new Dictionary<string, Func<TenantThings, object>>(StringComparer.Ordinal)
    {
        ["actorId"] = t => t.UserId,
        ["assigneeId"] = t => t.UserId,
        ["cursor"] = t => t.Cursor,
        ["entityId"] = t => t.AuditedId,
        ["ownerId"] = t => t.UserId,
        ["projectId"] = t => t.ProjectId,
        ["taskId"] = t => t.TaskId,
        ["userId"] = t => t.UserId,
        ["userIds"] = t => t.UserId,

        ["Auditing_ListAuditEntries.from"] = _ => "2020-01-01T00:00:00Z",
        ["Auditing_ListAuditEntries.to"] = _ => "2099-01-01T00:00:00Z",
        ["action"] = _ => "demo.seed",
        ["entityType"] = _ => "user",
        ["from"] = _ => "2020-01-01",
        ["dryRun"] = _ => "true",
        ["id"] = t => Fresh(t, 7),
        ["invite"] = _ => "false",
        ["isArchived"] = _ => "false",
        ["kind"] = _ => "missingCheckOut",
        ["Imports_CreateImport.kind"] = _ => "projects",
        ["Imports_ListImports.kind"] = _ => "projects",
        ["state"] = _ => "completed",
        ["limit"] = _ => 200,
        ["role"] = _ => "employee",
        ["search"] = _ => "spare",
        ["severity"] = _ => "medium",
        ["status"] = _ => "open",
        ["Attendance_ListDays.status"] = _ => "completed",
        ["People_ListUsers.status"] = _ => "active",
        ["Projects_ListProjects.status"] = _ => "active",
        ["Timesheets_ExportTimesheets.status"] = _ => "open",
        ["Timesheets_ListPeriods.status"] = _ => "open",
        ["Presence_ListPresence.status"] = _ => "offline",
        ["Tenancy_ListTenants.status"] = _ => "active",
        ["to"] = _ => "2099-01-01",
    };

    /// <summary>By operation: a body that is accepted from somebody who may send it.</summary>
    public static readonly IReadOnlyDictionary<string, Func<TenantThings, object>> Bodies = new Dictionary<string, Func<TenantThings, object>>(StringComparer.Ordinal)
    {
        ["Anomalies_AcknowledgeAnomaly"] = _ => new { note = "Seen." },
        ["Anomalies_AssignAnomaly"] = t => new { assigneeId = t.UserId, note = "Yours." },
        ["Anomalies_ReopenAnomaly"] = _ => new { note = "Again." },
        ["Anomalies_ResolveAnomaly"] = _ => new { resolution = "corrected", note = "Settled." },
        ["Attendance_CheckIn"] = t => new { workMode = "office", note = "In.", clientEventId = t.ClientEventId, location = new { latitude = 25.2, longitude = 55.3, accuracyMeters = 10 } },
        ["Attendance_CheckOut"] = t => new { note = "Out.", clientEventId = t.ClientEventId, location = new { latitude = 25.2, longitude = 55.3, accuracyMeters = 10 } },
        ["Attendance_EndBreak"] = t => new { clientEventId = t.ClientEventId },
        ["Attendance_StartBreak"] = t => new { type = "break", clientEventId = t.ClientEventId },
        ["Identity_AskPhoneChange"] = _ => new { phone = "+971501999998" },
        ["Identity_ChangePassword"] = _ => new { currentPassword = "not the present one", newPassword = "correct horse battery" },
        ["Identity_ConfirmPhoneChange"] = _ => new { code = "000000" },
        ["Identity_CreateOAuthClient"] = t => new { id = Fresh(t, 3), name = "Payroll", kind = "confidential", grants = new[] { "client_credentials" }, scopes = new[] { "audit.read" } },
        ["Identity_ForgotPassword"] = t => new { email = t.Email, tenant = t.Slug },
        ["Identity_Login"] = t => new { email = t.Email, password = SatcomHost.DemoPassword, tenant = t.Slug, device = new { fingerprint = "f", name = "n", platform = "web" } },
        ["Identity_Logout"] = t => new { refreshToken = t.RefreshToken },
        ["Identity_Reauthenticate"] = _ => new { password = SatcomHost.DemoPassword },
        ["Identity_Refresh"] = t => new { refreshToken = t.RefreshToken },
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
        ["Timesheets_CreateEntry"] = t => new { id = Fresh(t, 6), date = "2026-02-03", projectId = t.ProjectId, taskId = t.TaskId, minutes = 1, notes = "New." },
        ["Timesheets_LockPeriod"] = t => new { userId = t.UserId, note = "Paid." },
        ["Timesheets_PrefillWeek"] = t => new { weekStart = "2026-02-02", source = "attendance", projectId = t.ProjectId, taskId = t.TaskId },
        ["Timesheets_RejectPeriod"] = t => new { userId = t.UserId, note = "Not yet." },
        ["Timesheets_ReopenPeriod"] = t => new { userId = t.UserId, note = "Again." },
        ["Timesheets_SetTimesheetPolicy"] = _ => new { needsNotes = false, isBoundByAttendance = false, toleranceMinutes = 15, dueDays = 3 },
        ["Timesheets_SubmitPeriod"] = t => new { userId = t.UserId },
        ["Timesheets_UpdateEntry"] = t => new { date = "2026-02-03", projectId = t.ProjectId, taskId = t.TaskId, minutes = 2, notes = "Changed." },
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
        ["Tenancy_ResumeTenant"] = _ => new { reason = "It goes on." },
        ["Tenancy_SuspendTenant"] = _ => new { reason = "It is over." },
        ["Tenancy_UpdateTenant"] = _ => new { name = "Spared company" },
        ["Tenancy_UpdateOwnTenant"] = _ => new { name = "Same company", settings = new { presenceAwayAfterSeconds = 10 }, branding = new { primaryColor = "#0b5fff" } },
    };

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

    private static IEnumerable<string> Missing(ServiceOperation operation)
    {
        foreach (var parameter in operation.Parameters)
        {
            if (parameter.In is "path" && !PathValues.ContainsKey(PathKey(operation, parameter.Name)))
            {
                yield return $"{operation}: path parameter {PathKey(operation, parameter.Name)}";
            }

            if (parameter.In is "query" && !QueryValues.ContainsKey(QueryKey(operation, parameter.Name)))
            {
                yield return $"{operation}: query parameter {parameter.Name}";
            }
        }

        if (operation.HasBody && !Bodies.ContainsKey(operation.Id))
        {
            yield return $"{operation}: body";
        }
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
