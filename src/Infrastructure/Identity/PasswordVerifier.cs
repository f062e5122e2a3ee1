using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Satcom.Application.Identity;
using Satcom.Domain.Identity;

namespace Satcom.Infrastructure.Identity;

/// <summary>ASP.NET Core Identity's PBKDF2 hasher behind a gate, so that a flood of sign-ins cannot take every core.</summary>
internal sealed class PasswordVerifier : IPasswordVerifier, IDisposable
{
    // The hasher asks for a user only to let implementations choose by user; Identity's does not.
    private static readonly User Nobody = new(Guid.Empty, Guid.Empty, string.Empty, string.Empty, [], default);

    private readonly PasswordHasher<User> _hasher;
    private readonly SemaphoreSlim _gate = new(Environment.ProcessorCount);
    private readonly string _decoy;

    public PasswordVerifier(IOptions<TokenOptions> options)
    {
        _hasher = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.PasswordIterations }));
        _decoy = _hasher.HashPassword(Nobody, "nobody has this password");
    }

    public Task<bool> VerifyAsync(string? hash, string password, CancellationToken cancellationToken) =>
        GatedAsync(
            () => _hasher.VerifyHashedPassword(Nobody, hash ?? _decoy, password) != PasswordVerificationResult.Failed && hash is not null,
            cancellationToken);

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        GatedAsync(() => _hasher.HashPassword(Nobody, password), cancellationToken);

    public void Dispose() => _gate.Dispose();

    private async Task<T> GatedAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }
}
