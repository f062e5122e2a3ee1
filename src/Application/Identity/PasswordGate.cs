using Satcom.Application.Common;

namespace Satcom.Application.Identity;

/// <summary>Checks a password within the limits of its account, with the same work whatever the outcome.</summary>
internal sealed class PasswordGate(IAttemptLimits limits, IPasswordVerifier passwords, AccountTurns turns)
{
    /// <summary>Checks a password. The claim of a right one is given back with <see cref="IAttemptLimits.SucceededAsync"/>.</summary>
    /// <remarks>Once its turn has come nothing hangs on whether the caller still waits: an attempt that was claimed is judged and counted, and whoever hangs up has tried all the same.</remarks>
    /// <param name="hash">The account's; null where there is none.</param>
    public async Task<bool> IsRightAsync(AttemptSubject subject, StoredPassword? hash, string password, CancellationToken cancellationToken)
    {
        using (await turns.TakeAsync(subject, cancellationToken))
        {
            if (await limits.ClaimAccountAsync(subject, CancellationToken.None))
            {
                return await JudgeAsync(subject, hash, password);
            }
        }

        // Locked looks like wrong, also by the clock.
        await passwords.VerifyAsync(stored: null, password, CancellationToken.None);
        await limits.RefusedAsync(subject, CancellationToken.None);
        return false;
    }

    private async Task<bool> JudgeAsync(AttemptSubject subject, StoredPassword? hash, string password)
    {
        bool isRight;
        try
        {
            isRight = await passwords.VerifyAsync(hash, password, CancellationToken.None);
        }
        catch (TooBusyException)
        {
            await limits.WithdrawAsync(subject, CancellationToken.None);
            throw;
        }

        if (!isRight)
        {
            await limits.FailedAsync(subject, CancellationToken.None);
        }

        return isRight;
    }
}

/// <summary>
/// Lets one attempt on an account after the other be judged on this node, so that several right ones at once do not look like
/// failures that are still open. Accounts share a fixed number of turnstiles.
/// </summary>
internal sealed class AccountTurns : IDisposable
{
    private const int Turnstiles = 256;
    private const int MaxWaiting = 32;
    private const int RetrySeconds = 2;

    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Turnstiles).Select(_ => new SemaphoreSlim(1))];
    private readonly int[] _waiting = new int[Turnstiles];

    /// <summary>Waits for the account's turn.</summary>
    /// <exception cref="TooBusyException">Too many wait for it already.</exception>
    public async Task<IDisposable> TakeAsync(AttemptSubject subject, CancellationToken cancellationToken)
    {
        var turnstile = (uint)subject.GetHashCode() % Turnstiles;
        try
        {
            if (Interlocked.Increment(ref _waiting[turnstile]) > MaxWaiting)
            {
                throw new TooBusyException(RetrySeconds);
            }

            await _gates[turnstile].WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting[turnstile]);
        }

        return new Turn(_gates[turnstile]);
    }

    public void Dispose() => Array.ForEach(_gates, gate => gate.Dispose());

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
