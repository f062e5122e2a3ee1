using Satcom.Application.Anomalies;
using Satcom.Domain.Anomalies;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Contract;

/// <summary>One of everything that a tenant's requests can name.</summary>
internal sealed record TenantThings(
    string Slug, Guid TenantId, Guid UserId, string Email, Guid DayId, Guid AnomalyId, Guid DeadLetterId, Guid DeadMessageId, Guid AuditedId, Guid ClientEventId, string Cursor, string RefreshToken, Guid SessionId, Guid DeviceId, Guid OAuthClientId, Guid ConsentId)
{
    /// <summary>An account with an employee and a session, made for these things alone: it may be changed and shut.</summary>
    public Guid SpareUserId { get; private init; }

    public Guid SpareSessionId { get; private init; }

    public Guid SpareDeviceId { get; private init; }

    public Guid TeamId { get; private init; }

    public Guid LeaveTypeId { get; private init; }

    public Guid LeavePolicyId { get; private init; }

    public Guid LeaveAssignmentId { get; private init; }

    /// <summary>Undecided, of the person whom the things are about.</summary>
    public Guid LeaveRequestId { get; private init; }

    public Guid LeaveDelegationId { get; private init; }

    /// <summary>A company made for these things alone: it may be changed and suspended.</summary>
    public Guid SpareTenantId { get; private init; }

    /// <summary>Finds or makes them in one of the demo companies.</summary>
    /// <param name="round">Another number makes another anomaly and dead letter.</param>
    public static async Task<TenantThings> OfAsync(SatcomHost host, string slug, int round = 0)
    {
        var tenantId = (Guid)(await host.SqlAsync("SELECT id FROM tenants WHERE slug = $1", slug))!;
        var email = $"employee@{slug}.test";
        var userId = (Guid)(await host.SqlAsync("SELECT id FROM users WHERE tenant_id = $1 AND email = $2", tenantId, email))!;
        var dayId = (Guid)(await host.SqlAsync("SELECT id FROM attendance_days WHERE tenant_id = $1 AND employee_id = $2 ORDER BY date LIMIT 1", tenantId, userId))!;

        var date = new DateOnly(2026, 1, 1).AddDays(round);
        var startedAt = new DateTimeOffset(date, new TimeOnly(8, 0), TimeSpan.Zero);
        await host.SendAsync(slug, new RaiseMissingCheckOutCommand(new OpenSession(userId, date, startedAt), 3600, startedAt.AddDays(1)));
        var anomalyId = (Guid)(await host.SqlAsync("SELECT id FROM anomalies WHERE tenant_id = $1 AND employee_id = $2 AND subject_date = $3", tenantId, userId, date))!;

        var deadLetterId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, attempts, available_at, last_error, dead_at)
            VALUES ($1, gen_random_uuid(), $2, 'NobodyKnows', '{}', now(), 10, now(), 'It would not go.', now()) RETURNING id
            """,
            tenantId,
            userId))!;
        var deadMessageId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO outgoing_messages (tenant_id, id, channel, template, sealed, locale, created_at, attempts, available_at, last_error, dead_at)
            VALUES ($1, gen_random_uuid(), 'mail', 'NobodyKnows', '\x00', 'en', now(), 10, now(), 'It would not go.', now()) RETURNING id
            """,
            tenantId))!;
        var clientEventId = (Guid)(await host.SqlAsync("SELECT coalesce(max(client_event_id::text)::uuid, gen_random_uuid()) FROM attendance_punches WHERE tenant_id = $1", tenantId))!;

        // Signed in anew: in a long walk the oldest session of a person who signs in often ends.
        using var staff = host.With((await host.LoginAsync($"hr@{slug}.test")).Text("accessToken"));
        var cursor = (await staff.ReadAsync("/api/v1/attendance/days?limit=1")).Text("nextCursor");
        var refreshToken = (await host.LoginAsync(email)).Text("refreshToken");
        var oauthClientId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO oauth_clients (tenant_id, id, client_id, name, kind, is_native, redirect_uris, post_logout_redirect_uris, origins, scopes, grants, resources, requires_consent, created_at)
            VALUES ($1, gen_random_uuid(), gen_random_uuid()::text, 'Payroll of ' || $2, 'confidential', false, '{}', '{}', '{}', '{audit.read}', '{client_credentials}', '{}', true, now()) RETURNING id
            """,
            tenantId,
            slug))!;
        var consentId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO consents (tenant_id, id, user_id, oauth_client_id, scopes, granted_at) VALUES ($1, gen_random_uuid(), $2, $3, '{openid}', now()) RETURNING id
            """,
            tenantId,
            userId,
            oauthClientId))!;
        var sessionId = (Guid)(await host.SqlAsync("SELECT id FROM sessions WHERE tenant_id = $1 AND user_id = $2 ORDER BY started_at DESC LIMIT 1", tenantId, userId))!;
        var deviceId = await MakeDeviceAsync(host, tenantId, userId);
        var leave = await LeaveThings.MakeAsync(host, slug, tenantId, userId);
        var spare = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());
        return new TenantThings(slug, tenantId, userId, email, dayId, anomalyId, deadLetterId, deadMessageId, userId, clientEventId, cursor, refreshToken, sessionId, deviceId, oauthClientId, consentId)
        {
            SpareUserId = spare,
            LeaveTypeId = leave.TypeId,
            LeavePolicyId = leave.PolicyId,
            LeaveAssignmentId = leave.AssignmentId,
            LeaveRequestId = leave.RequestId,
            LeaveDelegationId = leave.DelegationId,
            SpareSessionId = await MakeSpareAsync(host, slug, tenantId, spare),
            SpareDeviceId = await MakeDeviceAsync(host, tenantId, spare),
            TeamId = (Guid)(await host.SqlAsync("SELECT id FROM teams WHERE tenant_id = $1 LIMIT 1", tenantId))!,
            SpareTenantId = (Guid)(await host.SqlAsync(
                """
                INSERT INTO tenants (id, slug, name, locale, time_zone, status, created_at, settings)
                SELECT gen_random_uuid(), 's' || replace($1::text, '-', ''), 'Spare', locale, time_zone, status, now(), settings FROM tenants WHERE slug = 'globex' RETURNING id
                """,
                spare))!,
        };
    }

    private static async Task<Guid> MakeDeviceAsync(SatcomHost host, Guid tenantId, Guid userId) =>
        (Guid)(await host.SqlAsync(
            """
            INSERT INTO trusted_devices (tenant_id, id, user_id, token_hash, name, platform, trusted_at, last_used_at, expires_at)
            VALUES ($1, gen_random_uuid(), $2, sha256(gen_random_uuid()::text::bytea), 'Phone', 'ios', now(), now(), now() + interval '90 days') RETURNING id
            """,
            tenantId,
            userId))!;

    private static async Task<Guid> MakeSpareAsync(SatcomHost host, string slug, Guid tenantId, Guid id)
    {
        await host.SqlAsync(
            """
            INSERT INTO users (tenant_id, id, email, normalized_email, display_name, status, roles, created_at)
            VALUES ($1, $2, $2 || '@' || $3 || '.test', upper($2 || '@' || $3 || '.test'), 'Spare person', 'active', '{employee}', now())
            """,
            tenantId,
            id,
            slug);
        await host.SqlAsync("INSERT INTO employees (tenant_id, id, employee_code, designation, time_zone) VALUES ($1, $2, left($2::text, 32), 'Stand-in', 'Asia/Dubai')", tenantId, id);
        return (Guid)(await host.SqlAsync(
            """
            INSERT INTO sessions (tenant_id, id, user_id, device_name, platform, started_at, last_used_at, expires_at)
            VALUES ($1, gen_random_uuid(), $2, 'Spare phone', 'test', now(), now(), now() + interval '1 day') RETURNING id
            """,
            tenantId,
            id))!;
    }
}
