using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.Extensions.Logging;
using Satcom.Application.Common;
using Satcom.Infrastructure.Tenancy;

namespace Satcom.Infrastructure.Persistence;

/// <summary>How the service's contexts are set up. EF Core shares the model and what it compiles among all contexts that are set up alike, so the connection is not among it.</summary>
internal static class ContextOptions
{
    /// <remarks>The connection is said last: EF Core takes the same settings in another order for others, and the container has said the first of its own.</remarks>
    public static DbContextOptionsBuilder Apply(DbContextOptionsBuilder options) => options
        .ReplaceService<IModificationCommandBatchFactory, OneSyncCommandBatchFactory>()
        .ConfigureWarnings(warnings => warnings
            .Log(
                // Lost races are expected; the unit of work answers them and counts them.
                (CoreEventId.SaveChangesFailed, LogLevel.Debug), (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug))

            // Two collections in one statement bring each row of the one with each of the other.
            .Throw(RelationalEventId.MultipleCollectionIncludeWarning))
        .EnableThreadSafetyChecks(false)
        .UseNpgsql();

    /// <summary>Makes what EF Core needs before its first statement, and neither settings nor a database: the model, and the first query of every start.</summary>
    /// <returns>The model: the compiled one, unless a build leaves it out.</returns>
    public static async Task<IModel> MakeReadyAsync(CancellationToken cancellationToken)
    {
        var options = new DbContextOptionsBuilder<SatcomDbContext>();
        Apply(options);
        await using var context = new SatcomDbContext(options.Options).Bind(new RequestScope());

        // A query is compiled when somebody wants to go through its rows, and sent when they want the first.
        await using var rows = TenantRunner.InOrder(context).AsAsyncEnumerable().GetAsyncEnumerator(cancellationToken);
        return context.Model;
    }
}
