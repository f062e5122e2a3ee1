using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Idempotency;

/// <summary>One per request; the claims on keys that run now are shared by the node's requests.</summary>
internal sealed class IdempotencyStore(SatcomDbContext db, RequestScope scope, IdempotencyClaims claims, TimeProvider time) : IIdempotencyStore
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly FrozenDictionary<string, Type> ErrorTypes = new[] { typeof(Error).Assembly, typeof(ValidationFailed).Assembly }
        .SelectMany(a => a.GetTypes()).Where(t => t.IsSubclassOf(typeof(Error))).ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);

    private byte[]? _expected;

    public bool WasBeaten { get; private set; }

    public IDisposable? TryClaim() => claims.TryClaim((scope.Tenant.Id, scope.Actor.UserId, scope.IdempotencyKey!));

    public byte[] HashOf<TRequest>(TRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(scope.Operation));
        hash.AppendData("\n"u8);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(request, Format));
        hash.AppendData(scope.BodyHash ?? []);
        if (scope.IfMatch is { } version)
        {
            // On another version it is another change.
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n{version}")));
        }

        return hash.GetHashAndReset();
    }

    public async Task<TResponse?> FindAsync<TResponse>(byte[] requestHash, CancellationToken cancellationToken)
        where TResponse : IResult<TResponse>
    {
        var userId = scope.Actor.UserId;
        var key = scope.IdempotencyKey!;
        var notBefore = time.GetUtcNow() - Lifetime;
        var record = await db.IdempotencyRecords.AsNoTracking().SingleOrDefaultAsync(r => r.UserId == userId && r.Key == key, cancellationToken);
        if (record is null)
        {
            return default;
        }

        if (record.CreatedAt < notBefore)
        {
            await db.IdempotencyRecords.Where(r => r.UserId == userId && r.Key == key && r.CreatedAt < notBefore).ExecuteDeleteAsync(cancellationToken);
            return default;
        }

        if (!CryptographicOperations.FixedTimeEquals(record.RequestHash, requestHash))
        {
            return TResponse.Failed(new IdempotencyKeyReused());
        }

        scope.Replayed = true;
        return record.ErrorType is { } error
            ? TResponse.Failed((Error)JsonSerializer.Deserialize(record.Outcome!, ErrorTypes[error], Format)!)
            : TResponse.Succeeded(Value(record, TResponse.ValueType));
    }

    public void Expect(byte[] requestHash) => _expected = requestHash;

    public void Keep<TResponse>(TResponse response)
        where TResponse : IResult<TResponse>
    {
        // What a moment or a fresh proof mends is not the answer to the same request later.
        if (_expected is null || response.Error is { Kind: ErrorKind.Unavailable or ErrorKind.RateLimited } or ReauthenticationRequired)
        {
            return;
        }

        var outcome = (object?)response.Error ?? response.BoxedValue;
        db.IdempotencyRecords.Add(new IdempotencyRecord
        {
            TenantId = scope.Tenant.Id,
            UserId = scope.Actor.UserId,
            Key = scope.IdempotencyKey!,
            RequestHash = _expected,
            ErrorType = response.Error?.GetType().Name,
            Outcome = outcome is null ? null : JsonSerializer.Serialize(outcome, outcome.GetType(), Format),
            CreatedAt = time.GetUtcNow(),
        });
    }

    public bool Beaten(string? constraint) => WasBeaten = string.Equals(constraint, IdempotencyRecordConfiguration.KeyName, StringComparison.Ordinal);

    private static object? Value(IdempotencyRecord record, Type type)
    {
        var value = record.Outcome is null ? null : JsonSerializer.Deserialize(record.Outcome, type, Format);
        if (value is IVersioned { Version: 0 } versioned)
        {
            versioned.Version = record.Version;
        }

        return value;
    }
}

/// <summary>The keys whose first request runs on this node now.</summary>
internal sealed class IdempotencyClaims
{
    private readonly ConcurrentDictionary<(Guid, Guid, string), Claim> _running = new();

    public IDisposable? TryClaim((Guid Tenant, Guid User, string Key) key)
    {
        var claim = new Claim(this, key);
        return _running.TryAdd(key, claim) ? claim : null;
    }

    private sealed class Claim(IdempotencyClaims owner, (Guid, Guid, string) key) : IDisposable
    {
        public void Dispose() => owner._running.TryRemove(key, out _);
    }
}
