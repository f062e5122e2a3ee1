using System.Collections.Frozen;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Domain.Identity.Provider;
using Satcom.Infrastructure.Identity.Tokens;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Identity;

/// <summary>
/// The signing keys that all nodes share through the database. A key is published a day before its first use and stays published
/// until its last token has expired, so that whoever caches the key set never meets an unknown key.
/// </summary>
internal sealed class SigningKeyRing(IDbContextFactory<SatcomDbContext> contexts, Sealer sealer, IOptions<TokenOptions> options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Publication = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterLife = TimeSpan.FromHours(1);

    /// <summary>An id token is a hint for as long as the browser's session that it tells of.</summary>
    private static readonly TimeSpan AfterLifeOfIdTokens = BrowserSession.Lifetime + AfterLife;
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _loading = new(1);
    private Loaded? _loaded;

    /// <summary>Every key that verifies now, from memory where that is fresh.</summary>
    public async ValueTask<SigningKeySet> KeysAsync(CancellationToken cancellationToken) => (await FreshAsync(cancellationToken)).Set;

    /// <summary>The key that signs with the algorithm now.</summary>
    public async ValueTask<SigningKeyMaterial> ActiveAsync(SigningAlgorithm algorithm, CancellationToken cancellationToken) => (await FreshAsync(cancellationToken)).Active[algorithm];

    /// <summary>
    /// Makes each algorithm's first key or its next one when it is due, seals anew what an older key-encryption key sealed, and lets
    /// retired ones go. Safe on several nodes at once.
    /// </summary>
    /// <param name="platform">In whose audit it is written, in the same transaction; null while there is no platform.</param>
    public async Task<KeyChanges> RotateAsync(TenantInfo? platform, CancellationToken cancellationToken)
    {
        var scope = new RequestScope { Actor = Actor.System };
        if (platform is not null)
        {
            scope.Enter(platform);
        }

        await using var context = (await contexts.CreateDbContextAsync(cancellationToken)).Bind(scope);
        var now = time.GetUtcNow();
        var life = TimeSpan.FromDays(options.Value.SigningKeyDays);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('signing_keys'))", cancellationToken);
        var keys = await context.SigningKeys.OrderBy(k => k.ActiveFrom).ToListAsync(cancellationToken);
        var (made, retired, resealed) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var algorithm in Enum.GetValues<SigningAlgorithm>())
        {
            var newest = keys.LastOrDefault(k => string.Equals(k.Algorithm, algorithm.JoseName(), StringComparison.Ordinal));
            if (newest is not null && newest.ActiveFrom + life - Publication > now)
            {
                continue;
            }

            var activeFrom = newest is null ? now : now + Publication;
            using var material = SigningKeyMaterial.Generate(algorithm);
            context.SigningKeys.Add(new SigningKeyRecord
            {
                Kid = material.Kid,
                Algorithm = algorithm.JoseName(),
                SealedPrivateKey = sealer.Seal(material.ExportPkcs8(), AssociatedData(material.Kid)),
                CreatedAt = now,
                ActiveFrom = activeFrom,
            });
            made.Add(material.Kid);
            if (newest is not null)
            {
                newest.RetiredAt = activeFrom;
                retired.Add(newest.Kid);
            }
        }

        // What an older key-encryption key sealed is sealed anew, so that this one may go.
        foreach (var key in keys.Where(k => sealer.NeedsResealing(k.SealedPrivateKey)))
        {
            if (sealer.TryOpen(key.SealedPrivateKey, AssociatedData(key.Kid), out var pkcs8))
            {
                key.SealedPrivateKey = sealer.Seal(pkcs8, AssociatedData(key.Kid));
                CryptographicOperations.ZeroMemory(pkcs8);
                resealed.Add(key.Kid);
            }
        }

        var gone = keys.FindAll(k => k.RetiredAt + (string.Equals(k.Algorithm, SigningAlgorithm.Rs256.JoseName(), StringComparison.Ordinal) ? AfterLifeOfIdTokens : AfterLife) < now);
        context.SigningKeys.RemoveRange(gone);
        var changes = new KeyChanges(made, retired, resealed, gone.ConvertAll(k => k.Kid));
        if (platform is not null && changes.Any())
        {
            context.AuditEntries.Add(Line(platform.Id, now, changes));
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Volatile.Write(ref _loaded, null);
        return changes;
    }

    public void Dispose() => _loading.Dispose();

    private static AuditEntry Line(Guid tenantId, DateTimeOffset now, KeyChanges changes) => new()
    {
        TenantId = tenantId,
        Id = Guid.CreateVersion7(now),
        At = now,
        ActorKind = Actor.System.Kind,
        Action = "auth.rotateSigningKeys",
        EntityType = "signingKeys",
        After = JsonSerializer.Serialize(changes, JsonSerializerOptions.Web),
        TraceId = Activity.Current?.TraceId.ToHexString(),
    };

    private static string AssociatedData(string kid) => $"signing_keys:private:{kid}";

    private async ValueTask<Loaded> FreshAsync(CancellationToken cancellationToken)
    {
        var loaded = Volatile.Read(ref _loaded);
        if (loaded is not null && time.GetElapsedTime(loaded.At) < Freshness)
        {
            return loaded;
        }

        // One caller reloads; with keys in memory the others go on with them.
        if (!await _loading.WaitAsync(loaded is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken))
        {
            return loaded!;
        }

        try
        {
            loaded = Volatile.Read(ref _loaded);
            if (loaded is null || time.GetElapsedTime(loaded.At) >= Freshness)
            {
                loaded = await LoadAsync(loaded, cancellationToken);
                Volatile.Write(ref _loaded, loaded);
            }

            return loaded;
        }
        catch (Exception e) when (loaded is not null && DatabaseFaults.IsDatabaseUnavailable(e))
        {
            // Keys do not stop being keys because the database is away.
            Volatile.Write(ref _loaded, loaded with { At = time.GetTimestamp() });
            return loaded;
        }
        finally
        {
            _loading.Release();
        }
    }

    private async Task<Loaded> LoadAsync(Loaded? previous, CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        var now = time.GetUtcNow();
        await using var context = (await contexts.CreateDbContextAsync(cancellationToken)).Bind(new RequestScope());
        var records = await context.SigningKeys.AsNoTracking().OrderBy(k => k.ActiveFrom).ToListAsync(cancellationToken);
        var materials = previous is not null && previous.Kids.SetEquals(records.Select(r => r.Kid)) ? previous.Set.Keys : records.ConvertAll(Open);
        var active = Enum.GetValues<SigningAlgorithm>().ToFrozenDictionary(algorithm => algorithm, algorithm => ActiveOf(algorithm, records, materials, now));
        return new Loaded(at, ReferenceEquals(materials, previous?.Set.Keys) ? previous!.Set : new SigningKeySet(materials), active, [.. records.Select(r => r.Kid)]);
    }

    private static SigningKeyMaterial ActiveOf(SigningAlgorithm algorithm, List<SigningKeyRecord> records, IReadOnlyList<SigningKeyMaterial> materials, DateTimeOffset now)
    {
        var record = records.LastOrDefault(k => k.ActiveFrom <= now && string.Equals(k.Algorithm, algorithm.JoseName(), StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"There is no active {algorithm.JoseName()} signing key.");
        return materials.First(k => string.Equals(k.Kid, record.Kid, StringComparison.Ordinal));
    }

    private SigningKeyMaterial Open(SigningKeyRecord record)
    {
        var algorithm = string.Equals(record.Algorithm, SigningAlgorithm.Es256.JoseName(), StringComparison.Ordinal) ? SigningAlgorithm.Es256 : SigningAlgorithm.Rs256;
        return sealer.TryOpen(record.SealedPrivateKey, AssociatedData(record.Kid), out var pkcs8)
            ? SigningKeyMaterial.ImportPkcs8(algorithm, pkcs8)
            : throw new InvalidOperationException($"The signing key {record.Kid} cannot be opened: {KeyOptions.Section}:KeyEncryptionKey is not the one that sealed it.");
    }

    private sealed record Loaded(long At, SigningKeySet Set, FrozenDictionary<SigningAlgorithm, SigningKeyMaterial> Active, HashSet<string> Kids);
}
