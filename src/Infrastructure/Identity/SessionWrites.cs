using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Identity;
using Satcom.Infrastructure.Outbox;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Identity;

/// <summary>One per scope. The account's row is the lock: every start and every end of a person's sessions takes it first.</summary>
internal sealed class SessionWrites(SatcomDbContext context, TimeProvider time) : ISessionWrites
{
    private const string AnyVersion = "";

    private readonly SortedDictionary<Guid, string> _users = [];
    private readonly List<Guid> _mustLive = [];
    private readonly List<Session> _started = [];
    private readonly List<SessionsToEnd> _ends = [];
    private readonly List<SessionsToEnd> _settled = [];

    /// <summary>True when the commit needs a transaction of several steps.</summary>
    public bool IsNeeded => _users.Count > 0;

    public void DependOn(Guid userId, uint version) => _users[userId] = version.ToString(CultureInfo.InvariantCulture);

    public void DependOnLive(Guid userId, Guid sessionId)
    {
        _users.TryAdd(userId, AnyVersion);
        _mustLive.Add(sessionId);
    }

    public void Start(Session session, uint version)
    {
        DependOn(session.UserId, version);
        _started.Add(session);
    }

    public void End(SessionsToEnd sessions)
    {
        _users.TryAdd(sessions.UserId, AnyVersion);
        _ends.Add(sessions);
    }

    public void SettleChallenges(Guid userId, SessionEnd reason, DateTimeOffset at)
    {
        _users.TryAdd(userId, AnyVersion);
        _settled.Add(new SessionsToEnd(userId, reason, at));
    }

    public void Forget()
    {
        _users.Clear();
        _mustLive.Clear();
        _started.Clear();
        _ends.Clear();
        _settled.Clear();
    }

    /// <summary>Takes the locks. Each look is a statement of its own, so that it sees what those before it in the queue have committed.</summary>
    /// <returns>False when something that the commit depends on is no longer so.</returns>
    public async Task<bool> LockAsync(CancellationToken cancellationToken)
    {
        var tenant = context.CurrentTenantId;
        foreach (var (user, version) in _users)
        {
            // Not FOR UPDATE: rows that refer to the account may be written meanwhile.
            var isAsRead = await context.Database.SqlQuery<bool>(
                $"SELECT {version} = '' OR xmin::text = {version} AS \"Value\" FROM users WHERE tenant_id = {tenant} AND id = {user} FOR NO KEY UPDATE").ToListAsync(cancellationToken);
            if (isAsRead is not [true])
            {
                return false;
            }
        }

        foreach (var session in _mustLive)
        {
            var isLive = await context.Database.SqlQuery<bool>(
                $"SELECT true AS \"Value\" FROM sessions WHERE tenant_id = {tenant} AND id = {session} AND ended_at IS NULL FOR SHARE").ToListAsync(cancellationToken);
            if (isLive is not [true])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Ends what is to end, and adds its events and audit to the context.</summary>
    /// <returns>How many rows it wrote.</returns>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        var written = 0;
        foreach (var which in _ends)
        {
            var ended = await RunAsync(SessionSql.End(which), which, cancellationToken);
            var (authorizations, challenges) = (0, 0);
            if (which.AreAll)
            {
                authorizations = (await RunAsync(SessionSql.DenyDevices, which, cancellationToken)).Count;
                challenges = (await RunAsync(SessionSql.SettleChallenges, which, cancellationToken)).Count;
            }
            else if (which.OAuthClientId is not null)
            {
                authorizations = (await RunAsync(SessionSql.DenyClientDevices, which, cancellationToken)).Count;
                authorizations += (await RunAsync(SessionSql.SpendCodes, which, cancellationToken)).Count;
            }

            Tell(which, ended, authorizations, challenges);
            written += ended.Count + authorizations + challenges;
        }

        foreach (var which in _settled)
        {
            var challenges = (await RunAsync(SessionSql.SettleChallenges, which, cancellationToken)).Count;
            Tell(which, [], authorizations: 0, challenges);
            written += challenges;
        }

        foreach (var session in _started)
        {
            var which = new SessionsToEnd(session.UserId, SessionEnd.Revoked, session.StartedAt) { Except = session.Id };
            var ended = await RunAsync(SessionSql.MakeRoom, which, cancellationToken);
            Tell(which, ended, authorizations: 0, challenges: 0);
            written += ended.Count;
        }

        return written;
    }

    private Task<List<Guid>> RunAsync(string sql, SessionsToEnd which, CancellationToken cancellationToken) =>
        context.Database.SqlQueryRaw<Guid>(sql, SessionSql.Parameters(sql, context.CurrentTenantId, which)).ToListAsync(cancellationToken);

    private void Tell(SessionsToEnd which, List<Guid> ended, int authorizations, int challenges)
    {
        var now = time.GetUtcNow();
        foreach (var id in ended)
        {
            var happened = new SessionEnded(id, which.UserId);
            context.Add(OutboxSerializer.ToMessage(happened, context.CurrentTenantId, now, Activity.Current?.Id));
            context.Forgotten.Add(new CacheForget(CacheForget.Session, id, context.CurrentTenantId));
        }

        var named = which.Named is { } name && ended.Contains(name) ? 1 : 0;
        var reason = JsonNamingPolicy.CamelCase.ConvertName(which.Reason.ToString());
        if (named == 1)
        {
            var before = JsonSerializer.Serialize(new { endedAt = (DateTime?)null, endReason = (string?)null });
            context.Add(Line("session", which.Named, before, JsonSerializer.Serialize(new { endedAt = which.At.UtcDateTime, endReason = reason }), now));
        }

        if (ended.Count - named + authorizations + challenges > 0)
        {
            var after = new Dictionary<string, object>(StringComparer.Ordinal) { ["endedSessions"] = ended.Count - named, ["endReason"] = reason };
            if (authorizations > 0)
            {
                after["endedAuthorizations"] = authorizations;
            }

            if (challenges > 0)
            {
                after["endedChallenges"] = challenges;
            }

            context.Add(Line("user", which.UserId, before: null, JsonSerializer.Serialize(after), now));
        }
    }

    private AuditEntry Line(string entityType, Guid? entityId, string? before, string after, DateTimeOffset now)
    {
        var scope = context.Scope;
        return new AuditEntry
        {
            TenantId = scope.Tenant.Id,
            Id = Guid.CreateVersion7(now),
            At = now,
            ActorKind = scope.Actor.Kind,
            ActorId = scope.Actor.IsSignedIn ? scope.Actor.UserId : null,
            OAuthClientId = scope.Actor.OAuthClientId,
            Action = scope.AuditAction,
            EntityType = entityType,
            EntityId = entityId,
            Before = before,
            After = after,
            Reason = scope.AuditReason,
            TraceId = Activity.Current?.TraceId.ToHexString(),
            RemoteAddress = scope.RemoteAddress,
        };
    }
}

/// <summary>The statements by which sessions end as sets. Each answers the ids of what it changed.</summary>
internal static class SessionSql
{
    /// <summary>Approvals of waiting devices, which too would become sessions: their codes count as used.</summary>
    public const string DenyDevices =
        """
        UPDATE device_authorizations SET status = 'redeemed' WHERE tenant_id = @tenant AND user_id = @user AND status = 'approved' AND expires_at > @at RETURNING id AS "Value"
        """;

    /// <inheritdoc cref="DenyDevices"/>
    public const string DenyClientDevices =
        """
        UPDATE device_authorizations SET status = 'redeemed'
        WHERE tenant_id = @tenant AND user_id = @user AND oauth_client_id = @client AND status = 'approved' AND expires_at > @at RETURNING id AS "Value"
        """;

    public const string SpendCodes =
        """
        UPDATE authorization_codes SET spent_at = @at
        WHERE tenant_id = @tenant AND user_id = @user AND oauth_client_id = @client AND spent_at IS NULL AND expires_at > @at RETURNING id AS "Value"
        """;

    /// <summary>Sign-ins that wait for their code, which would be sessions a moment later.</summary>
    public const string SettleChallenges =
        """
        UPDATE device_challenges SET settled_at = @at WHERE tenant_id = @tenant AND user_id = @user AND settled_at IS NULL RETURNING id AS "Value"
        """;

    /// <summary>
    /// First what a program holds without being able to refresh it, then what a program holds at all, then the person's own; of each what was used longest ago. Besides,
    /// one program has so many of one person's and no more: none gets there by being asked for often.
    /// </summary>
    public const string MakeRoom =
        """
        UPDATE sessions s SET ended_at = @at, end_reason = @reason
        WHERE s.tenant_id = @tenant AND s.user_id = @user AND s.ended_at IS NULL AND s.id IN (
            SELECT ranked.id FROM (
                SELECT o.id, g.oauth_client_id,
                    row_number() OVER (ORDER BY o.id = @except DESC, g.session_id IS NULL DESC, coalesce(@offline = ANY (g.scopes), false) DESC, o.last_used_at DESC, o.id DESC) AS place,
                    row_number() OVER (PARTITION BY g.oauth_client_id ORDER BY o.id = @except DESC, @offline = ANY (g.scopes) DESC, o.last_used_at DESC, o.id DESC) AS place_of_client
                FROM sessions o LEFT JOIN oauth_grants g ON g.tenant_id = o.tenant_id AND g.session_id = o.id
                WHERE o.tenant_id = @tenant AND o.user_id = @user AND o.ended_at IS NULL AND o.expires_at > @at) ranked
            WHERE ranked.place > @most OR (ranked.oauth_client_id IS NOT NULL AND ranked.place_of_client > @most_of_client))
        RETURNING s.id AS "Value"
        """;

    private const string Granted = "s.id IN (SELECT g.session_id FROM oauth_grants g WHERE g.tenant_id = @tenant AND ";

    public static string End(SessionsToEnd which)
    {
        var roots = which switch
        {
            { Named: not null } => "= @named",
            { DeviceId: not null } => "IN (SELECT d.id FROM sessions d WHERE d.tenant_id = @tenant AND d.user_id = @user AND d.device_id = @device)",
            { OnDevices: true } => "IN (SELECT d.id FROM sessions d WHERE d.tenant_id = @tenant AND d.user_id = @user AND d.device_id IS NOT NULL)",
            _ => null,
        };
        var grants = which.Grants switch
        {
            GrantsToEnd.All => string.Empty,
            GrantsToEnd.ForTheStay => " AND NOT @offline = ANY (g.scopes)",
            _ => " AND false",
        };
        var meant = roots is not null ? $" AND (s.id {roots} OR {Granted}g.parent_session_id {roots}{grants}))"
            : which.OAuthClientId is not null ? $" AND {Granted}g.oauth_client_id = @client)"
            : string.Empty;
        return $"""
            UPDATE sessions s SET ended_at = @at, end_reason = @reason
            WHERE s.tenant_id = @tenant AND s.user_id = @user AND s.ended_at IS NULL{(which.Except is null ? string.Empty : " AND s.id <> @except")}{meant}
            RETURNING s.id AS "Value"
            """;
    }

    /// <summary>Those parameters that the statement names.</summary>
    public static object[] Parameters(string sql, Guid tenantId, SessionsToEnd which) =>
    [
        .. new NpgsqlParameter[]
        {
            new NpgsqlParameter<Guid>("tenant", tenantId),
            new NpgsqlParameter<Guid>("user", which.UserId),
            new NpgsqlParameter<DateTimeOffset>("at", which.At),
            new NpgsqlParameter<string>("reason", JsonNamingPolicy.CamelCase.ConvertName(which.Reason.ToString())),
            new NpgsqlParameter<Guid>("named", which.Named.GetValueOrDefault()),
            new NpgsqlParameter<Guid>("device", which.DeviceId.GetValueOrDefault()),
            new NpgsqlParameter<Guid>("client", which.OAuthClientId.GetValueOrDefault()),
            new NpgsqlParameter<Guid>("except", which.Except.GetValueOrDefault()),
            new NpgsqlParameter<string>("offline", ProviderScopes.OfflineAccess),
            new NpgsqlParameter<int>("most", Session.MaxLivePerUser),
            new NpgsqlParameter<int>("most_of_client", Session.MaxLivePerClient),
        }.Where(p => sql.Contains('@' + p.ParameterName, StringComparison.Ordinal)),
    ];
}
