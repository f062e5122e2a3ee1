using Microsoft.EntityFrameworkCore;
using Satcom.Application.Jobs;
using Satcom.Application.Notifications;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;
using Satcom.Domain.Imports;
using Satcom.Domain.Jobs;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;
using Satcom.Domain.Projects;
using Satcom.Domain.Shifts;
using Satcom.Domain.Tenancy;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Common;

/// <summary>
/// The tenant's data. Every set shows the current tenant's rows alone. Handlers add and change; the unit of work commits.
/// </summary>
public interface ISatcomDb
{
    DbSet<Allowance> Allowances { get; }

    DbSet<Anomaly> Anomalies { get; }

    DbSet<AnomalyDigest> AnomalyDigests { get; }

    DbSet<AnomalyEvaluation> AnomalyEvaluations { get; }

    DbSet<AnomalyRuleChoice> AnomalyRuleChoices { get; }

    DbSet<AnomalyStep> AnomalySteps { get; }

    DbSet<AttendanceClosing> AttendanceClosings { get; }

    DbSet<AttendanceDay> AttendanceDays { get; }

    DbSet<AttendancePolicyHistory> AttendancePolicies { get; }

    DbSet<AuditEntry> AuditEntries { get; }

    DbSet<AuthorizationCode> AuthorizationCodes { get; }

    /// <summary>Only to be read.</summary>
    DbSet<BackgroundRun> BackgroundRuns { get; }

    DbSet<BrowserSession> BrowserSessions { get; }

    DbSet<Consent> Consents { get; }

    DbSet<CorrectionRequest> CorrectionRequests { get; }

    DbSet<DayAmendment> DayAmendments { get; }

    DbSet<DayRebuild> DayRebuilds { get; }

    DbSet<DeviceAuthorization> DeviceAuthorizations { get; }

    DbSet<DeviceChallenge> DeviceChallenges { get; }

    DbSet<Employee> Employees { get; }

    DbSet<GeofenceFailure> GeofenceFailures { get; }

    DbSet<GeofencePolicyHistory> GeofencePolicies { get; }

    DbSet<Judgement> Judgements { get; }

    DbSet<LeaveAccount> LeaveAccounts { get; }

    DbSet<LeaveAssignment> LeaveAssignments { get; }

    DbSet<LeaveDelegation> LeaveDelegations { get; }

    DbSet<LeaveEntry> LeaveEntries { get; }

    DbSet<LeaveFeed> LeaveFeeds { get; }

    DbSet<LeavePolicy> LeavePolicies { get; }

    DbSet<LeaveRecharge> LeaveRecharges { get; }

    DbSet<LeaveRechargeFailure> LeaveRechargeFailures { get; }

    DbSet<LeaveRequest> LeaveRequests { get; }

    DbSet<LeaveStep> LeaveSteps { get; }

    DbSet<LeaveType> LeaveTypes { get; }

    DbSet<Import> Imports { get; }

    DbSet<ImportBatch> ImportBatches { get; }

    DbSet<ImportError> ImportErrors { get; }

    DbSet<ImportProgress> ImportProgress { get; }

    /// <summary>The scheduler's own times, of the installation. Only to be read.</summary>
    DbSet<JobClock> JobClocks { get; }

    DbSet<JobRun> JobRuns { get; }

    /// <summary>Of the installation and not of the tenant; the platform alone may write it.</summary>
    DbSet<Job> Jobs { get; }

    DbSet<HolidayCalendar> HolidayCalendars { get; }

    DbSet<OAuthClient> OAuthClients { get; }

    DbSet<OAuthClientSecret> OAuthClientSecrets { get; }

    DbSet<OAuthGrant> OAuthGrants { get; }

    DbSet<Office> Offices { get; }

    DbSet<OutboxMessage> OutboxMessages { get; }

    DbSet<OutgoingMessage> OutgoingMessages { get; }

    DbSet<PasswordLink> PasswordLinks { get; }

    DbSet<PasswordRequest> PasswordRequests { get; }

    DbSet<PendingAuthorization> PendingAuthorizations { get; }

    DbSet<PhoneChange> PhoneChanges { get; }

    DbSet<PunchPlace> PunchPlaces { get; }

    DbSet<Project> Projects { get; }

    DbSet<ProjectMember> ProjectMembers { get; }

    DbSet<ProjectTask> ProjectTasks { get; }

    DbSet<Punch> Punches { get; }

    DbSet<RefreshToken> RefreshTokens { get; }

    DbSet<RevokedToken> RevokedTokens { get; }

    DbSet<Session> Sessions { get; }

    DbSet<Shift> Shifts { get; }

    DbSet<ShiftAssignment> ShiftAssignments { get; }

    DbSet<ShiftPattern> ShiftPatterns { get; }

    DbSet<SignInDirectoryEntry> SignInDirectory { get; }

    DbSet<Team> Teams { get; }

    /// <summary>Every tenant of the installation: the one set that is not confined to the current tenant for reading.</summary>
    DbSet<Tenant> Tenants { get; }

    DbSet<TimesheetDayTotal> TimesheetDays { get; }

    DbSet<TimesheetEntry> TimesheetEntries { get; }

    DbSet<TimesheetRules> TimesheetRules { get; }

    DbSet<TimesheetStep> TimesheetSteps { get; }

    DbSet<TimesheetWeek> TimesheetWeeks { get; }

    DbSet<TrustedDevice> TrustedDevices { get; }

    DbSet<User> Users { get; }

    /// <summary>Only to be read.</summary>
    DbSet<UserSearchTerm> UserSearchTerms { get; }

    DbSet<WorkWeekPolicy> WorkWeekPolicies { get; }

    /// <summary>For compiled queries alone.</summary>
    DbContext Context { get; }

    /// <summary>Everybody who reports to a manager, directly or below, in one statement; never the manager.</summary>
    IQueryable<ReportingLineRow> ReportsOf(Guid managerId);
}

/// <summary>One person of a reporting line.</summary>
public sealed class ReportingLineRow
{
    public Guid EmployeeId { get; init; }
}
