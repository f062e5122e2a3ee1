using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;

namespace Satcom.Application.Anomalies;

/// <summary>A finding that a person must look at, with what raised it and what was done about it.</summary>
public sealed record AnomalyDto : IVersioned
{
    /// <summary>The anomaly's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What sort of finding it is.</summary>
    public required AnomalyKind Kind { get; init; }

    /// <summary>How much it matters.</summary>
    public required AnomalySeverity Severity { get; init; }

    /// <summary>How far it is settled.</summary>
    public required AnomalyStatus Status { get; init; }

    /// <summary>The person whom the finding is about.</summary>
    public required Guid UserId { get; init; }

    /// <summary>That person's name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The work date that the finding is about; of a longer period, such as a week, the first one.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The last date of that period.</summary>
    public required DateOnly LastDate { get; init; }

    /// <summary>The dates, amounts and thresholds that raised it; amounts of time in seconds.</summary>
    public required Dictionary<string, string> Facts { get; init; }

    /// <summary>The same in a sentence, in the language of the request.</summary>
    public string Why { get; private set; } = string.Empty;

    /// <summary>Who is to settle it; null while nobody is.</summary>
    public Guid? AssigneeId { get; init; }

    /// <summary>That person's name.</summary>
    public string? AssigneeDisplayName { get; init; }

    /// <summary>How it was settled; null while it is not.</summary>
    public AnomalyResolution? Resolution { get; init; }

    /// <summary>When the finding was made.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>The steps taken, oldest first.</summary>
    public required IReadOnlyList<AnomalyStepDto> History { get; init; }

    /// <summary>Changes with every step; as ETag too.</summary>
    public uint Version { get; set; }

    /// <summary>The anomaly with its sentence.</summary>
    internal AnomalyDto Say(IFindingTexts texts) => this with
    {
        Why = texts.Why(Kind, Facts),
        History = [.. History.Select(step => string.Equals(step.Action, Anomaly.ClearedStep, StringComparison.Ordinal) ? step with { Note = texts.Cleared } : step)],
    };

    /// <summary>Anomalies with their history and everybody's names, in one statement.</summary>
    internal static IQueryable<AnomalyDto> Named(IQueryable<Anomaly> anomalies, ISatcomDb db) => anomalies.Select(a => new AnomalyDto
    {
        Id = a.Id,
        Kind = a.Kind,
        Severity = a.Severity,
        Status = a.Status,
        UserId = a.EmployeeId,
        DisplayName = db.Users.Where(u => u.Id == a.EmployeeId).Select(u => u.DisplayName).First(),
        Date = a.SubjectDate,
        LastDate = a.SubjectEnd,
        Facts = a.Facts,
        AssigneeId = a.AssigneeId,
        AssigneeDisplayName = db.Users.Where(u => u.Id == a.AssigneeId).Select(u => u.DisplayName).FirstOrDefault(),
        Resolution = a.Resolution,
        RaisedAt = a.RaisedAt,
        History = a.History.OrderBy(s => s.At).ThenBy(s => s.Id)
            .Select(s => new AnomalyStepDto(s.Action, s.ActorId, db.Users.Where(u => u.Id == s.ActorId).Select(u => u.DisplayName).FirstOrDefault(), s.Note, s.At, s.AssigneeId, db.Users.Where(u => u.Id == s.AssigneeId).Select(u => u.DisplayName).FirstOrDefault())).ToList(),
        Version = a.Version,
    });

    /// <summary>The anomaly after a command moved it; its version comes with the commit.</summary>
    internal static async Task<AnomalyDto> AfterMoveAsync(Anomaly anomaly, ISatcomDb db, CancellationToken cancellationToken)
    {
        Guid[] people = [.. anomaly.History.SelectMany(s => new[] { s.ActorId, s.AssigneeId }).OfType<Guid>().Append(anomaly.EmployeeId).Concat(anomaly.AssigneeId is { } id ? [id] : []).Distinct()];
        var names = await db.Users.AsNoTracking().Where(u => people.Contains(u.Id)).Select(u => new { u.Id, u.DisplayName }).ToDictionaryAsync(u => u.Id, u => u.DisplayName, cancellationToken);
        return new AnomalyDto
        {
            Id = anomaly.Id,
            Kind = anomaly.Kind,
            Severity = anomaly.Severity,
            Status = anomaly.Status,
            UserId = anomaly.EmployeeId,
            DisplayName = names[anomaly.EmployeeId],
            Date = anomaly.SubjectDate,
            LastDate = anomaly.SubjectEnd,
            Facts = anomaly.Facts,
            AssigneeId = anomaly.AssigneeId,
            AssigneeDisplayName = NameOf(anomaly.AssigneeId),
            Resolution = anomaly.Resolution,
            RaisedAt = anomaly.RaisedAt,
            History = [.. anomaly.History.OrderBy(s => s.At).ThenBy(s => s.Id).Select(s => new AnomalyStepDto(s.Action, s.ActorId, NameOf(s.ActorId), s.Note, s.At, s.AssigneeId, NameOf(s.AssigneeId)))],
        };

        string? NameOf(Guid? id) => id is { } known ? names[known] : null;
    }
}

/// <summary>One step of an anomaly's life.</summary>
/// <param name="Action">acknowledged, assigned, unassigned, resolved or reopened; of the service itself cleared, because what raised it no longer holds, or raised, because it holds again.</param>
/// <param name="ActorId">Who took the step; absent where the service itself did.</param>
/// <param name="DisplayName">That person's name; absent where the service itself took the step.</param>
/// <param name="Note">What they wrote; of a step of the service why it took it, in the language of the request.</param>
/// <param name="At">When.</param>
/// <param name="AssigneeId">To whom it was given; of an assignment alone.</param>
/// <param name="AssigneeDisplayName">That person's name.</param>
public sealed record AnomalyStepDto(string Action, Guid? ActorId, string? DisplayName, string? Note, DateTimeOffset At, Guid? AssigneeId = null, string? AssigneeDisplayName = null);
