using Satcom.Domain.Presence;

namespace Satcom.Application.Presence;

/// <summary>Is told of each change of the merged status, on every node. It must not block.</summary>
public interface IPresenceObserver
{
    /// <summary>A person's status is another one now.</summary>
    void Changed(PresenceChange change);
}

/// <summary>A change of status.</summary>
/// <param name="At">When this node learned of it.</param>
public sealed record PresenceChange(PresentPerson Person, PresenceStatus Status, DateTimeOffset At);
