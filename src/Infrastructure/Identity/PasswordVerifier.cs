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
/// <remarks>
/// A hash is <c>s2$base64 of the sealed</c>, sealed for one account of one tenant. <c>s1$</c> was sealed for any, and without a prefix it is
/// bare: both still open, are outdated, and give way at the next sign-in.
/// </remarks>
internal sealed class PasswordVerifier : IPasswordVerifier, IDisposable
{
    private const string Bound = "s2$";
    private const string Unbound = "s1$";
    private const string UnboundPurpose = "password-hash";
    private const int RetrySeconds = 2;

    // Nothing is kept of what is hashed with it.
    private static readonly byte[] Salt = new byte[32];

    // The hasher asks for a user only to let implementations choose by user; Identity's does not.
    private static readonly User Nobody = new(Guid.Empty, Guid.Empty, string.Empty, string.Empty, [], default);

    private readonly PasswordHasher<User> _hasher;
    private readonly HashingThreads _threads;
    private readonly Sealer _sealer;
    private readonly int _iterations;
    private readonly StoredPassword _decoy;
    private long _roundsSpent;

    public PasswordVerifier(IOptions<TokenOptions> options, Sealer sealer, IOptions<LimitOptions> limits)
    {
        _iterations = options.Value.PasswordIterations;
        _hasher = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = _iterations }));
        _sealer = sealer;
        _decoy = new StoredPassword(Guid.Empty, Guid.Empty, Hash(Guid.Empty, Guid.Empty, "nobody has this password"));
        _threads = new HashingThreads(Environment.ProcessorCount, limits.Value.HashQueue);
    }

    public Task<bool> VerifyAsync(StoredPassword? stored, string password, CancellationToken cancellationToken) =>
        RunAsync(() => Verify(stored, password), cancellationToken);

    /// <summary>Rounds that checks of passwords have taken so far: what their time comes from.</summary>
    internal long RoundsSpent => Interlocked.Read(ref _roundsSpent);

    public bool IsOutdated(StoredPassword stored) => Reseal(stored) is not null || (Open(stored) is { } bare && Iterations(bare) != _iterations);

    public Task<string> HashAsync(Guid tenantId, Guid userId, string password, CancellationToken cancellationToken) => RunAsync(() => Hash(tenantId, userId, password), cancellationToken);

    public void Dispose() => _threads.Dispose();

    /// <summary>The same hash under the newest key and for its account; null where it is so already, and where it is another account's.</summary>
    public string? Reseal(StoredPassword stored) =>
        (stored.Hash.StartsWith(Bound, StringComparison.Ordinal) && !_sealer.NeedsResealing(EnvelopeOf(stored.Hash))) || Open(stored) is not { } bare ? null : Seal(stored.TenantId, stored.UserId, bare);

    /// <summary>The same password for another account, without hashing it once more.</summary>
    public string MoveTo(Guid tenantId, Guid userId, StoredPassword stored) => Seal(tenantId, userId, Open(stored)!);

    /// <summary>The rounds that a hash of Identity's third format names, after its format marker and pseudo-random function.</summary>
    private static uint Iterations(string bare)
    {
        const int At = 5;
        Span<byte> decoded = stackalloc byte[bare.Length];
        return Convert.TryFromBase64String(bare, decoded, out var length) && length >= At + sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(decoded[At..]) : 0;
    }

    private string Hash(Guid tenantId, Guid userId, string password) => Seal(tenantId, userId, _hasher.HashPassword(Nobody, password.Normalize(NormalizationForm.FormC)));

    private bool Verify(StoredPassword? stored, string password)
    {
        var (opened, typed) = (stored is null ? null : Open(stored), password.Normalize(NormalizationForm.FormC));
        var bare = opened ?? Open(_decoy)!;
        var isRight = _hasher.VerifyHashedPassword(Nobody, bare, typed) != PasswordVerificationResult.Failed && opened is not null;
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

    private string Seal(Guid tenantId, Guid userId, string bare) => Bound + Convert.ToBase64String(_sealer.Seal(Encoding.ASCII.GetBytes(bare), PlaceOf(tenantId, userId)));

    /// <summary>The hash itself; null where it was sealed for another account.</summary>
    private string? Open(StoredPassword stored)
    {
        var hash = stored.Hash;
        var isBound = hash.StartsWith(Bound, StringComparison.Ordinal);
        if (!isBound && !hash.StartsWith(Unbound, StringComparison.Ordinal))
        {
            return hash;
        }

        var envelope = EnvelopeOf(hash);
        if (_sealer.TryOpen(envelope, isBound ? PlaceOf(stored.TenantId, stored.UserId) : UnboundPurpose, out var bare))
        {
            return Encoding.ASCII.GetString(bare);
        }

        return isBound && _sealer.HasKeyOf(envelope) ? null : throw new InvalidOperationException($"A password's hash cannot be opened: {KeyOptions.Section}:KeyEncryptionKey lacks the key that sealed it.");
    }

    /// <summary>What is behind the prefix, which is as long in every format.</summary>
    private static byte[] EnvelopeOf(string hash) => Convert.FromBase64String(hash[Bound.Length..]);

    private static string PlaceOf(Guid tenantId, Guid userId) => $"users:password_hash:{tenantId:N}:{userId:N}";

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
