using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Infrastructure.Auditing;
using Satcom.Infrastructure.Outbox;

namespace Satcom.Infrastructure.Persistence;

/// <summary>
/// The second lock, and what every save carries along: refuses a row of no tenant or another one, adds the audit of sensitive
/// entities, and turns the aggregates' events into outbox messages of the same transaction.
/// </summary>
internal sealed class SaveInterceptor(TimeProvider time) : SaveChangesInterceptor
{
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var context = (SatcomDbContext)eventData.Context!;
        context.ChangeTracker.DetectChanges();
        var now = time.GetUtcNow();
        List<object>? additions = null;

        foreach (var entry in context.ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Unchanged or EntityState.Detached)
            {
                // What an aggregate tells is told whether or not it keeps something of it.
                Tell(entry.Entity as IAggregate, context, now, ref additions);
                continue;
            }

            if (entry.Entity is ITenantOwned owned)
            {
                EnsureOwnTenant(entry, owned, context);
            }

            context.HasMessages |= entry.Entity is OutgoingMessage;
            if (ProfileOf(entry) is { } person)
            {
                context.Forgotten.Add(new CacheForget(CacheForget.Profile, person, context.Scope.Tenant.Id));
            }

            if (AuditDescription.Of(entry.Metadata)?.Describe(entry, context.Scope, now) is { } line && !AuditDescription.SaysNothing(line))
            {
                (additions ??= []).Add(line);
            }

            if (entry.Entity is IAggregate aggregate)
            {
                context.LastWritten = aggregate;
                Tell(aggregate, context, now, ref additions);
            }
        }

        if (additions is not null)
        {
            context.AddRange(additions);
        }

        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        throw new NotSupportedException("Only asynchronous saves are supported.");

    private static void Tell(IAggregate? aggregate, SatcomDbContext context, DateTimeOffset now, ref List<object>? additions)
    {
        foreach (var domainEvent in aggregate?.DequeueEvents() ?? [])
        {
            if (domainEvent is IForgetsCached { Forgotten: var (kind, id) })
            {
                context.Forgotten.Add(new CacheForget(kind, id, context.Scope.Tenant.Id));
            }

            var message = OutboxSerializer.ToMessage(domainEvent, context.Scope.Tenant.Id, now, Activity.Current?.Id);
            context.Lanes.Add(OutboxLane.Of(message.Type));
            (additions ??= []).Add(message);
        }
    }

    /// <summary>Whose account or employment changed; of a new account nothing can be known yet.</summary>
    private static Guid? ProfileOf(EntityEntry entry) => entry switch
    {
        { Entity: User { Id: var id }, State: EntityState.Modified } => id,
        { Entity: Employee { Id: var id } } => id,
        _ => null,
    };

    private static void EnsureOwnTenant(EntityEntry entry, ITenantOwned owned, SatcomDbContext context)
    {
        var tenant = context.Scope.Tenant.Id;
        if (owned.TenantId != tenant || (entry.State != EntityState.Added && entry.OriginalValues.GetValue<Guid>(nameof(ITenantOwned.TenantId)) != tenant))
        {
            throw new InvalidOperationException($"A {entry.Metadata.ShortName()} of another tenant was about to be written.");
        }
    }
}
