using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Attendance;

/// <summary>What a tenant's attendance is judged by.</summary>
/// <param name="Attendance">Its policies by date.</param>
/// <param name="Geofence">Its policies of places by date.</param>
/// <param name="Lock">Up to which date nothing changes any more.</param>
public sealed record AttendanceRules(IReadOnlyList<Dated<AttendancePolicy>> Attendance, IReadOnlyList<Dated<GeofencePolicy>> Geofence, AttendanceLock Lock)
{
    /// <summary>By this the database refuses what is written of a locked date, whatever a node remembers of the lock.</summary>
    public const string LockConstraint = "ck_attendance_days_locked";

    private static readonly GeofencePolicy NotOptedIn = new();
    private static readonly string[] HeldByAnyPolicy = ["maxSessionSeconds", "offlineToleranceSeconds"];

    /// <summary>The policy of a date; before the first one the tenant's settings say what holds.</summary>
    public AttendancePolicy PolicyOn(DateOnly date, TenantSettings settings) => Attendance.On(date) ?? AttendancePolicy.Of(settings);

    /// <summary>The tenant's settings that mean nothing on a date, as a policy holds in their place; by the names that the contract has for them.</summary>
    public IReadOnlyList<string> SettingsHeldOn(DateOnly date) => Attendance.On(date) is null ? [] : HeldByAnyPolicy;

    /// <summary>What is asked of places on a date.</summary>
    public GeofencePolicy GeofenceOn(DateOnly date) => Geofence.On(date) ?? NotOptedIn;
}

/// <summary>The rules of the present tenant, from a cache that every node keeps fresh.</summary>
public interface IAttendanceRules
{
    ValueTask<AttendanceRules> GetAsync(CancellationToken cancellationToken);

    /// <summary>Has this node read them anew: an event may come before the news that it brings has reached the node's cache.</summary>
    void Forget();
}
