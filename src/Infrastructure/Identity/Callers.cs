using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;
using Satcom.Infrastructure.Common;
using Satcom.Infrastructure.Identity.Provider;
using Satcom.Infrastructure.Messaging;
using Satcom.Infrastructure.People;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Identity;

/// <summary>Who a token proves its bearer to be.</summary>
/// <param name="Actor">The person.</param>
/// <param name="Tenant">The tenant that the token is good in.</param>
/// <param name="HomeTenantId">Where their session lives: another tenant in a platform scope.</param>
/// <param name="ExpiresAt">When the token dies.</param>
public sealed record Caller(Actor Actor, TenantInfo Tenant, Guid HomeTenantId, DateTimeOffset ExpiresAt);

/// <summary>
/// From an access token to its caller. A signature is verified once; session, account and tenant are looked at again when the bus says that one of them changed, after a
/// minute, and every few seconds while it is not certain that the bus would be heard.
/// </summary>
public sealed class Callers
{
    private const int GenerationSize = 10_000;

    /// <summary>How long a change may go unnoticed.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    /// <summary>How lately the bus must have been proven to be heard: beacons go out every two seconds.</summary>
    private static readonly TimeSpan Proof = TimeSpan.FromSeconds(3);

    /// <summary>How long somebody of whom nothing is heard is believed: what is changed past the service, in the database, is told by nobody.</summary>
    private static readonly TimeSpan Belief = TimeSpan.FromMinutes(1);

    private static readonly Func<SatcomDbContext, Guid, Guid, DateTimeOffset, Task<CallerRow?>> FindRow = EF.CompileAsyncQuery(
        (SatcomDbContext db, Guid userId, Guid sessionId, DateTimeOffset now) =>
            (from session in db.Sessions
             join user in db.Users on session.UserId equals user.Id
             join one in db.Employees on user.Id equals one.Id into employees
             from employee in employees.DefaultIfEmpty()
             join given in db.OAuthGrants on session.Id equals given.SessionId into grants
             from grant in grants.DefaultIfEmpty()
             join client in db.OAuthClients on grant.OAuthClientId equals client.Id into clients
             from client in clients.DefaultIfEmpty()
             where session.Id == sessionId && user.Id == userId && session.EndedAt == null && session.ExpiresAt > now && user.Status == UserStatus.Active
                 && (client == null || client.DisabledAt == null)
             select new CallerRow
             {
                 DisplayName = user.DisplayName,
                 Roles = user.Roles,
                 ProvedAt = session.ProvedAt,
                 ExpiresAt = session.ExpiresAt,
                 TimeZone = employee == null ? null : employee.TimeZone,
                 TeamId = employee == null ? null : employee.TeamId,
                 Managers = SatcomDbContext.ManagerChain(user.Id),
                 ClientRowId = client == null ? null : client.Id,
                 ClientId = client == null ? null : client.ClientId,
             }).SingleOrDefault());

    private static readonly Func<SatcomDbContext, string, Guid, Task<ClientRow?>> FindClient = EF.CompileAsyncQuery(
        (SatcomDbContext db, string clientId, Guid tokenId) => db.OAuthClients
            .Where(c => c.ClientId == clientId && c.DisabledAt == null && !db.RevokedTokens.Any(r => r.Id == tokenId))
            .Select(c => new ClientRow { Id = c.Id, Name = c.Name, Scopes = c.Scopes })
            .SingleOrDefault());

    private readonly BoundedCache<TokenHash, Entry> _entries = new(GenerationSize);
    private readonly ForgottenCallers _forgotten;
    private readonly IDbContextFactory<SatcomDbContext> _contexts;
    private readonly ProviderTokenReader _tokens;
    private readonly ITenantDirectory _tenants;
    private readonly ManagerChainCache _chains;
    private readonly IHearing _hearing;
    private readonly TimeProvider _time;
    private readonly string _audience;
    private long _forgets;
    private long _distrustedUntil = long.MinValue;

    internal Callers(IDbContextFactory<SatcomDbContext> contexts, ProviderTokenReader tokens, ITenantDirectory tenants, ManagerChainCache chains, IHearing hearing, IOptions<TokenOptions> options, TimeProvider time)
    {
        _contexts = contexts;
        _tokens = tokens;
        _tenants = tenants;
        _chains = chains;
        _hearing = hearing;
        _time = time;
        _forgotten = new ForgottenCallers(time, Belief);
        _audience = options.Value.Audience;
    }

    /// <summary>The token's caller, or null when it proves nobody.</summary>
    public ValueTask<Caller?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(token);
        var forgets = Interlocked.Read(ref _forgets);
        if (!_entries.TryGet(hash, out var entry) || !IsFresh(entry) || _forgotten.Covers(entry.Claims.HomeTenantId, entry.Claims.SessionId, entry.Claims.UserId, entry.CheckedAt)
            || forgets != Interlocked.Read(ref _forgets))
        {
            return FindSlowlyAsync(token, hash, entry, cancellationToken);
        }

        return ValueTask.FromResult((entry.Caller?.ExpiresAt ?? entry.Claims.ExpiresAt) > _time.GetUtcNow() ? entry.Caller : null);
    }

    /// <summary>A change is told, and so somebody is believed who was looked at longer ago, unless the bus may have kept something from this node. Of a client's own token nobody tells that it was taken back.</summary>
    private bool IsFresh(Entry entry)
    {
        var age = _time.GetElapsedTime(entry.CheckedAt);
        return age < Freshness || (age < Belief && entry is { Caller: not null, Claims.SessionId: var session } && session != Guid.Empty && _hearing.UnprovenFor < Proof && entry.CheckedAt >= _hearing.ListeningSince && entry.CheckedAt > Interlocked.Read(ref _distrustedUntil));
    }

    /// <summary>Looks at everything anew that has to do with the thing.</summary>
    public void Forget(CacheForget forget)
    {
        var id = forget.Id;
        switch (forget.Of)
        {
            // Sessions end and people change all the while: no token is looked for then.
            case CacheForget.Session or CacheForget.Proof or CacheForget.User or CacheForget.Profile when forget.TenantId is { } tenantId:
                _forgotten.Add(tenantId, id);
                break;
            case CacheForget.Session or CacheForget.Proof or CacheForget.User or CacheForget.Profile:
                RemoveWhere(entry => entry.Claims.SessionId == id || entry.Claims.UserId == id);
                break;
            case CacheForget.Line:
                RemoveWhere(entry => forget.IsOf(entry.Claims.HomeTenantId) && (entry.Claims.UserId == id || entry.Caller?.Actor.ManagerChain.Contains(id) == true));
                break;
            case CacheForget.Client:
                RemoveWhere(entry => forget.IsOf(entry.Claims.HomeTenantId) && (entry.ClientRowId == id || (entry.Caller is null && entry.Claims.ClientId is not null)));
                break;
            case CacheForget.Tenant:
                RemoveWhere(entry => entry.Claims.TenantId == id || entry.Claims.HomeTenantId == id);
                break;
        }
    }

    /// <summary>Looks at everybody anew, because this node may have missed messages.</summary>
    public void ForgetAll() => RemoveWhere(static _ => true);

    /// <summary>What is being looked at meanwhile is not kept either: the look may have begun before what is forgotten changed.</summary>
    private void RemoveWhere(Func<Entry, bool> predicate)
    {
        // A look that moves an entry on may bring it back behind the search: then it is believed for no longer than by itself.
        Interlocked.Exchange(ref _distrustedUntil, _time.GetTimestamp());
        Interlocked.Increment(ref _forgets);
        _entries.RemoveWhere(predicate);
    }

    private async ValueTask<Caller?> FindSlowlyAsync(string token, TokenHash hash, Entry? entry, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var claims = entry?.Claims ?? await VerifyAsync(token, cancellationToken);
        if (claims is null || claims.ExpiresAt <= now)
        {
            return null;
        }

        var (checkedAt, forgets) = (_time.GetTimestamp(), Interlocked.Read(ref _forgets));
        var (caller, clientRowId) = claims.SessionId == Guid.Empty ? await LoadClientAsync(claims, cancellationToken) : await LoadAsync(claims, now, cancellationToken);
        _entries.Set(hash, new Entry(claims, caller, clientRowId, checkedAt));
        if (forgets != Interlocked.Read(ref _forgets))
        {
            _entries.Remove(hash);
        }

        return caller;
    }

    private async Task<VerifiedClaims?> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        if (await _tokens.ReadAsync(token, _audience, cancellationToken) is not { TenantId: { } tenantId } claims)
        {
            return null;
        }

        var clientId = string.Equals(claims.ClientId, TokenIssuer.FirstPartyClient, StringComparison.Ordinal) ? null : claims.ClientId;
        var scopes = clientId is null ? [] : (claims.Scope ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
        if (claims.SessionId is { } sessionId)
        {
            var home = clientId is null ? claims.GetString(TokenIssuer.HomeTenantClaim) : null;
            return Guid.TryParseExact(claims.Subject, "D", out var userId)
                ? new VerifiedClaims(userId, sessionId, tenantId, home is null ? tenantId : Guid.Parse(home), clientId, scopes, Guid.Empty, claims.ExpiresAt)
                : null;
        }

        return clientId is not null && Guid.TryParseExact(claims.Jti, "D", out var tokenId)
            ? new VerifiedClaims(Guid.Empty, Guid.Empty, tenantId, tenantId, clientId, scopes, tokenId, claims.ExpiresAt)
            : null;
    }

    /// <summary>A client for itself: while it is enabled and the token is not taken back, it may what it is registered and was granted for.</summary>
    private async Task<(Caller? Caller, Guid? ClientRowId)> LoadClientAsync(VerifiedClaims claims, CancellationToken cancellationToken)
    {
        if (await _tenants.FindAsync(claims.TenantId, cancellationToken) is not { Status: TenantStatus.Active } tenant)
        {
            return default;
        }

        var scope = new RequestScope();
        scope.Enter(tenant);
        await using var context = (await _contexts.CreateDbContextAsync(cancellationToken)).Bind(scope);
        if (await FindClient(context, claims.ClientId!, claims.TokenId) is not { } row)
        {
            return default;
        }

        var actor = new Actor
        {
            Kind = ActorKind.Client,
            ClientId = claims.ClientId,
            OAuthClientId = row.Id,
            DisplayName = row.Name,
            Scopes = claims.Scopes,
            ActsFreely = false,
            Permissions = claims.Scopes.Intersect(row.Scopes, StringComparer.Ordinal).Intersect(ProviderScopes.ForClients, StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal),
            TimeZone = tenant.TimeZone,
        };
        return (new Caller(actor, tenant, tenant.Id, claims.ExpiresAt), row.Id);
    }

    private async Task<(Caller? Caller, Guid? ClientRowId)> LoadAsync(VerifiedClaims claims, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await _tenants.FindAsync(claims.TenantId, cancellationToken) is not { } tenant
            || await _tenants.FindAsync(claims.HomeTenantId, cancellationToken) is not { Status: TenantStatus.Active } home)
        {
            return default;
        }

        var isScope = home.Id != tenant.Id;
        if (!isScope && tenant.Status != TenantStatus.Active)
        {
            return default;
        }

        var read = _chains.Chains.Begin();
        var scope = new RequestScope();
        scope.Enter(home);
        await using var context = (await _contexts.CreateDbContextAsync(cancellationToken)).Bind(scope);
        if (await FindRow(context, claims.UserId, claims.SessionId, now) is not { } row)
        {
            return default;
        }

        // A session that a client's tokens descend in carries that client's tokens alone, and no other session carries any.
        var permissions = Permissions.Of(row.Roles);
        if (!string.Equals(row.ClientId, claims.ClientId, StringComparison.Ordinal) || (isScope && !permissions.Contains(Permissions.PlatformScope)))
        {
            return default;
        }

        var actsFreely = claims.ClientId is null || claims.Scopes.Contains(ProviderScopes.Everything);

        if (!isScope)
        {
            // What they do next is told to their managers.
            _chains.Chains.Keep((tenant.Id, claims.UserId), row.Managers, read);
        }

        var actor = new Actor
        {
            Kind = isScope ? ActorKind.PlatformScope : ActorKind.User,
            UserId = claims.UserId,
            SessionId = claims.SessionId,
            HomeTenantId = isScope ? home.Id : null,
            DisplayName = row.DisplayName,
            ClientId = claims.ClientId,
            OAuthClientId = row.ClientRowId,
            Scopes = claims.Scopes,
            ActsFreely = actsFreely,
            Permissions = isScope ? Permissions.InPlatformScope : actsFreely ? permissions : permissions.Intersect(claims.Scopes, StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal),
            ProvedAt = row.ProvedAt,
            TimeZone = row.TimeZone ?? tenant.TimeZone,
            TeamId = isScope ? null : row.TeamId,
            ManagerChain = isScope ? [] : row.Managers,
        };
        return (new Caller(actor, tenant, home.Id, row.ExpiresAt < claims.ExpiresAt ? row.ExpiresAt : claims.ExpiresAt), row.ClientRowId);
    }

    /// <param name="SessionId">Empty for a client's own token.</param>
    /// <param name="ClientId">Null for Satcom's own apps.</param>
    private sealed record VerifiedClaims(
        Guid UserId, Guid SessionId, Guid TenantId, Guid HomeTenantId, string? ClientId, FrozenSet<string> Scopes, Guid TokenId, DateTimeOffset ExpiresAt);

    private sealed record Entry(VerifiedClaims Claims, Caller? Caller, Guid? ClientRowId, long CheckedAt);

    private sealed class CallerRow
    {
        public required string DisplayName { get; init; }

        public required List<string> Roles { get; init; }

        public required DateTimeOffset ProvedAt { get; init; }

        public required DateTimeOffset ExpiresAt { get; init; }

        public string? TimeZone { get; init; }

        public Guid? TeamId { get; init; }

        public required Guid[] Managers { get; init; }

        public Guid? ClientRowId { get; init; }

        public string? ClientId { get; init; }
    }

    private sealed class ClientRow
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required List<string> Scopes { get; init; }
    }

    /// <summary>SHA-256 of a token's text: what the cache is keyed by, so that it holds no token.</summary>
    private readonly record struct TokenHash(Guid Upper, Guid Lower)
    {
        private const int Usual = 1024;

        public static TokenHash Of(string token)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            Span<byte> text = stackalloc byte[Usual];

            // What was verified is ASCII, and nothing else is told from it by fewer than all of its bytes.
            SHA256.HashData(Encoding.UTF8.TryGetBytes(token, text, out var length) ? text[..length] : Encoding.UTF8.GetBytes(token), hash);
            return new TokenHash(new Guid(hash[..16]), new Guid(hash[16..]));
        }
    }
}
