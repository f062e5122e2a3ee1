using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Identity;
using Satcom.Infrastructure.Identity.Limits;
using Satcom.Infrastructure.Identity.Tokens;

namespace Satcom.Infrastructure.Identity;

/// <summary>
/// ASP.NET Core Identity's PBKDF2 hasher on threads of its own, its hashes sealed under the key-encryption key: without it a copy of
/// the database is nothing to guess at, and another key can take its place without anybody's password. The threads keep a flood of
/// sign-ins from starving everything else.
/// </summary>
/// <remarks>A hash is <c>s1$base64 of the sealed</c>. Without that prefix it is bare; it still opens, and is outdated.</remarks>
internal sealed class PasswordVerifier : IPasswordVerifier, IDisposable
{
    private const string Sealed = "s1$";
    private const string Purpose = "password-hash";
    private const int RetrySeconds = 2;

    // Nothing is kept of what is hashed with it.
    private static readonly byte[] Salt = new byte[32];

    // The hasher asks for a user only to let implementations choose by user; Identity's does not.
    private static readonly User Nobody = new(Guid.Empty, Guid.Empty, string.Empty, string.Empty, [], default);

    private readonly PasswordHasher<User> _hasher;
    private readonly HashingThreads _threads;
    private readonly Sealer _sealer;
    private readonly int _iterations;
    private readonly string _decoy;
    private long _roundsSpent;

    public PasswordVerifier(IOptions<TokenOptions> options, Sealer sealer, IOptions<LimitOptions> limits)
    {
        _iterations = options.Value.PasswordIterations;
        _hasher = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = _iterations }));
        _sealer = sealer;
        _decoy = Hash("nobody has this password");
        _threads = new HashingThreads(Environment.ProcessorCount, limits.Value.HashQueue);
    }

    public Task<bool> VerifyAsync(string? hash, string password, CancellationToken cancellationToken) =>
        RunAsync(() => Verify(hash ?? _decoy, password) && hash is not null, cancellationToken);

    /// <summary>Rounds that checks of passwords have taken so far: what their time comes from.</summary>
    internal long RoundsSpent => Interlocked.Read(ref _roundsSpent);

    public bool IsOutdated(string hash) => Reseal(hash) is not null || Iterations(Open(hash)) != _iterations;

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) => RunAsync(() => Hash(password), cancellationToken);

    public void Dispose() => _threads.Dispose();

    /// <summary>The same hash under the newest key; null where it is under it already.</summary>
    public string? Reseal(string hash) =>
        hash.StartsWith(Sealed, StringComparison.Ordinal) && !_sealer.NeedsResealing(Convert.FromBase64String(hash[Sealed.Length..])) ? null : Seal(Open(hash));

    /// <summary>The rounds that a hash of Identity's third format names, after its format marker and pseudo-random function.</summary>
    private static uint Iterations(string bare)
    {
        const int At = 5;
        Span<byte> decoded = stackalloc byte[bare.Length];
        return Convert.TryFromBase64String(bare, decoded, out var length) && length >= At + sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(decoded[At..]) : 0;
    }

    private string Hash(string password) => Seal(_hasher.HashPassword(Nobody, password.Normalize(NormalizationForm.FormC)));

    private bool Verify(string hash, string password)
    {
        var (bare, typed) = (Open(hash), password.Normalize(NormalizationForm.FormC));
        var isRight = _hasher.VerifyHashedPassword(Nobody, bare, typed) != PasswordVerificationResult.Failed;
        var rounds = Iterations(bare);
        Interlocked.Add(ref _roundsSpent, rounds);
        if (rounds < _iterations)
        {
            // An old hash takes as long as the decoy, or the time would tell that there is an account.
            Spend(typed, _iterations - (int)rounds);
        }

        return isRight;
    }

    private void Spend(string password, int rounds)
    {
        Rfc2898DeriveBytes.Pbkdf2(password, Salt, rounds, HashAlgorithmName.SHA512, Salt.Length);
        Interlocked.Add(ref _roundsSpent, rounds);
    }

    private string Seal(string bare) => Sealed + Convert.ToBase64String(_sealer.Seal(Encoding.ASCII.GetBytes(bare), Purpose));

    private string Open(string hash)
    {
        if (!hash.StartsWith(Sealed, StringComparison.Ordinal))
        {
            return hash;
        }

        return _sealer.TryOpen(Convert.FromBase64String(hash[Sealed.Length..]), Purpose, out var bare)
            ? Encoding.ASCII.GetString(bare)
            : throw new InvalidOperationException($"A password's hash cannot be opened: {KeyOptions.Section}:KeyEncryptionKey lacks the key that sealed it.");
    }

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
