namespace Satcom.Application.Common;

/// <summary>Commits what handlers have changed. Only pipeline behaviours use it.</summary>
public interface IUnitOfWork
{
    /// <summary>Writes every change, its audit and its outbox messages as one transaction.</summary>
    /// <returns>How it went; a conflict has written nothing.</returns>
    Task<CommitOutcome> CommitAsync(CancellationToken cancellationToken);

    /// <summary>Forgets every change, so that the handler can run again on fresh data.</summary>
    void Reset();
}

/// <summary>How a commit ended.</summary>
/// <param name="Version">The version that every written row has now; 0 where nothing was written.</param>
/// <param name="Conflict">Null on success, else what another change made impossible.</param>
public readonly record struct CommitOutcome(uint Version, CommitConflict? Conflict)
{
    public static readonly CommitOutcome Nothing;
}

/// <summary>Another change won: the version moved on, or a database constraint holds.</summary>
/// <param name="Constraint">The violated constraint; null for a version conflict, a deadlock or a serialization failure.</param>
/// <param name="MayPass">True when the handler may do better on fresh data; false when the data itself is refused.</param>
public sealed record CommitConflict(string? Constraint, bool MayPass);
