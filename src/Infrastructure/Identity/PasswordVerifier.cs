using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Identity;
using Satcom.Infrastructure.Identity.Limits;

namespace Satcom.Infrastructure.Identity;

/// <summary>
/// ASP.NET Core Identity's PBKDF2 hasher behind a pepper, on threads of its own. The pepper is a sub-key of the key-encryption key, so
/// that hashes alone cannot be guessed at; the threads keep a flood of sign-ins from starving everything else.
/// </summary>
/// <remarks>A hash is <c>p1$key id$Identity's own</c>. Without that prefix it is from before the pepper; it still opens, and is outdated.</remarks>
internal sealed class PasswordVerifier : IPasswordVerifier, IDisposable
{
    private const string Peppered = "p1";
    private const int KeyIdBytes = 4;
    private const int RetrySeconds = 2;

    // The hasher asks for a user only to let implementations choose by user; Identity's does not.
    private static readonly User Nobody = new(Guid.Empty, Guid.Empty, string.Empty, string.Empty, [], default);

    private readonly PasswordHasher<User> _hasher;
    private readonly HashingThreads _threads;
    private readonly (string Id, byte[] Key)[] _peppers;
    private readonly int _iterations;
    private readonly string _decoy;

    public PasswordVerifier(IOptions<TokenOptions> options, IOptions<KeyOptions> keys, IOptions<LimitOptions> limits)
    {
        _iterations = options.Value.PasswordIterations;
        _hasher = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = _iterations }));
        _peppers = [.. keys.Value.Keys.Select(key => (Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, KeyIdBytes)), KeyOptions.Derive(key, "password-pepper")))];
        _decoy = Hash("nobody has this password");
        _threads = new HashingThreads(Environment.ProcessorCount, limits.Value.HashQueue);
    }

    public Task<bool> VerifyAsync(string? hash, string password, CancellationToken cancellationToken) =>
        RunAsync(() => Verify(hash ?? _decoy, password) && hash is not null, cancellationToken);

    public bool IsOutdated(string hash) =>
        !hash.StartsWith($"{Peppered}${_peppers[0].Id}$", StringComparison.Ordinal) || Iterations(hash[(hash.LastIndexOf('$') + 1)..]) != _iterations;

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) => RunAsync(() => Hash(password), cancellationToken);

    public void Dispose() => _threads.Dispose();

    /// <summary>The rounds that a hash of Identity's third format names, after its format marker and pseudo-random function.</summary>
    private static uint Iterations(string hash)
    {
        const int At = 5;
        Span<byte> decoded = stackalloc byte[hash.Length];
        return Convert.TryFromBase64String(hash, decoded, out var length) && length >= At + sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(decoded[At..]) : 0;
    }

    private static string Pepper(byte[] key, string password) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormC))));

    private string Hash(string password) => $"{Peppered}${_peppers[0].Id}${_hasher.HashPassword(Nobody, Pepper(_peppers[0].Key, password))}";

    private bool Verify(string hash, string password)
    {
        var parts = hash.Split('$');
        if (parts.Length == 1)
        {
            return _hasher.VerifyHashedPassword(Nobody, hash, password) != PasswordVerificationResult.Failed;
        }

        var pepper = Array.Find(_peppers, p => string.Equals(p.Id, parts[1], StringComparison.Ordinal)).Key
            ?? throw new InvalidOperationException($"A password's pepper cannot be made: {KeyOptions.Section}:KeyEncryptionKey lacks the key {parts[1]}.");
        return _hasher.VerifyHashedPassword(Nobody, parts[2], Pepper(pepper, password)) != PasswordVerificationResult.Failed;
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
