using Microsoft.EntityFrameworkCore;
using Npgsql;
using Satcom.Application.Common;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Notifications;
using Satcom.Infrastructure.Outbox;

namespace Satcom.Infrastructure.Persistence;

internal sealed class UnitOfWork(SatcomDbContext context, SessionWrites sessions, OutboxSignal outbox, MessageSignals messages, INodeBus bus) : IUnitOfWork
{
    public async Task<CommitOutcome> CommitAsync(CancellationToken cancellationToken)
    {
        context.LastWritten = null;
        context.Forgotten.Clear();
        context.Lanes.Clear();
        context.HasMessages = false;
        try
        {
            if (await (sessions.IsNeeded ? SaveWithSessionsAsync(cancellationToken) : context.SaveChangesAsync(cancellationToken)) == 0)
            {
                return CommitOutcome.Nothing;
            }
        }
        catch (DbUpdateConcurrencyException)
        {
            return new CommitOutcome(0, new CommitConflict(Constraint: null, MayPass: true));
        }
        catch (Exception e) when (DatabaseFaults.PostgresOf(e) is { } postgres && IsConflict(postgres.SqlState))
        {
            var refusesData = postgres.SqlState is PostgresErrorCodes.CheckViolation or PostgresErrorCodes.ForeignKeyViolation;
            return new CommitOutcome(0, new CommitConflict(postgres.ConstraintName, MayPass: !refusesData));
        }
        catch
        {
            // It may have been committed all the same. So what it concerns is looked at anew; connections are ended by what is certain alone.
            foreach (var forget in context.Forgotten)
            {
                bus.Publish(forget.Of switch
                {
                    CacheForget.Session => forget with { Of = CacheForget.Proof },
                    CacheForget.User => forget with { Of = CacheForget.Profile },
                    _ => forget,
                });
            }

            throw;
        }

        // Sessions that end as a set tell that beside what is tracked.
        outbox.Wake(OutboxLane.Main);
        foreach (var lane in context.Lanes)
        {
            outbox.Wake(lane);
        }

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

    public void Reset()
    {
        sessions.Forget();
        context.ChangeTracker.Clear();
    }

    /// <summary>Sessions that end as a set come after the tracked changes, whose versions they would move on.</summary>
    private async Task<int> SaveWithSessionsAsync(CancellationToken cancellationToken)
    {
        // A rehearsal has its own, and takes it back.
        await using var transaction = context.Database.CurrentTransaction is null ? await context.Database.BeginTransactionAsync(cancellationToken) : null;
        if (!await sessions.LockAsync(cancellationToken))
        {
            throw new DbUpdateConcurrencyException("What the commit depends on has changed.");
        }

        var written = await context.SaveChangesAsync(cancellationToken);
        if (await sessions.EndAsync(cancellationToken) is > 0 and var ended)
        {
            written += ended + await context.SaveChangesAsync(cancellationToken);
        }

        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        sessions.Forget();
        return written;
    }

    private static bool IsConflict(string sqlState) =>
        sqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation or PostgresErrorCodes.CheckViolation
            or PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;
}
