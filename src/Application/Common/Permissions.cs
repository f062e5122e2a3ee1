namespace Satcom.Application.Common;

/// <summary>The names of every permission, and the bundles of them that are called roles.</summary>
public static partial class Permissions
{
    /// <summary>Check in and out and take breaks, for oneself.</summary>
    public const string AttendancePunch = "attendance.punch";

    /// <summary>See one's own days.</summary>
    public const string AttendanceReadOwn = "attendance.read.own";

    /// <summary>See the days of the people who report to one, directly or below.</summary>
    public const string AttendanceReadReports = "attendance.read.reports";

    /// <summary>See everybody's days.</summary>
    public const string AttendanceReadAll = "attendance.read.all";

    /// <summary>Decide corrections and overtime of the people who report to one, directly or below, where the company leaves that to them.</summary>
    public const string AttendanceDecideReports = "attendance.decide.reports";

    /// <summary>Set the rules of attendance, put days right, decide corrections and overtime, and lock what was paid.</summary>
    public const string AttendanceManage = "attendance.manage";

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

    /// <summary>Ask for leave and take it back, for oneself, and see what one has left of it.</summary>
    public const string LeavesRequest = "leaves.request";

    /// <summary>See the leave and balances of the people who report to one, directly or below.</summary>
    public const string LeavesReadReports = "leaves.read.reports";

    /// <summary>See everybody's leave and balances.</summary>
    public const string LeavesReadAll = "leaves.read.all";

    /// <summary>Speak for the requests of the people who report to one.</summary>
    public const string LeavesRecommend = "leaves.recommend";

    /// <summary>Decide anybody's requests for leave but one's own.</summary>
    public const string LeavesApprove = "leaves.approve";

    /// <summary>Manage types and policies of leave, who earns it by which, and balances.</summary>
    public const string LeavesManage = "leaves.manage";

    /// <summary>See the projects that one owns or is a member of.</summary>
    public const string ProjectsRead = "projects.read";

    /// <summary>See every project.</summary>
    public const string ProjectsReadAll = "projects.read.all";

    /// <summary>Make projects, and change those that one owns or manages as a member.</summary>
    public const string ProjectsManage = "projects.manage";

    /// <summary>Change every project.</summary>
    public const string ProjectsManageAll = "projects.manage.all";

    /// <summary>Enter one's own time and submit one's own weeks.</summary>
    public const string TimesheetsWrite = "timesheets.write";

    /// <summary>See one's own time.</summary>
    public const string TimesheetsReadOwn = "timesheets.read.own";

    /// <summary>See the time of the people who report to one, directly or below.</summary>
    public const string TimesheetsReadReports = "timesheets.read.reports";

    /// <summary>See everybody's time.</summary>
    public const string TimesheetsReadAll = "timesheets.read.all";

    /// <summary>Approve, reject and reopen the weeks of the people who report to one, directly or below.</summary>
    public const string TimesheetsDecideReports = "timesheets.decide.reports";

    /// <summary>Decide everybody's weeks, submit them in their place, and lock them.</summary>
    public const string TimesheetsDecideAll = "timesheets.decide.all";

    /// <summary>Say what the company asks of timesheets.</summary>
    public const string TimesheetsPolicy = "timesheets.policy";

    /// <summary>Bring employees, projects and holidays in from files.</summary>
    public const string ImportsManage = "imports.manage";

    /// <summary>See the presence of one's team, manager and reports.</summary>
    public const string PresenceReadColleagues = "presence.read.colleagues";

    /// <summary>See everybody's presence.</summary>
    public const string PresenceReadAll = "presence.read.all";

    public const string AnomaliesRead = "anomalies.read";

    public const string AnomaliesManage = "anomalies.manage";

    public const string AuditRead = "audit.read";

    /// <summary>See the company's accounts and employees, teams and roles.</summary>
    public const string UsersRead = "users.read";

    /// <summary>Make, change, deactivate and revoke accounts and employees of people who may do no more than oneself.</summary>
    public const string UsersManage = "users.manage";

    /// <summary>See and change one's own tenant.</summary>
    public const string TenantManage = "tenant.manage";

    /// <summary>See what is done in one's company's background, have it done now, and cancel it.</summary>
    public const string JobsManage = "jobs.manage";

    /// <summary>Keep the installation from doing something by the clock, for a while. For operators.</summary>
    public const string JobsSchedule = "jobs.schedule";

    /// <summary>See what failed of any company, and have it done again. For operators.</summary>
    public const string PlatformFailures = "platform.failures";

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
}
