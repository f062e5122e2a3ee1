using FluentValidation;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>What every tap may carry.</summary>
[Fails<EventInFuture>]
[Fails<EventTooOld>]
[Fails<EventOutOfOrder>]
[Fails<SessionOverlaps>]
[Fails<IdConflict>]
[Fails<LateForLockedDay>]
public interface IPunchInput
{
    /// <summary>When it happened, for a tap made without a network; absent for one made now.</summary>
    DateTimeOffset? OccurredAt { get; }

    /// <summary>What the device's clock showed when it sent the tap; it tells how far the clock is off.</summary>
    DateTimeOffset? SentAt { get; }

    /// <summary>The client's id of the tap: sent again, it creates nothing.</summary>
    Guid? ClientEventId { get; }

    /// <summary>Free text.</summary>
    string? Note { get; }
}

/// <summary>Where a device says it is. Not stored while the tenant has not opted in to geofencing.</summary>
/// <param name="Latitude">Degrees, WGS 84.</param>
/// <param name="Longitude">Degrees, WGS 84.</param>
/// <param name="AccuracyMeters">Radius of the fix in metres.</param>
/// <param name="IsMock">True when the device says that the position is simulated.</param>
public sealed record LocationInput(double Latitude, double Longitude, double AccuracyMeters, bool? IsMock)
{
    internal GeoFix ToFix() => new(new GeoPoint(Latitude, Longitude), AccuracyMeters, IsMock is true);
}

internal static class PunchInputRules
{
    private const double MaxAccuracyMeters = 100_000;

    public static void AddPunchRules<T>(this AbstractValidator<T> validator)
        where T : IPunchInput =>
        validator.RuleFor(c => c.Note).MaximumLength(Punch.NoteMaxLength);

    public static void AddLocationRules<T>(this AbstractValidator<T> validator, Func<T, LocationInput?> of) =>
        validator.When(c => of(c) is not null, () =>
        {
            validator.RuleFor(c => of(c)!.Latitude).InclusiveBetween(-90, 90).OverridePropertyName("location.latitude");
            validator.RuleFor(c => of(c)!.Longitude).InclusiveBetween(-180, 180).OverridePropertyName("location.longitude");
            validator.RuleFor(c => of(c)!.AccuracyMeters).InclusiveBetween(0, MaxAccuracyMeters).OverridePropertyName("location.accuracyMeters");
        });

    /// <summary>The tap as the domain sees it, or why its time is refused.</summary>
    public static Result<PunchFacts> ToFacts(this IPunchInput input, RequestScope scope, TimeProvider time, AttendanceRules rules)
    {
        var now = time.GetUtcNow();
        var policy = rules.PolicyOn(TimeZones.LocalDate(now, scope.Actor.TimeZone), scope.Tenant.Settings);
        if (!PunchTime.Of(input.OccurredAt, input.SentAt, now, policy.OfflineToleranceSeconds, policy.SkewToleranceSeconds).TryGet(out var at, out var refusal))
        {
            return refusal;
        }

        return new PunchFacts(time.New(), at.OccurredAt, at.ReceivedAt, scope.Actor.TimeZone)
        {
            Note = input.Note,
            ClientEventId = input.ClientEventId,
            IsOffline = input.OccurredAt is not null,
            DeviceAt = at.DeviceAt,
            SkewSeconds = at.SkewSeconds,
            IsSkewed = at.IsSkewed,
        };
    }
}
