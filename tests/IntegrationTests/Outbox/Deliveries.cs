using System.Collections.Concurrent;
using System.Diagnostics;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;

namespace Satcom.IntegrationTests.Outbox;

/// <summary>One event as its handler saw it.</summary>
internal sealed record Delivery(string Node, Guid DayId, Guid Mark, string? TraceId);

/// <summary>
/// A handler of its own for a day's events, which remembers what it got and fails when it is told to. Tests mark an event by
/// its employee.
/// </summary>
internal sealed class Deliveries(string node, ConcurrentQueue<Delivery> seen) : IDomainEventHandler<AttendanceChanged>
{
    private readonly ConcurrentDictionary<Guid, string> _failing = new();

    /// <summary>Makes an event fail with an exception of this text until it is healed.</summary>
    public void Fail(Guid mark, string message) => _failing[mark] = message;

    /// <summary>Makes an event's handler hang, whatever it is told.</summary>
    public void Hang(Guid mark) => _failing[mark] = string.Empty;

    public void Heal(Guid mark) => _failing.TryRemove(mark, out _);

    public void HealAll() => _failing.Clear();

    public async Task HandleAsync(AttendanceChanged domainEvent, CancellationToken cancellationToken)
    {
        if (_failing.TryGetValue(domainEvent.EmployeeId, out var message))
        {
            await Task.Delay(message.Length == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, CancellationToken.None);
            throw new InvalidOperationException(message);
        }

        seen.Enqueue(new Delivery(node, domainEvent.DayId, domainEvent.EmployeeId, Activity.Current?.TraceId.ToHexString()));
    }
}
