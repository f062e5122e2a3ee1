using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance;

/// <summary>A day got a punch or another state.</summary>
public sealed record AttendanceChanged(Guid EmployeeId, Guid DayId) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => DayId;
}

/// <summary>A session stayed open past its limit, and was seen to at that moment.</summary>
public sealed record CheckOutMissed(Guid EmployeeId, Guid DayId, DateOnly Date, DateTimeOffset SessionStartedAt, int LimitSeconds, DateTimeOffset At) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => DayId;
}

/// <summary>A check-out that had been missed came late, and no session of the day lacks its end any more.</summary>
/// <param name="CheckedOutAt">When it was made.</param>
public sealed record MissedCheckOutArrived(Guid EmployeeId, Guid DayId, DateOnly Date, DateTimeOffset CheckedOutAt) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => DayId;
}
