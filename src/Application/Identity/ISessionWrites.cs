using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>
/// What the present commit does with sessions beside the changes that are tracked. It is noted here; the unit of work does it in the
/// commit's own transaction, behind a lock on the person's account, and forgets it with everything else when the handler runs again.
/// So whatever starts or ends sessions of one person happens one after the other, and a refresh that loses the race meets an ended
/// session instead of holding its end up.
/// </summary>
public interface ISessionWrites
{
    /// <summary>Commits only if nobody has changed the account since it was read; else the handler runs again.</summary>
    /// <param name="userId">The account.</param>
    /// <param name="version">Its version when it was judged.</param>
    void DependOn(Guid userId, uint version);

    /// <summary>Commits only if the session has not ended; else the handler runs again.</summary>
    void DependOnLive(Guid userId, Guid sessionId);

    /// <summary>Starts a session with the commit. Of more live ones than <see cref="Session.MaxLivePerUser"/> those unused for longest end.</summary>
    /// <param name="session">The new one.</param>
    /// <param name="version">The account's version when it was judged.</param>
    void Start(Session session, uint version);

    /// <summary>
    /// Ends every live session that is meant, also those that start while the commit waits for its turn. Where all are meant, what would become one goes
    /// with them: approvals of devices, and sign-ins that wait for their code. One that is named has an audit entry of its own; the others have one together,
    /// of the person, with their number.
    /// </summary>
    void End(SessionsToEnd sessions);

    /// <summary>Uses up every sign-in of a person that waits for its code, whatever becomes of their sessions.</summary>
    /// <param name="userId">The person.</param>
    /// <param name="reason">Why, for the audit.</param>
    /// <param name="at">When, in UTC.</param>
    void SettleChallenges(Guid userId, SessionEnd reason, DateTimeOffset at);
}

/// <summary>Which live sessions of one person end; all that nothing below narrows down.</summary>
/// <param name="UserId">The person.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When, in UTC.</param>
public sealed record SessionsToEnd(Guid UserId, SessionEnd Reason, DateTimeOffset At)
{
    /// <summary>This one alone, with what was granted in it.</summary>
    public Guid? Named { get; init; }

    /// <summary>Those that were started on this device, with what was granted in them.</summary>
    public Guid? DeviceId { get; init; }

    /// <summary>Those that were started on any trusted device, with what was granted in them.</summary>
    public bool OnDevices { get; init; }

    /// <summary>Those that this program's tokens descend in.</summary>
    public Guid? OAuthClientId { get; init; }

    /// <summary>One that stays.</summary>
    public Guid? Except { get; init; }

    /// <summary>What of the grants that were given in such a session ends with it.</summary>
    public GrantsToEnd Grants { get; init; } = GrantsToEnd.All;

    /// <summary>True when nothing narrows them down: the person is signed out everywhere.</summary>
    public bool AreAll => Named is null && DeviceId is null && !OnDevices && OAuthClientId is null;
}

/// <summary>What of the grants of a session ends with it.</summary>
public enum GrantsToEnd
{
    /// <summary>They go on in another session.</summary>
    None,

    /// <summary>Those that were not given for longer than the person stays.</summary>
    ForTheStay,

    All,
}
