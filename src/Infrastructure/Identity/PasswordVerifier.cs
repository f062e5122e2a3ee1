using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Identity;
using Satcom.Infrastructure.Identity.Limits;

namespace Satcom.Infrastructure.Identity;

/// <summary>ASP.NET Core Identity's PBKDF2 hasher on threads of its own, so that a flood of sign-ins starves nothing else.</summary>
internal sealed class PasswordVerifier : IPasswordVerifier, IDisposable
{
    private const int RetrySeconds = 2;

    // The hasher asks for a user only to let implementations choose by user; Identity's does not.
    private static readonly User Nobody = new(Guid.Empty, Guid.Empty, string.Empty, string.Empty, [], default);

    private readonly PasswordHasher<User> _hasher;
    private readonly HashingThreads _threads;
    private readonly string _decoy;

    public PasswordVerifier(IOptions<TokenOptions> options, IOptions<LimitOptions> limits)
    {
        _hasher = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.PasswordIterations }));
        _decoy = _hasher.HashPassword(Nobody, "nobody has this password");
        _threads = new HashingThreads(Environment.ProcessorCount, limits.Value.HashQueue);
    }

    public Task<bool> VerifyAsync(string? hash, string password, CancellationToken cancellationToken) =>
        RunAsync(() => _hasher.VerifyHashedPassword(Nobody, hash ?? _decoy, password) != PasswordVerificationResult.Failed && hash is not null, cancellationToken);

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) => RunAsync(() => _hasher.HashPassword(Nobody, password), cancellationToken);

    public void Dispose() => _threads.Dispose();

    private Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (_threads.TryRun(work, cancellationToken, out var outcome))
        {
            return outcome;
        }

        LimitMetrics.Busy();
        throw new TooBusyException(RetrySeconds);
    }
}
