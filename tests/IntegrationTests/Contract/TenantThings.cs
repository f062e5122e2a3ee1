using Satcom.Application.Anomalies;
using Satcom.Domain.Anomalies;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Contract;

/// <summary>One of everything that a tenant's requests can name.</summary>
internal sealed record TenantThings(
    string Slug, Guid TenantId, Guid UserId, string Email, Guid DayId, Guid AnomalyId, Guid DeadLetterId, Guid DeadMessageId, Guid AuditedId, Guid ClientEventId, string Cursor, string RefreshToken, Guid SessionId, Guid DeviceId)
{
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

        using var staff = await host.AsAsync($"hr@{slug}.test");
        var cursor = (await staff.ReadAsync("/api/v1/attendance/days?limit=1")).Text("nextCursor");
        var refreshToken = (await host.LoginAsync(email)).Text("refreshToken");
        var sessionId = (Guid)(await host.SqlAsync("SELECT id FROM sessions WHERE tenant_id = $1 AND user_id = $2 ORDER BY started_at DESC LIMIT 1", tenantId, userId))!;
        var deviceId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO trusted_devices (tenant_id, id, user_id, token_hash, name, platform, trusted_at, last_used_at, expires_at)
            VALUES ($1, gen_random_uuid(), $2, sha256(gen_random_uuid()::text::bytea), 'Phone', 'ios', now(), now(), now() + interval '90 days') RETURNING id
            """,
            tenantId,
            userId))!;
        return new TenantThings(slug, tenantId, userId, email, dayId, anomalyId, deadLetterId, deadMessageId, userId, clientEventId, cursor, refreshToken, sessionId, deviceId);
    }
}
