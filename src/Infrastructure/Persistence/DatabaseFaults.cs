using System.Net.Sockets;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Satcom.Infrastructure.Persistence;

/// <summary>Tells a database that cannot be reached just now from a fault of our own.</summary>
public static class DatabaseFaults
{
    /// <summary>Wrappers seldom nest deeper; the bound keeps a circular chain from holding the request.</summary>
    private const int MaxDepth = 8;

    /// <summary>What PostgreSQL said, however often it was wrapped: EF Core and Npgsql each put a lost race into an exception of their own.</summary>
    public static PostgresException? PostgresOf(Exception exception)
    {
        var current = exception;
        for (var depth = 0; current is not null && depth < MaxDepth; depth++, current = current.InnerException)
        {
            if (current is PostgresException postgres)
            {
                return postgres;
            }
        }

        return null;
    }

    /// <summary>True when trying again a little later can succeed.</summary>
    public static bool IsDatabaseUnavailable(Exception exception)
    {
        var current = exception;
        for (var depth = 0; current is not null && depth < MaxDepth; depth++, current = current.InnerException)
        {
            switch (current)
            {
                case PostgresException postgres:
                    return IsUnavailable(postgres.SqlState);
                case NpgsqlException { IsTransient: true } or SocketException or RetryLimitExceededException:
                    return true;
                case NpgsqlException { InnerException: IOException or TimeoutException }:
                    return true;
                case ObjectDisposedException:
                    return false;
            }
        }

        return false;
    }

    /// <summary>
    /// A statement that was cancelled though its caller still waits (57014): by a timeout, an operator, or a cancellation that was meant for the connection's last caller
    /// and came late. Shutdown and crash of the server (57P01, 57P02, 57P03), resources that are used up, such as connections, locks and disk (class 53), every connection failure (class 08):
    /// https://www.postgresql.org/docs/current/errcodes-appendix.html.
    /// </summary>
    private static bool IsUnavailable(string sqlState) =>
        sqlState is "57014" or "57P01" or "57P02" or "57P03" or "57P05" || sqlState.StartsWith("53", StringComparison.Ordinal) || sqlState.StartsWith("08", StringComparison.Ordinal);
}
