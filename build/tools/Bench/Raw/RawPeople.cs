using System.Collections.Concurrent;
using Npgsql;

namespace Satcom.Bench.Raw;

/// <summary>What the raw peer remembers of a person, as the service does: looked up once.</summary>
internal sealed record RawPerson(string DisplayName, TimeOnly? ShiftStarts, TimeOnly? ShiftEnds)
{
    private const int LunchSeconds = 3600;
    private const int GraceSeconds = 300;

    /// <summary>What is planned for a date, and how late somebody is who comes at that local time.</summary>
    public (int Scheduled, int Late) Judge(TimeOnly local)
    {
        if (ShiftStarts is not { } from || ShiftEnds is not { } to)
        {
            return (0, 0);
        }

        var late = local <= from ? 0 : (int)((local < to ? local : to) - from).TotalSeconds;
        return ((int)(to - from).TotalSeconds - LunchSeconds, late > GraceSeconds ? late : 0);
    }
}

/// <summary>The people that the raw peer has met.</summary>
internal sealed class RawPeople(NpgsqlDataSource database)
{
    private readonly ConcurrentDictionary<Guid, RawPerson> _met = new();

    public async ValueTask<RawPerson?> FindAsync(Guid tenant, Guid user, CancellationToken cancellationToken)
    {
        if (_met.TryGetValue(user, out var known))
        {
            return known;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(RawSql.SetTenant) { Parameters = { new NpgsqlParameter<string> { TypedValue = tenant.ToString() } } },
                new NpgsqlBatchCommand(RawSql.FindPerson) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = tenant }, new NpgsqlParameter<Guid> { TypedValue = user } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        TimeOnly? Time(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<TimeOnly>(ordinal);
        return _met[user] = new RawPerson(reader.GetString(0), Time(1), Time(2));
    }
}
