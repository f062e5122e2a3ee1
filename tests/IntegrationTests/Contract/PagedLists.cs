using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Contract;

/// <summary>A filter of a list: what is sent, and which of the things that are there without it stay.</summary>
/// <param name="Lets">Null where the list shows other things with it than without, of which all are to say true of that name.</param>
internal sealed record ListFilter(string Name, Func<ListHost, object> Value, Func<ListHost, JsonElement, bool>? Lets, string? OtherThings = null);

/// <summary>A list of the contract as the tests of lists ask for it.</summary>
/// <param name="Who">Who asks.</param>
/// <param name="Query">What is always sent, where a list is endless or begins with today.</param>
internal sealed record PagedList(string Who, string Query, Func<ListHost, Guid>? PathId, IReadOnlyList<ListFilter> Filters);

/// <summary>Every operation that answers page by page, once: how to ask for it, and its filters. What is missing here, or stands here for nothing, fails a test.</summary>
internal static class PagedLists
{
    private const string Admin = "superadmin@acme.test";
    private const string Employee = "employee@acme.test";
    private const string Platform = "platform@satcom.test";

    /// <summary>Not walked, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> NotWalked = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Jobs_ListJobs"] = "the jobs of the installation: it takes no cursor and has one page",
        ["Leaves_ListLeaveBalances"] = "one person's types of leave: it takes no cursor and has one page",
        ["People_ListRoles"] = "the six roles: it takes no cursor and has one page",
    };

    /// <summary>Filters that are not tried here, and where they are.</summary>
    public static readonly IReadOnlyDictionary<string, string> NotTried = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Anomalies_ListAnomalies.kind"] = "AnomalyTests: the things here are of one kind",
        ["Auditing_ListAuditEntries.action"] = "AuditListTests: without them the list is longer than a page",
        ["Auditing_ListAuditEntries.actorId"] = "AuditListTests",
        ["Auditing_ListAuditEntries.entityId"] = "AuditListTests",
        ["Auditing_ListAuditEntries.entityType"] = "AuditListTests",
        ["Auditing_ListAuditEntries.from"] = "AuditListTests",
        ["Auditing_ListAuditEntries.programId"] = "AuditListTests",
        ["Auditing_ListAuditEntries.to"] = "AuditListTests",
        ["Attendance_ListAbsences.from"] = "AbsenceTests: it is part of what is always sent here",
        ["Attendance_ListAbsences.to"] = "AbsenceTests",
        ["Presence_ListPresence.status"] = "ListPresenceTests: nobody is connected here",
        ["Shifts_ListSchedules.from"] = "ShiftTests: it names the dates within each row",
        ["Shifts_ListSchedules.to"] = "ShiftTests",
    };

    public static readonly IReadOnlyDictionary<string, PagedList> All = new Dictionary<string, PagedList>(StringComparer.Ordinal)
    {
        ["Anomalies_ListAnomalies"] = Of(
            Is("status", "acknowledged"), Is("severity", "high"), User(h => h.StaffId), Is("assigneeId", h => h.HrId), new("unassigned", _ => "true", (_, a) => a.GetProperty("assigneeId").ValueKind is JsonValueKind.Null), From("date", "2026-04-01"), To("date", "2026-04-01")),
        ["Anomalies_ListEvaluations"] = Of(new ListFilter("finished", _ => "false", (_, e) => e.GetProperty("finishedAt").ValueKind is JsonValueKind.Null)),
        ["Attendance_ListAbsences"] = Of("from=2026-01-05&to=2026-01-09", User(h => h.StaffId), Team()),
        ["Attendance_ListCorrections"] = Of(User(h => h.StaffId), Team(), Is("status", "cancelled"), Is("source", "latePunch"), From("date", "2026-01-10"), To("date", "2026-01-10")),
        ["Attendance_ListDays"] = Of(
            User(h => h.StaffId), Team(), From("date", h => h.LastDay), To("date", h => h.LastDay.AddDays(-1)), Is("status", "completed"), new("flag", _ => "late", (_, d) => Has(d, "flags", "late")),
            new("overtimePending", _ => "true", (h, d) => h.Holds("overtimePending", d.Text("id")))),
        ["Attendance_ListGeofenceFailures"] = Of(
            User(h => h.StaffId), Team(), Is("officeId", h => h.Things[0].OfficeId), Is("result", "notProvided"), Is("action", "record"), From("date", "2026-01-06"), To("date", "2026-01-05")),
        ["Attendance_ListOffices"] = Of(Archived(), Search(h => h.NameOf("offices"), "name")),
        ["Auditing_ListAuditEntries"] = Of("entityType=user"),
        ["Identity_ListConsents"] = new(Employee, string.Empty, PathId: null, []),
        ["Identity_ListDevices"] = new(Employee, string.Empty, PathId: null, []),
        ["Identity_ListOAuthClients"] = Of(),
        ["Identity_ListSessions"] = new(Employee, string.Empty, PathId: null, []),
        ["Imports_ListImports"] = Of(Is("kind", "employees"), Is("state", "running")),
        ["Jobs_ListDeadLetters"] = Of(
            Is("type", "NobodyKnowsThisEither"), Is("aggregateId", h => h.StaffId), From("deadAt", "2026-02-01T00:00:00Z"), To("deadAt", "2026-02-01T00:00:00Z")),
        ["Jobs_ListJobRuns"] = Of(
            Is("job", "leave-accrual"), Is("state", "lost"), Is("cause", "clock"), From("askedAt", "2026-02-01T00:00:00Z"), To("askedAt", "2026-02-01T00:00:00Z")),
        ["Jobs_ListPlatformDeadLetters"] = new(
            Platform, string.Empty, PathId: null,
            [Is("tenantId", h => h.Things[0].TenantId), Is("kind", "sms"), Is("type", "NobodyKnowsThisEither"), From("deadAt", "2026-02-01T00:00:00Z"), To("deadAt", "2026-02-01T00:00:00Z")]),
        ["Jobs_ListPlatformFailedRuns"] = new(
            Platform, string.Empty, PathId: null,
            [Is("tenantId", h => h.Things[0].TenantId), Is("job", "leave-accrual"), Is("state", "lost"), From("askedAt", "2026-02-01T00:00:00Z"), To("askedAt", "2026-02-01T00:00:00Z")]),
        ["Leaves_ListLeaveAssignments"] = Of(
            User(h => h.StaffId), Is("policyId", h => h.Things[0].LeavePolicyId), Is("leaveTypeId", h => h.Things[1].LeaveTypeId),
            new("on", _ => "2026-03-02", (_, a) => Before(a, "from", "2026-03-02") && (a.GetProperty("to").ValueKind is JsonValueKind.Null || After(a, "to", "2026-03-02")))),
        ["Leaves_ListLeaveCalendar"] = Of(
            "from=2027-01-01&to=2027-12-31", User(h => h.StaffId), Team(), Is("leaveTypeId", h => h.Things[0].LeaveTypeId), new("from", _ => "2027-04-01", (_, r) => After(r, "to", "2027-04-01")), new("to", _ => "2027-04-01", (_, r) => Before(r, "from", "2027-04-01"))),
        ["Leaves_ListLeaveDelegations"] = Of(
            Is("approverId", h => h.HrId), Is("delegateId", h => h.StaffId), new("on", _ => "2051-01-14", (_, d) => Before(d, "from", "2051-01-14") && After(d, "to", "2051-01-14"))),
        ["Leaves_ListLeaveEntries"] = Of(
            User(h => h.StaffId), Team(), Is("leaveTypeId", h => h.Things[0].LeaveTypeId), Is("requestId", h => h.Things[0].LeaveRequestId), Is("kind", "accrual"), From("date", "2026-02-02"), To("date", "2026-02-02")),
        ["Leaves_ListLeavePolicies"] = Of(Is("leaveTypeId", h => h.Things[0].LeaveTypeId)),
        ["Leaves_ListLeaveRechargeFailures"] = Of(User(h => h.StaffId)),
        ["Leaves_ListLeaveRequests"] = Of(
            User(h => h.StaffId), Team(), Is("status", "approved"), new("isOpen", _ => "true", (_, r) => r.Text("status") is "pending" or "recommended"), Is("leaveTypeId", h => h.Things[0].LeaveTypeId),
            new("from", _ => "2027-04-01", (_, r) => After(r, "to", "2027-04-01")), new("to", _ => "2027-04-01", (_, r) => Before(r, "from", "2027-04-01"))),
        ["Leaves_ListLeaveTypes"] = Of(new ListFilter("isArchived", _ => "true", (_, t) => t.GetProperty("isArchived").GetBoolean())),
        ["Notifications_ListDeadMessages"] = Of(
            Is("channel", "sms"), Is("template", "NobodyKnowsThisEither"), From("deadAt", "2026-02-01T00:00:00Z"), To("deadAt", "2026-02-01T00:00:00Z")),
        ["People_ListEmployees"] = Of(
            Search(_ => "nadia", "displayName"), Is("teamId", h => h.Things[0].TeamId), Is("managerId", h => h.ManagerId), Is("status", "deactivated"),
            new("officeId", h => h.Things[0].OfficeId, (h, e) => Has(e, "officeIds", h.Things[0].OfficeId.ToString()))),
        ["People_ListTeams"] = Of(Archived()),
        ["People_ListUserDevices"] = Of(string.Empty, h => h.Things[0].UserId),
        ["People_ListUsers"] = Of(Search(_ => "nadia", "displayName"), new("role", _ => "manager", (_, u) => Has(u, "roles", "manager")), Is("status", "deactivated")),
        ["People_ListUserSessions"] = Of(string.Empty, h => h.Things[0].UserId),
        ["Presence_ListPresence"] = Of(new ListFilter("userIds", h => h.StaffId, (h, p) => Same(p, "userId", h.StaffId))),
        ["Projects_ListProjectMembers"] = Of(string.Empty, h => h.Things[0].ProjectId),
        ["Projects_ListProjects"] = Of(
            Is("status", "archived"), Search(_ => "harbour", "name"), Is("ownerId", h => h.StaffId), new("userId", h => h.Things[0].UserId, (h, p) => h.Holds("projectsOfUser", p.Text("id")))),
        ["Projects_ListProjectTasks"] = Of(string.Empty, h => h.Things[0].ProjectId, new ListFilter("isArchived", _ => "true", (_, t) => t.GetProperty("isArchived").GetBoolean())),
        ["Shifts_ListHolidayCalendars"] = Of(Archived(), Search(h => h.NameOf("holiday_calendars"), "name")),
        ["Shifts_ListSchedules"] = Of("from=2026-01-05&to=2026-01-06", Team(), new ListFilter("managerId", h => h.ManagerId, (h, r) => h.Holds("reports", r.Text("userId")))),
        ["Shifts_ListShiftAssignments"] = Of(
            User(h => h.StaffId), Team(), Is("shiftId", h => h.Things[1].ShiftId), Is("patternId", h => h.PatternId),
            new("from", _ => "2092-01-01", (_, a) => After(a, "to", "2092-01-01")), new("to", _ => "2092-01-01", (_, a) => Before(a, "from", "2092-01-01"))),
        ["Shifts_ListShiftPatterns"] = Of(Archived(), Search(h => h.NameOf("shift_patterns"), "name")),
        ["Shifts_ListShifts"] = Of(Archived(), Search(h => h.NameOf("shifts"), "name")),
        ["Tenancy_ListTenants"] = new(Platform, string.Empty, PathId: null, [Search(_ => "acme", "slug"), Is("status", "suspended")]),
        ["Timesheets_ListEntries"] = Of(
            User(h => h.StaffId), Team(), Is("projectId", h => h.Things[1].ProjectId), Is("taskId", h => h.Things[1].TaskId), new("status", _ => "submitted", (h, e) => h.Holds("submittedEntries", e.Text("id"))), From("date", "2026-02-04"), To("date", "2026-02-04")),
        ["Timesheets_ListMissingPeriods"] = Of(
            "from=2026-01-05&to=2026-01-18", User(h => h.StaffId), Team(), new("from", _ => "2026-01-12", (_, p) => After(p, "weekEnd", "2026-01-12")), new("to", _ => "2026-01-11", (_, p) => Before(p, "weekStart", "2026-01-11"))),
        ["Timesheets_ListPeriods"] = Of(
            User(h => h.StaffId), Team(), Is("status", "submitted"), new("from", _ => "2026-02-09", (_, p) => After(p, "weekEnd", "2026-02-09")), new("to", _ => "2026-02-08", (_, p) => Before(p, "weekStart", "2026-02-08"))),
    };

    private static PagedList Of(params ListFilter[] filters) => new(Admin, string.Empty, PathId: null, filters);

    private static PagedList Of(string query, params ListFilter[] filters) => new(Admin, query, PathId: null, filters);

    private static PagedList Of(string query, Func<ListHost, Guid> pathId, params ListFilter[] filters) => new(Admin, query, pathId, filters);

    private static ListFilter Is(string name, string value) => new(name, _ => value, (_, item) => string.Equals(Of(item, name), value, StringComparison.Ordinal));

    private static ListFilter Is(string name, Func<ListHost, Guid> value) => new(name, h => value(h), (h, item) => Same(item, name, value(h)));

    private static ListFilter User(Func<ListHost, Guid> value) => Is("userId", value);

    private static ListFilter Team() => new("teamId", h => h.Things[0].TeamId, (h, item) => h.IsInTeam(item));

    private static ListFilter From(string field, string date) => new("from", _ => date, (_, item) => After(item, field, date));

    private static ListFilter From(string field, Func<ListHost, DateOnly> date) => new("from", h => Dates.Iso(date(h)), (h, item) => After(item, field, Dates.Iso(date(h))));

    private static ListFilter To(string field, string date) => new("to", _ => date, (_, item) => Before(item, field, date));

    private static ListFilter To(string field, Func<ListHost, DateOnly> date) => new("to", h => Dates.Iso(date(h)), (h, item) => Before(item, field, Dates.Iso(date(h))));

    private static ListFilter Search(Func<ListHost, string> word, string field) => new("search", h => word(h), (h, item) => item.Text(field).Contains(word(h), StringComparison.OrdinalIgnoreCase));

    /// <summary>Archived things are in the list only where they are asked for.</summary>
    private static ListFilter Archived() => new("archived", _ => "true", null, "isArchived");

    private static string? Of(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static bool Same(JsonElement item, string name, Guid id) => string.Equals(Of(item, name), id.ToString(), StringComparison.Ordinal);

    private static bool Has(JsonElement item, string name, string value) => item.GetProperty(name).EnumerateArray().Any(v => string.Equals(v.GetString(), value, StringComparison.Ordinal));

    /// <summary>On the date or later.</summary>
    private static bool After(JsonElement item, string name, string date) => string.CompareOrdinal(Of(item, name), date) >= 0;

    /// <summary>On the date or earlier.</summary>
    private static bool Before(JsonElement item, string name, string date) => Of(item, name) is { } value && string.CompareOrdinal(value, date) <= 0;
}
