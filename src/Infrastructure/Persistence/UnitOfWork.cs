using Microsoft.EntityFrameworkCore;
using Npgsql;
using Satcom.Application.Common;
using Satcom.Infrastructure.Notifications;
using Satcom.Infrastructure.Outbox;

namespace Satcom.Infrastructure.Persistence;

internal sealed class UnitOfWork(SatcomDbContext context, OutboxSignal outbox, MessageSignals messages, INodeBus bus) : IUnitOfWork
{
    public async Task<CommitOutcome> CommitAsync(CancellationToken cancellationToken)
    {
        context.LastWritten = null;
        context.Forgotten.Clear();
        context.HasMessages = false;
        try
        {
            if (await context.SaveChangesAsync(cancellationToken) == 0)
            {
                return CommitOutcome.Nothing;
            }
        }
        catch (DbUpdateConcurrencyException)
        {
            return new CommitOutcome(0, new CommitConflict(Constraint: null, MayPass: true));
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: var state } postgres && IsConflict(state))
        {
            var refusesData = state is PostgresErrorCodes.CheckViolation or PostgresErrorCodes.ForeignKeyViolation;
            return new CommitOutcome(0, new CommitConflict(postgres.ConstraintName, MayPass: !refusesData));
        }

        outbox.Wake();
        if (context.HasMessages)
        {
            messages.Wake();
        }

        // An ended session is final, so it is told before what only asks to come back.
        foreach (var forget in context.Forgotten.OrderBy(f => f.Of is CacheForget.Session ? 0 : 1))
        {
            bus.Publish(forget);
        }

        return new CommitOutcome(context.LastWritten?.Version ?? 0, null);
    }

    public void Reset() => context.ChangeTracker.Clear();

    private static bool IsConflict(string sqlState) =>
        sqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation or PostgresErrorCodes.CheckViolation
            or PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;
}
