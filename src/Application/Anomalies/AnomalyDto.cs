using System.Linq.Expressions;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;

namespace Satcom.Application.Anomalies;

/// <summary>A finding that a person must look at, with what raised it and what was done about it.</summary>
public sealed record AnomalyDto : IVersioned
{
    internal static readonly Expression<Func<Anomaly, AnomalyDto>> Projection = a => new AnomalyDto
    {
        Id = a.Id,
        Kind = a.Kind,
        Severity = a.Severity,
        Status = a.Status,
        UserId = a.EmployeeId,
        Date = a.SubjectDate,
        Facts = a.Facts,
        AssigneeId = a.AssigneeId,
        Resolution = a.Resolution,
        RaisedAt = a.RaisedAt,
        History = a.History.OrderBy(s => s.At).ThenBy(s => s.Id).Select(s => new AnomalyStepDto(s.Action, s.ActorId, s.Note, s.At)).ToList(),
        Version = a.Version,
    };

    internal static readonly Func<Anomaly, AnomalyDto> Of = Projection.Compile();

    public required Guid Id { get; init; }

    public required AnomalyKind Kind { get; init; }

    public required AnomalySeverity Severity { get; init; }

    public required AnomalyStatus Status { get; init; }

    /// <summary>The person whom the finding is about.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The work date that the finding is about.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The dates, amounts and thresholds that raised it; amounts of time in seconds.</summary>
    public required Dictionary<string, string> Facts { get; init; }

    public Guid? AssigneeId { get; init; }

    public AnomalyResolution? Resolution { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>The steps taken, oldest first.</summary>
    public required IReadOnlyList<AnomalyStepDto> History { get; init; }

    /// <inheritdoc/>
    public uint Version { get; set; }
}

/// <summary>One step of an anomaly's life.</summary>
/// <param name="Action">acknowledged, assigned, resolved or reopened.</param>
public sealed record AnomalyStepDto(string Action, Guid ActorId, string? Note, DateTimeOffset At);
