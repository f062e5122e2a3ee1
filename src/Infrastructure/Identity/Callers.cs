using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;
using Satcom.Infrastructure.Identity.Tokens;
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
/// From an access token to its caller. A signature is verified once; session, account and tenant are looked at again every few
/// seconds, and at once when the bus says that one of them changed.
/// </summary>
public sealed class Callers
{
    private const int GenerationSize = 10_000;
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private static readonly Func<SatcomDbContext, Guid, Guid, DateTimeOffset, Task<CallerRow?>> FindRow = EF.CompileAsyncQuery(
        (SatcomDbContext db, Guid userId, Guid sessionId, DateTimeOffset now) =>
            (from session in db.Sessions
             join user in db.Users on session.UserId equals user.Id
             join one in db.Employees on user.Id equals one.Id into employees
             from employee in employees.DefaultIfEmpty()
             where session.Id == sessionId && user.Id == userId && session.EndedAt == null && session.ExpiresAt > now && user.Status == UserStatus.Active
             select new CallerRow
             {
                 DisplayName = user.DisplayName,
                 Roles = user.Roles,
                 ProvedAt = session.StartedAt,
                 TimeZone = employee == null ? null : employee.TimeZone,
                 TeamId = employee == null ? null : employee.TeamId,
                 Managers = SatcomDbContext.ManagerChain(user.Id),
             }).SingleOrDefault());

    private readonly BoundedCache<TokenHash, Entry> _entries = new(GenerationSize);
    private readonly IDbContextFactory<SatcomDbContext> _contexts;
    private readonly SigningKeyRing _keys;
    private readonly ITenantDirectory _tenants;
    private readonly ManagerChainCache _chains;
    private readonly TimeProvider _time;
    private readonly TokenExpectations _expectations;

    internal Callers(IDbContextFactory<SatcomDbContext> contexts, SigningKeyRing keys, ITenantDirectory tenants, ManagerChainCache chains, IOptions<TokenOptions> options, TimeProvider time)
    {
        _contexts = contexts;
        _keys = keys;
        _tenants = tenants;
        _chains = chains;
        _time = time;
        _expectations = TokenExpectations.AccessToken(options.Value.Issuer, options.Value.Audience);
    }

    /// <summary>The token's caller, or null when it proves nobody.</summary>
    public ValueTask<Caller?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(token);
        if (!_entries.TryGet(hash, out var entry) || _time.GetElapsedTime(entry.CheckedAt) >= Freshness)
        {
            return FindSlowlyAsync(token, hash, entry, cancellationToken);
        }

        return ValueTask.FromResult(entry.Claims.ExpiresAt > _time.GetUtcNow() ? entry.Caller : null);
    }

    /// <summary>Looks at everything anew that has to do with the thing.</summary>
    /// <param name="kind">session, user, line or tenant.</param>
    public void Forget(string kind, Guid id) => _entries.RemoveWhere(entry => kind switch
    {
        CacheForget.Session => entry.Claims.SessionId == id,
        CacheForget.User => entry.Claims.UserId == id,
        CacheForget.Line => entry.Claims.UserId == id || entry.Caller?.Actor.ManagerChain.Contains(id) == true,
        _ => entry.Claims.TenantId == id || entry.Claims.HomeTenantId == id,
    });

    /// <summary>Looks at everybody anew, because this node may have missed messages.</summary>
    public void ForgetAll() => _entries.RemoveWhere(static _ => true);

    private async ValueTask<Caller?> FindSlowlyAsync(string token, TokenHash hash, Entry? entry, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var claims = entry?.Claims ?? await VerifyAsync(token, now, cancellationToken);
        if (claims is null || claims.ExpiresAt <= now)
        {
            return null;
        }

        var checkedAt = _time.GetTimestamp();
        var caller = await LoadAsync(claims, now, cancellationToken);
        _entries.Set(hash, new Entry(claims, caller, checkedAt));
        return caller;
    }

    private async Task<VerifiedClaims?> VerifyAsync(string token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var keys = await _keys.KeysAsync(cancellationToken);
        var result = AccessTokenValidator.Validate(token, _expectations, keys, now);
        if (result.Value is not { SessionId: { } sessionId, TenantId: { } tenantId } claims || !Guid.TryParseExact(claims.Subject, "D", out var userId))
        {
            return null;
        }

        var home = claims.GetString(TokenIssuer.HomeTenantClaim);
        return new VerifiedClaims(userId, sessionId, tenantId, home is null ? tenantId : Guid.Parse(home), claims.ExpiresAt);
    }

    private async Task<Caller?> LoadAsync(VerifiedClaims claims, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await _tenants.FindAsync(claims.TenantId, cancellationToken) is not { } tenant
            || await _tenants.FindAsync(claims.HomeTenantId, cancellationToken) is not { Status: TenantStatus.Active } home)
        {
            return null;
        }

        var isScope = home.Id != tenant.Id;
        if (!isScope && tenant.Status != TenantStatus.Active)
        {
            return null;
        }

        var loadedAt = _time.GetTimestamp();
        var scope = new RequestScope();
        scope.Enter(home);
        await using var context = (await _contexts.CreateDbContextAsync(cancellationToken)).Bind(scope);
        if (await FindRow(context, claims.UserId, claims.SessionId, now) is not { } row)
        {
            return null;
        }

        var permissions = Permissions.Of(row.Roles);
        if (isScope && !permissions.Contains(Permissions.PlatformScope))
        {
            return null;
        }

        if (!isScope)
        {
            // What they do next is told to their managers.
            _chains.Set((tenant.Id, claims.UserId), row.Managers, loadedAt);
        }

        var actor = new Actor
        {
            Kind = isScope ? ActorKind.PlatformScope : ActorKind.User,
            UserId = claims.UserId,
            SessionId = claims.SessionId,
            DisplayName = row.DisplayName,
            Permissions = isScope ? Permissions.InPlatformScope : permissions,
            ProvedAt = row.ProvedAt,
            TimeZone = row.TimeZone ?? tenant.TimeZone,
            TeamId = isScope ? null : row.TeamId,
            ManagerChain = isScope ? [] : row.Managers,
        };
        return new Caller(actor, tenant, home.Id, claims.ExpiresAt);
    }

    private sealed record VerifiedClaims(Guid UserId, Guid SessionId, Guid TenantId, Guid HomeTenantId, DateTimeOffset ExpiresAt);

    private sealed record Entry(VerifiedClaims Claims, Caller? Caller, long CheckedAt);

    private sealed class CallerRow
    {
        public required string DisplayName { get; init; }

        public required List<string> Roles { get; init; }

        public required DateTimeOffset ProvedAt { get; init; }

        public string? TimeZone { get; init; }

        public Guid? TeamId { get; init; }

        public required Guid[] Managers { get; init; }
    }

    /// <summary>SHA-256 of a token's text: what the cache is keyed by, so that it holds no token.</summary>
    private readonly record struct TokenHash(Guid Upper, Guid Lower)
    {
        public static TokenHash Of(string token)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(MemoryMarshal.AsBytes(token.AsSpan()), hash);
            return new TokenHash(new Guid(hash[..16]), new Guid(hash[16..]));
        }
    }
}
