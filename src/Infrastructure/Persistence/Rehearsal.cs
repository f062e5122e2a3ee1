using Satcom.Application.Common;

namespace Satcom.Infrastructure.Persistence;

internal sealed class Rehearsal(SatcomDbContext context, RequestScope scope) : IRehearsal
{
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // A save that the database refuses must leave the transaction alive for the run after it.
        context.Database.AutoSavepointsEnabled = true;
        scope.IsRehearsal = true;
        try
        {
            return await work();
        }
        finally
        {
            scope.IsRehearsal = false;
            context.Database.AutoSavepointsEnabled = false;
            context.ChangeTracker.Clear();
            await transaction.RollbackAsync(CancellationToken.None);
        }
    }
}
