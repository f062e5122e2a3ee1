namespace Satcom.Application.Common;

/// <summary>Tenants by id and by slug, from a cache that is seconds old at most.</summary>
public interface ITenantDirectory
{
    /// <summary>The tenant with that id, or null.</summary>
    ValueTask<TenantInfo?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The tenant with that slug, in whatever case it is written, or null.</summary>
    ValueTask<TenantInfo?> FindAsync(string slug, CancellationToken cancellationToken);

    /// <summary>
    /// The tenant as anybody may remember it: as it was known at most five minutes ago, and, while the database cannot be reached, as
    /// it was known last. For public documents alone, which say themselves that they may be kept as long; never for a judgement.
    /// </summary>
    ValueTask<TenantInfo?> RecallAsync(string slug, CancellationToken cancellationToken);

    /// <summary>
    /// The tenant that a stranger names, or null. Asking again costs the same whether or not there is one: that there is none is kept for seconds,
    /// too, in which another node may found it.
    /// </summary>
    ValueTask<TenantInfo?> FindNamedAsync(string slug, CancellationToken cancellationToken);

    /// <summary>Forgets what is cached of a tenant on this node, and of which names there is none.</summary>
    void Forget(Guid id);

    /// <summary>Forgets all tenants on this node, which may have missed that one changed.</summary>
    void ForgetAll();
}
