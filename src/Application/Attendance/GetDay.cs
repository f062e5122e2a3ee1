using System.Diagnostics.CodeAnalysis;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>One day with its punches, and what they amount to.</summary>
[Requires(Permissions.AttendanceReadOwn, Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
[Fails<NotFound>]
public sealed record GetDayQuery(Guid Id) : IQuery<AttendanceDayDetails>;

/// <summary>A day with its punches, breaks, parts, amendments and failed check-ins in order.</summary>
public sealed record AttendanceDayDetails : AttendanceDayDto
{
    public AttendanceDayDetails()
    {
    }

    [SetsRequiredMembers]
    private AttendanceDayDetails(AttendanceDay day, string displayName, IReadOnlyList<AmendmentDto> amendments, IReadOnlyList<FailedCheckInDto> failures)
        : base(Of(day, displayName))
    {
        Events = [.. day.Punches.Select(PunchDto.Of)];
        Breaks = [.. DayBreak.Of(DayEvents.Of(day.Punches, day.Amendments)).Select(b => new BreakDto(b.Type, b.StartedAt, b.EndedAt, b.Seconds))];
        Parts = day.Parts is null
            ? [new DayPartDto(day.Date, day.WorkedSeconds, day.BreakSeconds, day.LunchSeconds)]
            : [.. day.Parts.Select(p => new DayPartDto(p.Date, p.WorkedSeconds, p.BreakSeconds, p.LunchSeconds))];
        Amendments = amendments;
        FailedCheckIns = failures;
    }

    /// <summary>The day's punches as they were tapped, in order.</summary>
    public required IReadOnlyList<PunchDto> Events { get; init; }

    /// <summary>Breaks and lunches as they count.</summary>
    public required IReadOnlyList<BreakDto> Breaks { get; init; }

    /// <summary>The day by local date: one part, unless the policy splits days at midnight. Parts sum to the day.</summary>
    public required IReadOnlyList<DayPartDto> Parts { get; init; }

    /// <summary>What was added beside the punches, with the reason: overrides, corrections, automatic check-outs.</summary>
    public required IReadOnlyList<AmendmentDto> Amendments { get; init; }

    /// <summary>The person's check-ins of the date that did not prove to be inside where they should have, also those that were refused.</summary>
    public required IReadOnlyList<FailedCheckInDto> FailedCheckIns { get; init; }

    public static AttendanceDayDetails WithEvents(AttendanceDay day, string displayName, IReadOnlyList<AmendmentDto> amendments, IReadOnlyList<FailedCheckInDto> failures) => new(day, displayName, amendments, failures);

    /// <summary>The day after a command changed it; its version comes with the commit.</summary>
    internal static async Task<AttendanceDayDetails> AfterAsync(AttendanceDay day, ISatcomDb db, CancellationToken cancellationToken)
    {
        Guid[] people = [day.EmployeeId, .. day.Amendments.Select(a => a.By).OfType<Guid>()];
        var names = await db.Users.AsNoTracking().Where(u => people.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName, cancellationToken);
        var failures = await FailedOn(db, day.EmployeeId, day.Date).ToListAsync(cancellationToken);
        return new(day, names.GetValueOrDefault(day.EmployeeId, string.Empty), [.. day.Amendments.Select(a => AmendmentDto.Of(a, a.By is { } by ? names.GetValueOrDefault(by) : null))], failures) { Version = 0 };
    }

    internal static IQueryable<FailedCheckInDto> FailedOn(ISatcomDb db, Guid employeeId, DateOnly date) =>
        db.GeofenceFailures.AsNoTracking().Where(f => f.EmployeeId == employeeId && f.Date == date).OrderBy(f => f.At).ThenBy(f => f.Id)
            .Select(f => new FailedCheckInDto(f.Id, f.At, f.WorkMode, f.Result, f.Action, f.OfficeId, f.DistanceMeters, f.DayId == null));
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
/// <param name="DeviceAt">What the device said of an offline punch.</param>
/// <param name="SkewSeconds">How far the device's clock was ahead of the server's; negative is behind. Null where it is not known.</param>
/// <param name="IsSkewed">True when that was beyond the policy's tolerance.</param>
/// <param name="Fence">What the geofence said; null where it was not asked.</param>
/// <param name="ClientEventId">The client's own id of the tap, if it gave one.</param>
public sealed record PunchDto(
    Guid Id, PunchKind Kind, DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt, string TimeZone, int OffsetMinutes, BreakType? BreakType, WorkMode? WorkMode, string? Note, bool IsOffline,
    DateTimeOffset? DeviceAt, int? SkewSeconds, bool IsSkewed, FenceDto? Fence, Guid? ClientEventId)
{
    internal static PunchDto Of(Punch p) => new(
        p.Id, p.Kind, p.OccurredAt, p.ReceivedAt, p.TimeZone, p.OffsetMinutes, p.BreakType, p.WorkMode, p.Note, p.IsOffline, p.DeviceAt, p.SkewSeconds, p.IsSkewed, FenceDto.Of(p), p.ClientEventId);
}

/// <summary>A break or lunch of a day.</summary>
/// <param name="Type">break is paid, lunch is not.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended, with its session at the latest; null while it runs.</param>
/// <param name="Seconds">How long it lasted; zero while it runs.</param>
public sealed record BreakDto(BreakType Type, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int Seconds);

/// <summary>What of a day belongs to one local date.</summary>
/// <param name="Date">The date.</param>
/// <param name="WorkedSeconds">Time inside sessions less unpaid lunch and deducted break.</param>
/// <param name="BreakSeconds">Paid short breaks.</param>
/// <param name="LunchSeconds">Unpaid lunch.</param>
public sealed record DayPartDto(DateOnly Date, int WorkedSeconds, int BreakSeconds, int LunchSeconds);

/// <summary>What was added to a day beside its punches.</summary>
/// <param name="Id">The amendment's id.</param>
/// <param name="Kind">override, correction or autoClose.</param>
/// <param name="ById">Who decided it; null is the service.</param>
/// <param name="ByDisplayName">That person's name.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why; of an automatic check-out the rule.</param>
/// <param name="Events">What the day was by it; of an automatic check-out that alone.</param>
public sealed record AmendmentDto(Guid Id, AmendmentKind Kind, Guid? ById, string? ByDisplayName, DateTimeOffset At, string Reason, IReadOnlyList<DayEventDto> Events)
{
    internal static AmendmentDto Of(DayAmendment a, string? name) => new(a.Id, a.Kind, a.By, name, a.At, a.Reason, [.. a.Events.Select(DayEventDto.Of)]);
}

/// <summary>A check-in that did not prove to be inside where it should have.</summary>
/// <param name="Id">The failure's id.</param>
/// <param name="At">When it was made.</param>
/// <param name="WorkMode">Where the person said they work.</param>
/// <param name="Result">outside or notProvided.</param>
/// <param name="Action">What the policy did: record, warn or refuse.</param>
/// <param name="OfficeId">The office whose fence was nearest.</param>
/// <param name="DistanceMeters">From that office's middle, in whole metres.</param>
/// <param name="IsRefused">True where the day did not take it.</param>
public sealed record FailedCheckInDto(Guid Id, DateTimeOffset At, WorkMode WorkMode, FenceResult Result, FenceAction Action, Guid? OfficeId, int? DistanceMeters, bool IsRefused);

/// <summary>An event of a day as it counts.</summary>
/// <param name="Kind">checkIn, checkOut, breakStart or breakEnd.</param>
/// <param name="At">When. Whole seconds.</param>
/// <param name="BreakType">For the start of a break: which.</param>
/// <param name="WorkMode">For a check-in: where the person works.</param>
/// <param name="IsAutomatic">True of a check-out that nobody made.</param>
public sealed record DayEventDto(PunchKind Kind, DateTimeOffset At, BreakType? BreakType, WorkMode? WorkMode, bool IsAutomatic)
{
    internal static DayEventDto Of(DayEvent e) => new(e.Kind, e.At, e.BreakType, e.WorkMode, e.IsAutomatic);
}

internal sealed class GetDayHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<GetDayQuery, Result<AttendanceDayDetails>>
{
    public async Task<Result<AttendanceDayDetails>> Handle(GetDayQuery request, CancellationToken cancellationToken)
    {
        var day = await db.AttendanceDays.Within(db, scope.Actor)
            .Include(d => d.Punches.OrderBy(p => p.OccurredAt).ThenBy(p => p.Sequence))
            .Where(d => d.Id == request.Id)
            .Select(d => new
            {
                Day = d,
                DisplayName = db.Users.Where(u => u.Id == d.EmployeeId).Select(u => u.DisplayName).First(),
                HasFailures = db.GeofenceFailures.Any(f => f.EmployeeId == d.EmployeeId && f.Date == d.Date),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (day is null)
        {
            return new NotFound();
        }

        // Few days have amendments or failed check-ins; the others stay one statement. The day is tracked, so that they find it.
        await db.LoadAmendmentsAsync([day.Day], cancellationToken);
        Guid[] deciders = [.. day.Day.Amendments.Select(a => a.By).OfType<Guid>().Distinct()];
        var names = deciders.Length == 0 ? new Dictionary<Guid, string>() : await db.Users.AsNoTracking().Where(u => deciders.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName, cancellationToken);
        var failures = day.HasFailures ? await AttendanceDayDetails.FailedOn(db, day.Day.EmployeeId, day.Day.Date).ToListAsync(cancellationToken) : [];
        return AttendanceDayDetails.WithEvents(
            day.Day, day.DisplayName, [.. day.Day.Amendments.OrderBy(a => a.Sequence).Select(a => AmendmentDto.Of(a, a.By is { } by ? names.GetValueOrDefault(by) : null))], failures);
    }
}
