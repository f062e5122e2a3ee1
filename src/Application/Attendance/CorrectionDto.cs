using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;

namespace Satcom.Application.Attendance;

/// <summary>A wish that a day be counted otherwise.</summary>
public sealed record CorrectionDto : IVersioned
{
    /// <summary>The request's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose day it is about.</summary>
    public required Guid UserId { get; init; }

    /// <summary>That person's name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The day's date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Why; latePunch where a tap came for a locked day.</summary>
    public required string Reason { get; init; }

    /// <summary>person: they asked for it. latePunch: a tap came for a locked day, and the events are what was tapped.</summary>
    public required CorrectionSource Source { get; init; }

    /// <summary>pending, approved, rejected, or cancelled by its person.</summary>
    public required CorrectionStatus Status { get; init; }

    /// <summary>What the day should be.</summary>
    public required IReadOnlyList<DayEventDto> Events { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Who decided it; null while nobody has.</summary>
    public Guid? DecidedById { get; init; }

    /// <summary>That person's name.</summary>
    public string? DecidedByDisplayName { get; init; }

    /// <summary>When it was decided or cancelled.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What the decider wrote.</summary>
    public string? Note { get; init; }

    /// <summary>Changes with every change of the request; as ETag too.</summary>
    public uint Version { get; set; }

    internal static CorrectionDto Of(CorrectionRequest r, string displayName, string? decider) => new()
    {
        Id = r.Id,
        UserId = r.EmployeeId,
        DisplayName = displayName,
        Date = r.Date,
        Reason = r.Reason,
        Source = r.Source,
        Status = r.Status,
        Events = [.. r.Events.Select(DayEventDto.Of)],
        RequestedAt = r.RequestedAt,
        DecidedById = r.DecidedBy,
        DecidedByDisplayName = decider,
        DecidedAt = r.DecidedAt,
        Note = r.Note,
        Version = r.Version,
    };

    /// <summary>Requests with the names of their people, in one statement.</summary>
    internal static IQueryable<CorrectionDto> Named(IQueryable<CorrectionRequest> requests, ISatcomDb db) => requests.Select(r => Of(
        r,
        db.Users.Where(u => u.Id == r.EmployeeId).Select(u => u.DisplayName).First(),
        db.Users.Where(u => u.Id == r.DecidedBy).Select(u => u.DisplayName).FirstOrDefault()));

    internal static IQueryable<CorrectionRequest> Within(IQueryable<CorrectionRequest> requests, ISatcomDb db, Actor actor)
    {
        var me = actor.UserId;
        return AttendanceReach.Of(actor) switch
        {
            Reach.Tenant => requests,
            Reach.Reports => requests.Where(r => r.EmployeeId == me || db.ReportsOf(me).Any(p => p.EmployeeId == r.EmployeeId)),
            Reach.Own => requests.Where(r => r.EmployeeId == me),
            var unknown => throw new InvalidOperationException($"Unknown reach {unknown}."),
        };
    }

    /// <summary>The request after a command changed it; its version comes with the commit.</summary>
    internal static async Task<CorrectionDto> AfterAsync(CorrectionRequest request, ISatcomDb db, CancellationToken cancellationToken)
    {
        Guid[] people = [request.EmployeeId, .. request.DecidedBy is { } by ? (Guid[])[by] : []];
        var names = await db.Users.AsNoTracking().Where(u => people.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName, cancellationToken);
        return Of(request, names.GetValueOrDefault(request.EmployeeId, string.Empty), request.DecidedBy is { } decider ? names.GetValueOrDefault(decider) : null) with { Version = 0 };
    }
}
