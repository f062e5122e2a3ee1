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

    /// <summary>The service settled it.</summary>
    public const string ClearedStep = "cleared";

    private readonly List<AnomalyStep> _history = [];

    /// <summary>Raises an anomaly from what a rule found.</summary>
    public Anomaly(Guid tenantId, Guid id, Finding finding, DateTimeOffset raisedAt)
        : this(tenantId, id, finding.Kind, finding.Severity, finding.EmployeeId, finding.SubjectDate, raisedAt)
    {
        (SubjectEnd, Facts) = (finding.SubjectEnd, finding.Facts);
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

    /// <summary>The work date that the finding is about; of a longer subject period the first one.</summary>
    public DateOnly SubjectDate { get; private set; }

    /// <summary>The last date of the subject period.</summary>
    public DateOnly SubjectEnd { get; private set; }

    public AnomalyStatus Status { get; private set; }

    /// <summary>How it was settled; null while it is not, or where nobody classed it.</summary>
    public AnomalyResolution? Resolution { get; private set; }

    /// <summary>Whether the service itself settled it, because it no longer held. What a person has settled stays as they said.</summary>
    public bool IsCleared { get; private set; }

    /// <summary>Whether a person has opened it again: it waits for somebody's word then, also while it is found no more.</summary>
    public bool IsHeld { get; private set; }

    public Guid? AssigneeId { get; private set; }

    /// <summary>The dates and amounts that raised it, and the thresholds that were in force.</summary>
    public Dictionary<string, string> Facts { get; private set; } = [];

    /// <summary>When it was raised; of one that the service had settled, when it was raised again.</summary>
    public DateTimeOffset RaisedAt { get; private set; }

    /// <summary>How many steps were taken: each makes a new version, even one that changes nothing else.</summary>
    public int StepCount { get; private set; }

    public IReadOnlyList<AnomalyStep> History => _history;

    public Error? Acknowledge(AnomalyMove move) =>
        Status != AnomalyStatus.Open ? new AnomalyStateForbids() : Move(AnomalyStatus.Acknowledged, "acknowledged", move);

    /// <summary>Gives it to somebody, or takes it from whoever has it. The same once more, without a note, is no step.</summary>
    /// <param name="assigneeId">Null where nobody is to settle it.</param>
    public Error? Assign(Guid? assigneeId, AnomalyMove move)
    {
        if (assigneeId == EmployeeId)
        {
            return new AnomalyOwn();
        }

        if (Status == AnomalyStatus.Resolved)
        {
            return new AnomalyStateForbids();
        }

        if (assigneeId == AssigneeId && move.Note is null)
        {
            return null;
        }

        AssigneeId = assigneeId;
        return Move(Status, assigneeId is null ? "unassigned" : "assigned", move, assigneeId);
    }

    public Error? Resolve(AnomalyResolution? resolution, AnomalyMove move)
    {
        if (move.ActorId == EmployeeId)
        {
            return new AnomalyOwn();
        }

        // What the service settled a person may still class.
        if (Status == AnomalyStatus.Resolved && !IsCleared)
        {
            return new AnomalyStateForbids();
        }

        (Resolution, IsCleared, IsHeld) = (resolution, false, false);
        return Move(AnomalyStatus.Resolved, "resolved", move);
    }

    public Error? Reopen(AnomalyMove move)
    {
        if (Status != AnomalyStatus.Resolved)
        {
            return new AnomalyStateForbids();
        }

        (Resolution, IsCleared, IsHeld) = (null, false, true);
        return Move(AnomalyStatus.Open, "reopened", move);
    }

    /// <summary>Takes in what its rule finds now; open again where the service had settled it. What a person has settled stays as it was, and what says the same changes nothing.</summary>
    /// <param name="finding">Of the same kind, person and subject.</param>
    /// <param name="move">The service's.</param>
    public void Follow(Finding finding, AnomalyMove move)
    {
        var isSame = (Severity, SubjectEnd) == (finding.Severity, finding.SubjectEnd) && Finding.AreSame(Facts, finding.Facts);
        if (Status == AnomalyStatus.Resolved ? !IsCleared : isSame)
        {
            return;
        }

        if (!isSame)
        {
            (Severity, SubjectEnd, Facts) = (finding.Severity, finding.SubjectEnd, finding.Facts);
        }

        if (Status == AnomalyStatus.Resolved)
        {
            // News again, to whoever lists the latest and to the digest.
            (Resolution, IsCleared, RaisedAt) = (null, false, move.At);
            Move(AnomalyStatus.Open, "raised", move);
        }
        else
        {
            Raise(new AnomalyChanged(Id, EmployeeId, Status));
        }
    }

    /// <summary>Its rule finds it no more: the service settles it, unless somebody has, or has opened it again.</summary>
    /// <param name="move">The service's.</param>
    public void Clear(AnomalyMove move)
    {
        if (Status != AnomalyStatus.Resolved && !IsHeld)
        {
            (Resolution, IsCleared) = (AnomalyResolution.Corrected, true);
            Move(AnomalyStatus.Resolved, ClearedStep, move);
        }
    }

    private Error? Move(AnomalyStatus to, string action, AnomalyMove move, Guid? assigneeId = null)
    {
        Status = to;
        StepCount++;
        _history.Add(new AnomalyStep(TenantId, move.Id, Id, action, move.ActorId, move.Note, move.At, assigneeId));
        Raise(new AnomalyChanged(Id, EmployeeId, to));
        return null;
    }
}

/// <summary>Who moves an anomaly on, when, and with what note.</summary>
/// <param name="ActorId">Null for the service itself.</param>
public sealed record AnomalyMove(Guid Id, Guid? ActorId, string? Note, DateTimeOffset At);
