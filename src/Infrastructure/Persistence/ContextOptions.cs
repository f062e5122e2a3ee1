using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.Extensions.Logging;
using Satcom.Application.Common;

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

    /// <summary>Makes the model, the longest single part of a start; it needs neither settings nor a database.</summary>
    public static IModel MakeModel()
    {
        var options = new DbContextOptionsBuilder<SatcomDbContext>();
        Apply(options);
        using var context = new SatcomDbContext(options.Options).Bind(new RequestScope());
        return context.Model;
    }
}
