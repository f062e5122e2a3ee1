using System.Diagnostics.CodeAnalysis;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>One day with its punches.</summary>
[Requires(Permissions.AttendanceReadOwn, Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
public sealed record GetDayQuery(Guid Id) : IQuery<AttendanceDayDetails>;

/// <summary>A day with its punches in order.</summary>
public sealed record AttendanceDayDetails : AttendanceDayDto
{
    public AttendanceDayDetails()
    {
    }

    [SetsRequiredMembers]
    private AttendanceDayDetails(AttendanceDay day)
        : base(Of(day)) =>
        Events = [.. day.Punches.Select(p => new PunchDto(p.Id, p.Kind, p.OccurredAt, p.ReceivedAt, p.TimeZone, p.OffsetMinutes, p.BreakType, p.WorkMode, p.Note, p.IsOffline))];

    public required IReadOnlyList<PunchDto> Events { get; init; }

    internal static AttendanceDayDetails WithEvents(AttendanceDay day) => new(day);
}

/// <summary>One tap.</summary>
/// <param name="TimeZone">The IANA zone that it was made in.</param>
/// <param name="OffsetMinutes">The zone's offset at that instant.</param>
/// <param name="IsOffline">True when the device's time was taken.</param>
public sealed record PunchDto(
    Guid Id, PunchKind Kind, DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt, string TimeZone, int OffsetMinutes, BreakType? BreakType, WorkMode? WorkMode, string? Note, bool IsOffline);

internal sealed class GetDayHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<GetDayQuery, Result<AttendanceDayDetails>>
{
    public async Task<Result<AttendanceDayDetails>> Handle(GetDayQuery request, CancellationToken cancellationToken)
    {
        var day = await db.AttendanceDays.AsNoTracking().Within(db, scope.Actor)
            .Include(d => d.Punches.OrderBy(p => p.Sequence))
            .SingleOrDefaultAsync(d => d.Id == request.Id, cancellationToken);
        return day is null ? new NotFound() : AttendanceDayDetails.WithEvents(day);
    }
}
