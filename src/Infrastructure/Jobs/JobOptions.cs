using Quartz;

namespace Satcom.Infrastructure.Jobs;

/// <summary>When the scheduled jobs run. Cron expressions have Quartz's six or seven fields, seconds first, in UTC.</summary>
public sealed class JobOptions
{
    public const string Section = "Satcom:Jobs";

    /// <summary>False on a node that serves requests only.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>When sessions past their limit are looked for.</summary>
    public string MissingCheckOutCron { get; set; } = "0 * * * * ?";

    /// <summary>When expired idempotency records, refresh tokens, sessions, messages and counters are removed, signing keys rotated if one is due, given-up rebuilds resumed, and the audit is sealed.</summary>
    public string CleanupCron { get; set; } = "0 17 * * * ?";

    /// <summary>When planned changes of manager, team and zone that are due take effect. Midnights lie on quarters of an hour.</summary>
    public string MovesCron { get; set; } = "5 0/15 * * * ?";

    /// <summary>When it is looked for companies whose last date has ended everywhere, so that their nightly evaluation of anomalies begins.</summary>
    public string AnomalyNightCron { get; set; } = "35 2/15 * * * ?";

    /// <summary>When it is looked for companies whose morning has come, so that HR is mailed the new anomalies.</summary>
    public string AnomalyDigestCron { get; set; } = "50 1/15 * * * ?";

    /// <summary>When the audit is checked for what was changed in it.</summary>
    public string AuditCheckCron { get; set; } = "0 43 3 * * ?";

    /// <summary>When what is due on leave accounts is posted; an account is done once a date, so that the hour of a tenant's midnight does not matter.</summary>
    public string LeaveAccrualCron { get; set; } = "0 5 * * * ?";

    /// <summary>What is wrong with the settings, or null.</summary>
    internal string? Fault() =>
        FaultOf(nameof(MissingCheckOutCron), MissingCheckOutCron) ?? FaultOf(nameof(CleanupCron), CleanupCron) ?? FaultOf(nameof(AuditCheckCron), AuditCheckCron) ?? FaultOf(nameof(LeaveAccrualCron), LeaveAccrualCron)
        ?? FaultOf(nameof(MovesCron), MovesCron) ?? FaultOf(nameof(AnomalyNightCron), AnomalyNightCron)
        ?? FaultOf(nameof(AnomalyDigestCron), AnomalyDigestCron);

    private static string? FaultOf(string name, string cron) =>
        CronExpression.TryParse(cron, out _) ? null : $"{Section}:{name} is not a cron expression of Quartz, such as \"0 * * * * ?\": \"{cron}\".";
}
