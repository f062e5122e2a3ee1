using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Satcom.Application.Common;
using Satcom.Application.Jobs;
using Satcom.Application.Notifications;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;
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
using Satcom.Infrastructure.Auditing;
using Satcom.Infrastructure.Idempotency;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Identity.Limits;
using Satcom.Infrastructure.Outbox;

namespace Satcom.Infrastructure.Persistence;

/// <summary>The database as EF Core sees it. Pooled: what belongs to one use is bound by <see cref="Bind"/> and dropped on return.</summary>
public sealed class SatcomDbContext(DbContextOptions<SatcomDbContext> options) : DbContext(options), ISatcomDb
{
    private static readonly TimeSpan BackgroundTimeout = TimeSpan.FromMinutes(1);

    private RequestScope? _scope;

    // How many services of a scope this context is: the container disposes it once for each of them.
    private int _holders;

    public DbSet<Allowance> Allowances => Set<Allowance>();

    public DbSet<Anomaly> Anomalies => Set<Anomaly>();

    public DbSet<AnomalyDigest> AnomalyDigests => Set<AnomalyDigest>();

    public DbSet<AnomalyEvaluation> AnomalyEvaluations => Set<AnomalyEvaluation>();

    public DbSet<AnomalyRuleChoice> AnomalyRuleChoices => Set<AnomalyRuleChoice>();

    public DbSet<AnomalyStep> AnomalySteps => Set<AnomalyStep>();

    public DbSet<AttemptCounter> AttemptCounters => Set<AttemptCounter>();

    public DbSet<AttendanceClosing> AttendanceClosings => Set<AttendanceClosing>();

    public DbSet<AttendanceDay> AttendanceDays => Set<AttendanceDay>();

    public DbSet<AttendancePolicyHistory> AttendancePolicies => Set<AttendancePolicyHistory>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    internal DbSet<AuditSeal> AuditSeals => Set<AuditSeal>();

    public DbSet<AuthorizationCode> AuthorizationCodes => Set<AuthorizationCode>();

    public DbSet<BackgroundRun> BackgroundRuns => Set<BackgroundRun>();

    public DbSet<BrowserSession> BrowserSessions => Set<BrowserSession>();

    public DbSet<ClientAssertion> ClientAssertions => Set<ClientAssertion>();

    public DbSet<Consent> Consents => Set<Consent>();

    public DbSet<CorrectionRequest> CorrectionRequests => Set<CorrectionRequest>();

    public DbSet<DayAmendment> DayAmendments => Set<DayAmendment>();

    public DbSet<DayRebuild> DayRebuilds => Set<DayRebuild>();

    public DbSet<DeviceAuthorization> DeviceAuthorizations => Set<DeviceAuthorization>();

    public DbSet<DeviceChallenge> DeviceChallenges => Set<DeviceChallenge>();

    public DbSet<Employee> Employees => Set<Employee>();

    public DbSet<GeofenceFailure> GeofenceFailures => Set<GeofenceFailure>();

    public DbSet<GeofencePolicyHistory> GeofencePolicies => Set<GeofencePolicyHistory>();

    public DbSet<IdempotencyRecord> IdempotencyRecords => Set<IdempotencyRecord>();

    public DbSet<Judgement> Judgements => Set<Judgement>();

    public DbSet<LeaveAccount> LeaveAccounts => Set<LeaveAccount>();

    public DbSet<LeaveAssignment> LeaveAssignments => Set<LeaveAssignment>();

    public DbSet<LeaveDelegation> LeaveDelegations => Set<LeaveDelegation>();

    public DbSet<LeaveEntry> LeaveEntries => Set<LeaveEntry>();

    public DbSet<LeaveFeed> LeaveFeeds => Set<LeaveFeed>();

    public DbSet<LeavePolicy> LeavePolicies => Set<LeavePolicy>();

    public DbSet<LeaveRecharge> LeaveRecharges => Set<LeaveRecharge>();

    public DbSet<LeaveRechargeFailure> LeaveRechargeFailures => Set<LeaveRechargeFailure>();

    public DbSet<LeaveRequest> LeaveRequests => Set<LeaveRequest>();

    public DbSet<LeaveStep> LeaveSteps => Set<LeaveStep>();

    public DbSet<LeaveType> LeaveTypes => Set<LeaveType>();

    public DbSet<Import> Imports => Set<Import>();

    public DbSet<ImportBatch> ImportBatches => Set<ImportBatch>();

    public DbSet<ImportError> ImportErrors => Set<ImportError>();

    public DbSet<ImportProgress> ImportProgress => Set<ImportProgress>();

    public DbSet<JobClock> JobClocks => Set<JobClock>();

    public DbSet<JobRun> JobRuns => Set<JobRun>();

    public DbSet<Job> Jobs => Set<Job>();

    public DbSet<HolidayCalendar> HolidayCalendars => Set<HolidayCalendar>();

    public DbSet<OAuthClient> OAuthClients => Set<OAuthClient>();

    public DbSet<OAuthClientSecret> OAuthClientSecrets => Set<OAuthClientSecret>();

    public DbSet<OAuthGrant> OAuthGrants => Set<OAuthGrant>();

    public DbSet<Office> Offices => Set<Office>();

    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();

    public DbSet<OutgoingMessage> OutgoingMessages => Set<OutgoingMessage>();

    public DbSet<PasswordLink> PasswordLinks => Set<PasswordLink>();

    public DbSet<PasswordRequest> PasswordRequests => Set<PasswordRequest>();

    public DbSet<PendingAuthorization> PendingAuthorizations => Set<PendingAuthorization>();

    public DbSet<PhoneChange> PhoneChanges => Set<PhoneChange>();

    public DbSet<PunchPlace> PunchPlaces => Set<PunchPlace>();

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<ProjectMember> ProjectMembers => Set<ProjectMember>();

    public DbSet<ProjectTask> ProjectTasks => Set<ProjectTask>();

    public DbSet<Punch> Punches => Set<Punch>();

    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    public DbSet<RequestCounter> RequestCounters => Set<RequestCounter>();

    public DbSet<RevokedToken> RevokedTokens => Set<RevokedToken>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<Shift> Shifts => Set<Shift>();

    public DbSet<ShiftAssignment> ShiftAssignments => Set<ShiftAssignment>();

    public DbSet<ShiftPattern> ShiftPatterns => Set<ShiftPattern>();

    public DbSet<SignInDirectoryEntry> SignInDirectory => Set<SignInDirectoryEntry>();

    public DbSet<SigningKeyRecord> SigningKeys => Set<SigningKeyRecord>();

    public DbSet<Team> Teams => Set<Team>();

    public DbSet<Tenant> Tenants => Set<Tenant>();

    public DbSet<TimesheetDayTotal> TimesheetDays => Set<TimesheetDayTotal>();

    public DbSet<TimesheetEntry> TimesheetEntries => Set<TimesheetEntry>();

    public DbSet<TimesheetRules> TimesheetRules => Set<TimesheetRules>();

    public DbSet<TimesheetStep> TimesheetSteps => Set<TimesheetStep>();

    public DbSet<TimesheetWeek> TimesheetWeeks => Set<TimesheetWeek>();

    public DbSet<TrustedDevice> TrustedDevices => Set<TrustedDevice>();

    public DbSet<User> Users => Set<User>();

    public DbSet<UserSearchTerm> UserSearchTerms => Set<UserSearchTerm>();

    public DbSet<WorkWeekPolicy> WorkWeekPolicies => Set<WorkWeekPolicy>();

    /// <summary>The tenant of the present use. The query filters read it, so it must be a member of the context.</summary>
    internal Guid CurrentTenantId => _scope is { HasTenant: true } scope ? scope.Tenant.Id : Guid.Empty;

    /// <summary>An aggregate that the latest save wrote: its version is the version of everything the save wrote.</summary>
    internal IAggregate? LastWritten { get; set; }

    /// <summary>What every node must forget once the latest save is committed.</summary>
    internal HashSet<CacheForget> Forgotten { get; } = [];

    /// <summary>Where the events go that the latest save told.</summary>
    internal HashSet<OutboxLane> Lanes { get; } = [];

    /// <summary>True when the latest save wrote messages for people.</summary>
    internal bool HasMessages { get; set; }

    internal RequestScope Scope => _scope ?? throw new InvalidOperationException("The context is not bound to a scope.");

    /// <inheritdoc/>
    DbContext ISatcomDb.Context => this;

    /// <inheritdoc/>
    public IQueryable<ReportingLineRow> ReportsOf(Guid managerId) => FromExpression(() => ReportsOf(managerId));

    /// <summary>A person's manager, that one's manager and so on, nearest first. For queries alone.</summary>
    public static Guid[] ManagerChain(Guid employeeId) => throw new NotSupportedException("Only the database knows.");

    /// <summary>A context for the migration tool: no pool, no interceptors.</summary>
    public static SatcomDbContext ForMigrations(string connectionString) =>
        new(new DbContextOptionsBuilder<SatcomDbContext>()
            .UseNpgsql(connectionString, npgsql => npgsql.MigrationsHistoryTable("__migrations"))
            .ReplaceService<IMigrationsSqlGenerator, TenantLockingSqlGenerator>()
            .Options);

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (IsLastDisposal())
        {
            Unbind();
            base.Dispose();
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        if (!IsLastDisposal())
        {
            return ValueTask.CompletedTask;
        }

        Unbind();
        return base.DisposeAsync();
    }

    /// <summary>Ties the context to the scope that uses it now.</summary>
    internal SatcomDbContext Bind(RequestScope scope)
    {
        _scope = scope;
        _holders = 1;
        if (scope.Actor.Kind == ActorKind.System)
        {
            // Jobs and events keep nobody waiting. The pool takes the timeout back with the context.
            Database.SetCommandTimeout(BackgroundTimeout);
        }

        ChangeTracker.AutoDetectChangesEnabled = false;

        // A commit that fails is run again as a whole.
        Database.AutoSavepointsEnabled = false;
        return this;
    }

    /// <summary>The scope knows the context as one service more.</summary>
    /// <remarks>
    /// Only the last disposal may give it back to the pool. One that came after would take the context from whoever had been given it meanwhile:
    /// their statements would fail, or run for the next request's tenant.
    /// </remarks>
    internal SatcomDbContext Hold()
    {
        _holders++;
        return this;
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasPostgresExtension("btree_gist");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(SatcomDbContext).Assembly);
        modelBuilder.HasDbFunction(typeof(SatcomDbContext).GetMethod(nameof(ReportsOf))!).HasName("reports_of");
        modelBuilder.HasDbFunction(typeof(SatcomDbContext).GetMethod(nameof(ManagerChain))!).HasName("manager_chain");
        modelBuilder.Entity<ReportingLineRow>().HasNoKey().ToTable((string?)null);
        EnumColumns.Apply(modelBuilder);
        TenantModel.Apply(modelBuilder);
        SnakeCase.Apply(modelBuilder);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => configurationBuilder.Properties<DateTimeOffset>().HaveColumnType("timestamptz");

    private bool IsLastDisposal() => --_holders <= 0;

    // Disposing gives a pooled context back. The pool's own reset must stay the base's, which also forgets what was tracked:
    // implementing its interface here would take its place.
    private void Unbind()
    {
        _scope = null;
        LastWritten = null;
        Forgotten.Clear();
        Lanes.Clear();
        HasMessages = false;
    }
}
