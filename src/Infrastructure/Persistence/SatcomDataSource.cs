using Npgsql;

namespace Satcom.Infrastructure.Persistence;

/// <summary>The pool of connections of the application role.</summary>
internal static class SatcomDataSource
{
    public static NpgsqlDataSource Create(DatabaseOptions options)
    {
        // Only the types that the schema has: the driver's maps of all others take a part of every start. They are PostgreSQL's own,
        // which the driver knows without reading the server's catalogue of types.
        var builder = new NpgsqlSlimDataSourceBuilder(options.ConnectionString)
            .EnableTransportSecurity().EnableArrays().EnableRanges().EnableMultiranges().ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        var settings = builder.ConnectionStringBuilder;
        settings.MaxPoolSize = options.MaxPoolSize;

        // Nothing in Satcom sets anything for a session, only for a transaction (ADR-004), so there is nothing to reset;
        // prepared statements live on with the connection.
        settings.NoResetOnClose = true;
        settings.MaxAutoPrepare = 200;
        settings.AutoPrepareMinUsages = 2;
        settings.ApplicationName = "satcom";
        settings.IncludeErrorDetail = false;

        // Whoever waits for an answer gets one: a second for a connection, from the pool or from the server, and five for a statement.
        settings.Timeout = 1;
        settings.CommandTimeout = 5;
        return builder.Build();
    }
}
