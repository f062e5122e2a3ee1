using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Domain.Timesheets;

/// <summary>What a company asks of timesheets.</summary>
public sealed record TimesheetPolicy
{
    public const int MaxToleranceMinutes = 8 * 60;
    public const int MaxDueDays = 31;

    /// <summary>What holds until a company says otherwise.</summary>
    public static readonly TimesheetPolicy Default = new();

    public bool NeedsNotes { get; init; }

    /// <summary>Whether no more may be entered than was attended.</summary>
    public bool IsBoundByAttendance { get; init; }

    /// <summary>How far entries may lie beyond the attendance, and how far from it they pass as equal.</summary>
    public int ToleranceMinutes { get; init; } = 15;

    /// <summary>How many days after its end a week is to be submitted.</summary>
    public int DueDays { get; init; } = 3;
}

/// <summary>A company's policy as it is kept: one a tenant, with the tenant's id.</summary>
[Audited("timesheetPolicy")]
public sealed class TimesheetRules : AggregateRoot
{
    private TimesheetRules(Guid tenantId, Guid id)
        : base(tenantId, id)
    {
    }

    public TimesheetRules(Guid tenantId, TimesheetPolicy policy)
        : this(tenantId, tenantId) => Set(policy);

    public bool NeedsNotes { get; private set; }

    public bool IsBoundByAttendance { get; private set; }

    public int ToleranceMinutes { get; private set; }

    public int DueDays { get; private set; }

    public TimesheetPolicy Policy => new() { NeedsNotes = NeedsNotes, IsBoundByAttendance = IsBoundByAttendance, ToleranceMinutes = ToleranceMinutes, DueDays = DueDays };

    public void Set(TimesheetPolicy policy)
    {
        (NeedsNotes, IsBoundByAttendance, ToleranceMinutes, DueDays) = (policy.NeedsNotes, policy.IsBoundByAttendance, policy.ToleranceMinutes, policy.DueDays);
        Raise(new AnomalyRulesChanged(TenantId));
    }
}
