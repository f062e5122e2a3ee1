namespace Satcom.Application.Common;

/// <summary>Does something as it would be done, and takes it back: the database judges it, and keeps nothing of it.</summary>
public interface IRehearsal
{
    /// <summary>Runs work of this scope, messages and all, in a transaction that is never committed.</summary>
    Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken);
}
