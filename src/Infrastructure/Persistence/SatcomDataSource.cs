using Npgsql;

namespace Satcom.Infrastructure.Persistence;

/// <summary>The pool of connections of the application role.</summary>
internal static class SatcomDataSource
{
    public static NpgsqlDataSource Create(DatabaseOptions options)
    {
        var builder = new NpgsqlDataSourceBuilder(options.ConnectionString);
        var settings = builder.ConnectionStringBuilder;
        settings.MaxPoolSize = options.MaxPoolSize;

        // Nothing in Satcom sets anything for a session, only for a transaction (ADR-004), so there is nothing to reset;
        // prepared statements live on with the connection.
        settings.NoResetOnClose = true;
        settings.MaxAutoPrepare = 200;
        settings.AutoPrepareMinUsages = 2;
        settings.ApplicationName = "satcom";
        settings.IncludeErrorDetail = false;
        settings.Timeout = 3;
        settings.CommandTimeout = 10;
        return builder.Build();
    }
}
