using System.Diagnostics;
using Satcom.Application.Common;

namespace Satcom.Application.Auditing;

/// <summary>Makes the audit line of a deed that changes no audited entity, for the unit of work to commit with it.</summary>
internal static class AuditLine
{
    /// <param name="after">JSON object of what was asked for.</param>
    public static AuditEntry Of(RequestScope scope, TimeProvider time, Actor actor, string entityType, Guid? entityId, string? after = null) => new()
    {
        TenantId = scope.Tenant.Id,
        Id = time.New(),
        At = time.GetUtcNow(),
        ActorKind = actor.Kind,
        ActorId = actor.IsSignedIn ? actor.UserId : null,
        OAuthClientId = actor.OAuthClientId,
        Action = scope.AuditAction,
        EntityType = entityType,
        EntityId = entityId,
        After = after,
        Reason = scope.AuditReason,
        TraceId = Activity.Current?.TraceId.ToString(),
        RemoteAddress = scope.RemoteAddress,
    };
}
