using System.ComponentModel;
using Satcom.Domain.Common;

namespace Satcom.Domain.Anomalies;

/// <summary>How much an anomaly matters.</summary>
public enum AnomalySeverity
{
    Low,
    Medium,
    High,
}

/// <summary>How far an anomaly is settled: seen by nobody yet, looked into, or settled.</summary>
public enum AnomalyStatus
{
    Open,
    Acknowledged,
    Resolved,
}

/// <summary>How an anomaly was settled.</summary>
[Description("How an anomaly was settled: there was a reason, the data was put right, the person was warned, or nothing was wrong.")]
public enum AnomalyResolution
{
    Justified,
    Corrected,
    Warned,
    FalsePositive,
}

/// <summary>A finding of a rule that a person must look at. One per kind, employee and subject date.</summary>
[Audited("anomaly")]
public sealed class Anomaly : AggregateRoot
{
    public const int NoteMaxLength = 1000;

    private readonly List<AnomalyStep> _history = [];

    /// <summary>Raises an anomaly from what a rule found.</summary>
    public Anomaly(Guid tenantId, Guid id, Finding finding, DateTimeOffset raisedAt)
        : this(tenantId, id, finding.Kind, finding.Severity, finding.EmployeeId, finding.SubjectDate, raisedAt)
    {
        Facts = finding.Facts;
        Raise(new AnomalyChanged(id, EmployeeId, AnomalyStatus.Open));
    }

    // EF Core materialises through this one.
    private Anomaly(Guid tenantId, Guid id, AnomalyKind kind, AnomalySeverity severity, Guid employeeId, DateOnly subjectDate, DateTimeOffset raisedAt)
        : base(tenantId, id)
    {
        Kind = kind;
        Severity = severity;
        EmployeeId = employeeId;
        SubjectDate = subjectDate;
        RaisedAt = raisedAt;
    }

    public AnomalyKind Kind { get; private set; }

    public AnomalySeverity Severity { get; private set; }

    public Guid EmployeeId { get; private set; }

    /// <summary>The work date that the finding is about.</summary>
    public DateOnly SubjectDate { get; private set; }

    public AnomalyStatus Status { get; private set; }

    /// <summary>How it was settled; null while it is not, or where nobody classed it.</summary>
    public AnomalyResolution? Resolution { get; private set; }

    public Guid? AssigneeId { get; private set; }

    /// <summary>The dates and amounts that raised it, and the thresholds that were in force.</summary>
    public Dictionary<string, string> Facts { get; private set; } = [];

    public DateTimeOffset RaisedAt { get; private set; }

    /// <summary>How many steps were taken: each makes a new version, even one that changes nothing else.</summary>
    public int StepCount { get; private set; }

    public IReadOnlyList<AnomalyStep> History => _history;

    public Error? Acknowledge(AnomalyMove move) =>
        Status != AnomalyStatus.Open ? new AnomalyStateForbids() : Move(AnomalyStatus.Acknowledged, "acknowledged", move);

    public Error? Assign(Guid assigneeId, AnomalyMove move)
    {
        if (Status == AnomalyStatus.Resolved)
        {
            return new AnomalyStateForbids();
        }

        AssigneeId = assigneeId;
        return Move(Status, "assigned", move);
    }

    public Error? Resolve(AnomalyResolution? resolution, AnomalyMove move)
    {
        if (Status == AnomalyStatus.Resolved)
        {
            return new AnomalyStateForbids();
        }

        Resolution = resolution;
        return Move(AnomalyStatus.Resolved, "resolved", move);
    }

    public Error? Reopen(AnomalyMove move)
    {
        if (Status != AnomalyStatus.Resolved)
        {
            return new AnomalyStateForbids();
        }

        Resolution = null;
        return Move(AnomalyStatus.Open, "reopened", move);
    }

    private Error? Move(AnomalyStatus to, string action, AnomalyMove move)
    {
        Status = to;
        StepCount++;
        _history.Add(new AnomalyStep(TenantId, move.Id, Id, action, move.ActorId, move.Note, move.At));
        Raise(new AnomalyChanged(Id, EmployeeId, to));
        return null;
    }
}

/// <summary>Who moves an anomaly on, when, and with what note.</summary>
/// <param name="ActorId">Null for the service itself.</param>
public sealed record AnomalyMove(Guid Id, Guid? ActorId, string? Note, DateTimeOffset At);
