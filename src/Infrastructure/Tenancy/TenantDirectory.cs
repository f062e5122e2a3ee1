using System.Collections.Concurrent;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Tenancy;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Tenancy;

/// <summary>
/// A cache of tenants: entries live for some seconds, and go at once when the bus says that a tenant changed. What was read while one was forgotten
/// is not kept: it may be older than the change.
/// </summary>
internal sealed class TenantDirectory(IDbContextFactory<SatcomDbContext> contexts, TimeProvider time) : ITenantDirectory
{
    public static readonly Expression<Func<Tenant, TenantInfo>> ToInfo =
        t => new TenantInfo(t.Id, t.Slug, t.Name, t.Locale, t.TimeZone, t.Status, t.Settings, t.Branding);

    /// <summary>Strangers choose the names that do not exist.</summary>
    private const int MostUnknown = 1000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PublicLifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, (TenantInfo Info, long LoadedAt)> _byId = new();
    private readonly ConcurrentDictionary<string, Guid> _idsBySlug = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _unknown = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _forgets;

    public ValueTask<TenantInfo?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        _byId.TryGetValue(id, out var entry) && time.GetElapsedTime(entry.LoadedAt) < Lifetime
            ? ValueTask.FromResult<TenantInfo?>(entry.Info)
            : LoadAsync(t => t.Id == id, cancellationToken);

    public ValueTask<TenantInfo?> FindAsync(string slug, CancellationToken cancellationToken)
    {
        slug = Tenant.NormalizeSlug(slug);
        return _idsBySlug.TryGetValue(slug, out var id) ? FindAsync(id, cancellationToken) : LoadAsync(t => t.Slug == slug, cancellationToken);
    }

    public async ValueTask<TenantInfo?> RecallAsync(string slug, CancellationToken cancellationToken)
    {
        slug = Tenant.NormalizeSlug(slug);
        _known.TryGetValue(slug, out var known);
        if (known is { IsOver: false } && time.GetElapsedTime(known.LoadedAt) < PublicLifetime)
        {
            return known.Info;
        }

        try
        {
            return await FindNamedAsync(slug, cancellationToken);
        }
        catch (Exception e) when (known is not null && DatabaseFaults.IsDatabaseUnavailable(e))
        {
            return known.Info;
        }
    }

    public async ValueTask<TenantInfo?> FindNamedAsync(string slug, CancellationToken cancellationToken)
    {
        slug = Tenant.NormalizeSlug(slug);
        if (slug.Length > Tenant.SlugMaxLength || (_unknown.TryGetValue(slug, out var missedAt) && time.GetElapsedTime(missedAt) < Lifetime))
        {
            return null;
        }

        var (askedAt, forgets) = (time.GetTimestamp(), Interlocked.Read(ref _forgets));
        if (await FindAsync(slug, cancellationToken) is { } found)
        {
            return found;
        }

        KeepUnlessForgotten(forgets, () =>
        {
            if (_unknown.Count >= MostUnknown)
            {
                _unknown.Clear();
            }

            _unknown[slug] = askedAt;
        });
        return null;
    }

    public void Forget(Guid id)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _forgets);
            _unknown.Clear();
            Drop(id);
        }
    }

    public void ForgetAll()
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _forgets);
            _unknown.Clear();
            foreach (var (id, _) in _byId)
            {
                Drop(id);
            }
        }
    }

    private async ValueTask<TenantInfo?> LoadAsync(Expression<Func<Tenant, bool>> of, CancellationToken cancellationToken)
    {
        var (loadedAt, forgets) = (time.GetTimestamp(), Interlocked.Read(ref _forgets));
        await using var context = (await contexts.CreateDbContextAsync(cancellationToken)).Bind(new RequestScope());
        if (await context.Tenants.Where(of).Select(ToInfo).SingleOrDefaultAsync(cancellationToken) is not { } info)
        {
            return null;
        }

        KeepUnlessForgotten(forgets, () =>
        {
            _byId[info.Id] = (info, loadedAt);
            _idsBySlug[info.Slug] = info.Id;
            _known[info.Slug] = new Known(info, loadedAt, IsOver: false);
            _unknown.TryRemove(info.Slug, out _);
        });
        return info;
    }

    private void Drop(Guid id)
    {
        if (_byId.TryRemove(id, out var entry) && _known.TryGetValue(entry.Info.Slug, out var known))
        {
            _known[entry.Info.Slug] = known with { IsOver = true };
        }
    }

    /// <param name="forgets">How often something had been forgotten before the look.</param>
    private void KeepUnlessForgotten(long forgets, Action keep)
    {
        lock (_gate)
        {
            if (forgets == Interlocked.Read(ref _forgets))
            {
                keep();
            }
        }
    }

    /// <param name="IsOver">True once the tenant has changed since.</param>
    private sealed record Known(TenantInfo Info, long LoadedAt, bool IsOver);
}
