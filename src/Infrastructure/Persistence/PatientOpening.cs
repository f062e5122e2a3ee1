using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Satcom.Infrastructure.Persistence;

/// <summary>
/// Opens connections, once more when the server let the first attempt wait too long: a busy machine is late with a new connection at
/// times, and nothing has been sent yet that could happen twice. Who finds the pool exhausted is answered at once.
/// </summary>
internal sealed class PatientOpening : DbConnectionInterceptor
{
    /// <inheritdoc/>
    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        try
        {
            connection.Open();
        }
        catch (NpgsqlException e) when (IsLate(e))
        {
            connection.Open();
        }

        return InterceptionResult.Suppress();
    }

    /// <inheritdoc/>
    public override async ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        try
        {
            await connection.OpenAsync(cancellationToken);
        }
        catch (NpgsqlException e) when (IsLate(e))
        {
            await connection.OpenAsync(cancellationToken);
        }

        return InterceptionResult.Suppress();
    }

    // Npgsql tells an exhausted pool from a late server in words alone.
    private static bool IsLate(NpgsqlException e) => e.InnerException is TimeoutException && !e.Message.Contains("pool has been exhausted", StringComparison.Ordinal);
}
