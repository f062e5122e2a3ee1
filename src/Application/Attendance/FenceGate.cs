using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>What the geofence says of a check-in.</summary>
/// <param name="Result">inside, outside, uncertain or notProvided.</param>
/// <param name="Action">What the policy does about a tap outside: record, warn or refuse.</param>
/// <param name="OfficeId">The office whose fence is nearest; null without one.</param>
/// <param name="DistanceMeters">From that office's middle, in whole metres.</param>
public sealed record FenceDto(FenceResult Result, FenceAction Action, Guid? OfficeId, int? DistanceMeters)
{
    internal static FenceDto? Of(FenceVerdict? verdict) => verdict is null ? null : new FenceDto(verdict.Result, verdict.Action, verdict.OfficeId, verdict.DistanceMeters);

    internal static FenceDto? Of(Punch punch) =>
        punch is { Fence: { } result, FenceAction: { } action } ? new FenceDto(result, action, punch.OfficeId, punch.DistanceMeters) : null;
}

/// <summary>Asks the geofence about check-ins. Where a company has not opted in, or its policy does not name the mode, nothing is asked and nothing kept.</summary>
internal sealed class FenceGate(ISatcomDb db, RequestScope scope, IDayPlans plans, TimeProvider time)
{
    /// <summary>The tap with what the fence says of it, or why it is refused.</summary>
    public async ValueTask<(PunchFacts Facts, Error? Refusal)> JudgeAsync(GeofencePolicy policy, PunchFacts facts, DateOnly date, GeoFix? fix, CancellationToken cancellationToken)
    {
        if (!policy.IsOn || !policy.Modes.ContainsKey(facts.WorkMode!.Value))
        {
            return (facts, null);
        }

        var offices = fix is null ? [] : await plans.OfficesAsync(scope.Actor.UserId, date, cancellationToken);
        var (verdict, refusal) = policy.Judge(facts.WorkMode.Value, fix, offices);
        return (facts with { Fence = verdict }, refusal);
    }

    /// <summary>Writes down that a tap failed which no day takes, because its date is locked.</summary>
    public Task KeepFailureAsync(PunchFacts facts, DateOnly date, CancellationToken cancellationToken) =>
        facts.Fence is { IsFailure: true } ? RefuseAsync(facts, date, cancellationToken) : Task.CompletedTask;

    /// <summary>Writes a refused tap down, once.</summary>
    public async Task RefuseAsync(PunchFacts facts, DateOnly date, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        if (facts.ClientEventId is not { } id || !await db.GeofenceFailures.AnyAsync(f => f.EmployeeId == me && f.ClientEventId == id, cancellationToken))
        {
            db.GeofenceFailures.Add(GeofenceFailure.Of(scope.Tenant.Id, time.New(), me, date, facts, facts.Fence!, dayId: null));
        }
    }

    /// <summary>Keeps the place of a tap that a day has taken, apart from it, and the failure if it is one.</summary>
    public void Keep(AttendanceDay day, PunchFacts facts)
    {
        if (facts.Fence is not { } verdict)
        {
            return;
        }

        if (verdict.Fix is { } fix)
        {
            db.PunchPlaces.Add(new PunchPlace(day.TenantId, facts.Id, day.EmployeeId, facts.ReceivedAt, fix));
        }

        if (verdict.IsFailure)
        {
            db.GeofenceFailures.Add(GeofenceFailure.Of(day.TenantId, time.New(), day.EmployeeId, day.Date, facts, verdict, day.Id));
        }
    }
}
