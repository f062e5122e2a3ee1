using System.Diagnostics.CodeAnalysis;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>One day with its punches.</summary>
[Requires(Permissions.AttendanceReadOwn, Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
[Fails<NotFound>]
public sealed record GetDayQuery(Guid Id) : IQuery<AttendanceDayDetails>;

/// <summary>A day with its punches in order.</summary>
public sealed record AttendanceDayDetails : AttendanceDayDto
{
    public AttendanceDayDetails()
    {
    }

    [SetsRequiredMembers]
    private AttendanceDayDetails(AttendanceDay day, string displayName)
        : base(Of(day, displayName)) =>
        Events = [.. day.Punches.Select(p => new PunchDto(p.Id, p.Kind, p.OccurredAt, p.ReceivedAt, p.TimeZone, p.OffsetMinutes, p.BreakType, p.WorkMode, p.Note, p.IsOffline, p.ClientEventId))];

    /// <summary>The day's punches, in order.</summary>
    public required IReadOnlyList<PunchDto> Events { get; init; }

    public static AttendanceDayDetails WithEvents(AttendanceDay day, string displayName) => new(day, displayName);
}

/// <summary>One tap.</summary>
/// <param name="Id">The punch's id.</param>
/// <param name="Kind">What was tapped.</param>
/// <param name="OccurredAt">When it happened: the server's time, or the device's for an offline punch. Whole seconds.</param>
/// <param name="ReceivedAt">When the server received it. Whole seconds.</param>
/// <param name="TimeZone">The IANA zone that it was made in.</param>
/// <param name="OffsetMinutes">The zone's offset at that instant, in minutes.</param>
/// <param name="BreakType">For the start of a break: which.</param>
/// <param name="WorkMode">For a check-in: where the person works.</param>
/// <param name="Note">What the person wrote.</param>
/// <param name="IsOffline">True when the device's time was taken.</param>
/// <param name="ClientEventId">The client's own id of the tap, if it gave one.</param>
public sealed record PunchDto(
    Guid Id, PunchKind Kind, DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt, string TimeZone, int OffsetMinutes, BreakType? BreakType, WorkMode? WorkMode, string? Note, bool IsOffline,
    Guid? ClientEventId);

internal sealed class GetDayHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<GetDayQuery, Result<AttendanceDayDetails>>
{
    public async Task<Result<AttendanceDayDetails>> Handle(GetDayQuery request, CancellationToken cancellationToken)
    {
        var day = await db.AttendanceDays.AsNoTracking().Within(db, scope.Actor)
            .Include(d => d.Punches.OrderBy(p => p.OccurredAt).ThenBy(p => p.Sequence))
            .Where(d => d.Id == request.Id)
            .Select(d => new { Day = d, DisplayName = db.Users.Where(u => u.Id == d.EmployeeId).Select(u => u.DisplayName).First() })
            .SingleOrDefaultAsync(cancellationToken);
        return day is null ? new NotFound() : AttendanceDayDetails.WithEvents(day.Day, day.DisplayName);
    }
}
