using Npgsql;

namespace Satcom.Infrastructure.Persistence;

/// <summary>Where the database is, and as whom the service speaks to it.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Satcom:Database";

    /// <summary>The application role's connection: it owns nothing and cannot bypass row security.</summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>The most connections that one node opens.</summary>
    public int MaxPoolSize { get; set; } = 60;

    /// <summary>What is wrong with the settings, or null.</summary>
    internal string? Fault()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            return $"{Section}:ConnectionString is missing: give the application role's PostgreSQL connection string.";
        }

        try
        {
            var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
            if (builder.Multiplexing || builder.NoResetOnClose)
            {
                return $"{Section}:ConnectionString must set neither Multiplexing nor No Reset On Close: how connections are reused decides tenant isolation, so the service sets it itself.";
            }
        }
        catch (ArgumentException e)
        {
            return $"{Section}:ConnectionString cannot be read: {e.Message}";
        }

        return MaxPoolSize is < 5 or > 1000 ? $"{Section}:MaxPoolSize must lie in 5..1000." : null;
    }
}
