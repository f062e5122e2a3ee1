using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance;

/// <summary>What a company's attendance is judged by changed: every node reads it anew, and the days from that date on are computed anew.</summary>
/// <param name="From">The first date that it holds for; null where no day comes out otherwise.</param>
public sealed record AttendanceRulesChanged(Guid TenantId, DateOnly? From) : DomainEvent, IForgetsCached
{
    /// <inheritdoc/>
    public override Guid AggregateId => TenantId;

    /// <inheritdoc/>
    (string Kind, Guid Id) IForgetsCached.Forgotten => ("attendanceRules", TenantId);
}

/// <summary>How a company has counted working time, by date. There is one of a company, with its id.</summary>
[Audited("attendancePolicy")]
public sealed class AttendancePolicyHistory(Guid tenantId, Guid id) : AggregateRoot(tenantId, id)
{
    /// <summary>In the order of their dates; what was before the first one is the company's settings.</summary>
    public List<Dated<AttendancePolicy>> History { get; private set; } = [];

    /// <summary>Another policy from a date on. What was to begin on that date or later gives way.</summary>
    public void Put(DateOnly from, AttendancePolicy policy)
    {
        History = History.With(from, policy);
        Raise(new AttendanceRulesChanged(TenantId, from));
    }
}

/// <summary>What a company has asked of places, by date. There is one of a company, with its id.</summary>
[Audited("geofencePolicy")]
public sealed class GeofencePolicyHistory(Guid tenantId, Guid id) : AggregateRoot(tenantId, id)
{
    /// <summary>In the order of their dates; before the first one the company had not opted in.</summary>
    public List<Dated<GeofencePolicy>> History { get; private set; } = [];

    /// <summary>Another policy from a date on. What was to begin on that date or later gives way.</summary>
    public void Put(DateOnly from, GeofencePolicy policy)
    {
        History = History.With(from, policy);
        Raise(new AttendanceRulesChanged(TenantId, From: null));
    }
}

/// <summary>Up to which date a company's attendance is locked. There is one of a company, with its id.</summary>
[Audited("attendanceLock")]
public sealed class AttendanceClosing(Guid tenantId, Guid id) : AggregateRoot(tenantId, id)
{
    public const int ReasonMaxLength = 500;

    /// <summary>The last locked date; null while nothing is.</summary>
    public DateOnly? Through { get; private set; }

    /// <summary>Locks up to a date, or less than before, which needs a reason.</summary>
    /// <param name="today">The earliest date of the present among the company's people.</param>
    public Error? MoveTo(DateOnly? through, DateOnly today, string? reason)
    {
        if (through >= today)
        {
            return new LockInFuture();
        }

        if (Through is { } before && !(through >= before) && string.IsNullOrWhiteSpace(reason))
        {
            return new ReasonRequired();
        }

        DateOnly? opened = Through is { } last && !(through >= last) ? through?.AddDays(1) ?? DateOnly.MinValue : null;
        if (opened is { } first)
        {
            Raise(new AttendancePeriodOpened(TenantId, first, Through!.Value));
        }

        Through = through;
        Raise(new AttendanceRulesChanged(TenantId, opened));
        return null;
    }
}

/// <summary>Dates that were locked may change again: what changed for them meanwhile, and passed them by, reaches them now.</summary>
/// <param name="From">The first of them.</param>
/// <param name="To">The last one.</param>
public sealed record AttendancePeriodOpened(Guid TenantId, DateOnly From, DateOnly To) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => TenantId;
}
