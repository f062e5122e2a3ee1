using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Auditing;

internal sealed class AuditTrail(IDbContextFactory<SatcomDbContext> contexts, RequestScope scope, TimeProvider time) : IAuditTrail
{
    private readonly HashSet<(string Action, string EntityType, Guid? EntityId, string? Reason)> _written = [];

    public async Task RecordAsync(string action, string entityType, Guid? entityId, CancellationToken cancellationToken)
    {
        // A handler that runs again because it lost a race meets the same refusal: it is one deed.
        if (!scope.HasTenant || scope.IsRehearsal || (!_written.Add((action, entityType, entityId, scope.AuditReason)) && scope.Attempt > 0))
        {
            return;
        }

        var now = time.GetUtcNow();
        await using var context = (await contexts.CreateDbContextAsync(cancellationToken)).Bind(scope);
        context.AuditEntries.Add(new AuditEntry
        {
            TenantId = scope.Tenant.Id,
            Id = Guid.CreateVersion7(now),
            At = now,
            ActorKind = scope.Actor.Kind,
            ActorId = scope.Actor.IsSignedIn ? scope.Actor.UserId : null,
            OAuthClientId = scope.Actor.OAuthClientId,
            Action = action,
            EntityType = entityType,
            EntityId = entityId,
            Reason = scope.AuditReason,
            TraceId = Activity.Current?.TraceId.ToHexString(),
            RemoteAddress = scope.RemoteAddress,
        });
        await context.SaveChangesAsync(cancellationToken);
    }
}
