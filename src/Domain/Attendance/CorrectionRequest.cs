using System.ComponentModel;
using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance;

/// <summary>How far a correction request is decided.</summary>
public enum CorrectionStatus
{
    Pending,
    Approved,
    Rejected,

    /// <summary>Its person took it back, or something else took its place: a later tap, or somebody's word on the day.</summary>
    Cancelled,
}

/// <summary>Where a correction request comes from.</summary>
[Description("Where a correction request comes from.")]
public enum CorrectionSource
{
    /// <summary>Its person asked for it.</summary>
    Person,

    /// <summary>A tap came for a locked day; the events are what was tapped.</summary>
    LatePunch,
}

/// <summary>Nobody decides what they asked for, nor what concerns their own day.</summary>
public sealed record CorrectionOwnRequest() : Error("correction_own_request", ErrorKind.Forbidden);

public sealed record CorrectionDecided() : Error("correction_already_decided", ErrorKind.Conflict);

/// <summary>A person's wish that a day be counted otherwise, or a tap that came for a locked day.</summary>
[Audited("correctionRequest")]
public sealed class CorrectionRequest : AggregateRoot
{
    public const int NoteMaxLength = 500;

    /// <summary>The reason that a request says which a tap made. It proves nothing: anybody may write it. <see cref="Source"/> does.</summary>
    public const string LatePunchReason = "latePunch";

    private CorrectionRequest(Guid tenantId, Guid id, Guid employeeId, DateOnly date, string reason, DateTimeOffset requestedAt)
        : base(tenantId, id)
    {
        EmployeeId = employeeId;
        Date = date;
        Reason = reason;
        RequestedAt = requestedAt;
    }

    public Guid EmployeeId { get; private set; }

    public DateOnly Date { get; private set; }

    public string Reason { get; private set; }

    public CorrectionSource Source { get; private set; }

    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>The client's id of the tap that came for a locked day; sent again, it asks for nothing more.</summary>
    public Guid? ClientEventId { get; private set; }

    public CorrectionStatus Status { get; private set; }

    public Guid? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public string? Note { get; private set; }

    /// <summary>How many punches the day had when it was asked for: those that came since count beside it. Null where that was not kept.</summary>
    public int? AfterSequence { get; private set; }

    /// <summary>What the day's events should be.</summary>
    public IReadOnlyList<DayEvent> Events { get; private set; } = [];

    /// <summary>A request that a tap makes, because it came for a locked day.</summary>
    /// <param name="clientEventId">The client's id of the tap.</param>
    /// <param name="punches">How many punches the day has; null where that is not known.</param>
    public static Result<CorrectionRequest> OfLatePunch(
        Guid tenantId, Guid id, Guid employeeId, DateOnly date, IReadOnlyList<DayEvent> events, DateTimeOffset now, Guid? clientEventId, int? punches)
    {
        var made = Create(tenantId, id, employeeId, date, events, LatePunchReason, now, punches);
        if (made.TryGet(out var request, out _))
        {
            (request.Source, request.ClientEventId) = (CorrectionSource.LatePunch, clientEventId);
        }

        return made;
    }

    /// <summary>A request of the person's own.</summary>
    /// <param name="punches">How many punches the day has; null where that is not known.</param>
    public static Result<CorrectionRequest> Create(
        Guid tenantId, Guid id, Guid employeeId, DateOnly date, IReadOnlyList<DayEvent> events, string? reason, DateTimeOffset now, int? punches)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return new ReasonRequired();
        }

        return DayEvents.Judge(events, now) is { } error ? error : new CorrectionRequest(tenantId, id, employeeId, date, reason.Trim(), WholeSeconds.Of(now)) { Events = events, AfterSequence = punches };
    }

    /// <summary>Approves it. The amendment is for the day, which judges the lock.</summary>
    /// <param name="amendmentId">UUIDv7 of the amendment.</param>
    public Result<DayAmendment> Approve(Guid amendmentId, Guid decider, DateTimeOffset now, string? note) =>
        Decide(CorrectionStatus.Approved, decider, now, note) is { } error
            ? error
            : new DayAmendment { Id = amendmentId, Kind = AmendmentKind.Correction, By = decider, At = now, Reason = Reason, Events = Events, AfterSequence = AfterSequence };

    public Error? Reject(Guid decider, DateTimeOffset now, string? note) => Decide(CorrectionStatus.Rejected, decider, now, note);

    /// <summary>Takes it back, while nobody has decided it.</summary>
    public Error? Cancel(DateTimeOffset now)
    {
        if (Status != CorrectionStatus.Pending)
        {
            return new CorrectionDecided();
        }

        (Status, DecidedAt) = (CorrectionStatus.Cancelled, WholeSeconds.Of(now));
        return null;
    }

    private Error? Decide(CorrectionStatus status, Guid decider, DateTimeOffset now, string? note)
    {
        if (decider == EmployeeId)
        {
            return new CorrectionOwnRequest();
        }

        if (Status != CorrectionStatus.Pending)
        {
            return new CorrectionDecided();
        }

        (Status, DecidedBy, DecidedAt, Note) = (status, decider, WholeSeconds.Of(now), string.IsNullOrWhiteSpace(note) ? null : note.Trim());
        return null;
    }
}
