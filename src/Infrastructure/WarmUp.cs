using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Infrastructure.Idempotency;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure;

/// <summary>
/// Runs what people wait for once before the service listens, so that the first of them does not pay for compilers and for empty
/// caches. Nothing stays of it: the reads find nobody's rows, and the write is rolled back.
/// </summary>
internal sealed class WarmUp(ITenantRunner runner, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Without a company there is nobody to wait.
        if (await runner.ActiveTenantsAsync(cancellationToken) is not [var tenant, ..])
        {
            return;
        }

        // The service itself is no employee: it has no open session, and no day.
        await Task.WhenAll(
            Task.Run(() => runner.SendAsync(tenant, new CheckOutCommand(OccurredAt: null, Location: null, Note: null, ClientEventId: null), cancellationToken), cancellationToken),
            Task.Run(() => runner.SendAsync(tenant, new GetTodayQuery(), cancellationToken), cancellationToken),
            Task.Run(() => runner.SendAsync(tenant, new ListDaysQuery { UserId = Guid.Empty }, cancellationToken), cancellationToken),
            Task.Run(() => runner.RunAsync(tenant, (services, token) => WriteAndRollBackAsync(services.GetRequiredService<SatcomDbContext>(), token), cancellationToken), cancellationToken));
    }

    private async Task WriteAndRollBackAsync(SatcomDbContext db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var tenantId = db.CurrentTenantId;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.Add(new IdempotencyRecord { TenantId = tenantId, UserId = Guid.Empty, Key = nameof(WarmUp), RequestHash = [], CreatedAt = now });
        db.Add(new AuditEntry { TenantId = tenantId, Id = time.New(), At = now, ActorKind = ActorKind.System, Action = nameof(WarmUp), EntityType = nameof(WarmUp) });
        db.Add(new OutboxMessage
        {
            TenantId = tenantId,
            Id = time.New(),
            AggregateId = Guid.Empty,
            Type = nameof(WarmUp),
            Payload = "{}",
            OccurredAt = now,
            AvailableAt = now,
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
