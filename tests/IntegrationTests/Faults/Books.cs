using Npgsql;

namespace Satcom.IntegrationTests.Faults;

/// <summary>Reads the database past every lock, and says what of it does not add up.</summary>
internal sealed class Books(string superConnectionString)
{
    private const string HalfWritten =
        """
        SELECT 'day without a punch ' || d.id FROM attendance_days d
        WHERE NOT EXISTS (SELECT FROM attendance_punches p WHERE p.tenant_id = d.tenant_id AND p.day_id = d.id)
        UNION ALL
        SELECT 'taps and audit lines differ on day ' || p.day_id FROM attendance_punches p WHERE p.received_at > now() - interval '5 minutes'
        GROUP BY p.tenant_id, p.day_id
        HAVING count(*) <> (SELECT count(*) FROM audit_entries a WHERE a.tenant_id = p.tenant_id AND a.entity_id = p.day_id AND a.at > now() - interval '5 minutes')
        UNION ALL
        SELECT 'sequence with a hole in day ' || day_id FROM attendance_punches GROUP BY tenant_id, day_id HAVING max(sequence) <> count(*)
        UNION ALL
        SELECT 'open sessions of ' || employee_id FROM attendance_days WHERE session_started_at IS NOT NULL GROUP BY tenant_id, employee_id HAVING count(*) > 1
        """;

    public async Task<T> ValueAsync<T>(string sql, params object[] values) => (T)(await RowsAsync(sql, values))[0];

    public async Task<List<object>> RowsAsync(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(superConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        var rows = new List<object>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetValue(0));
        }

        return rows;
    }

    public Task<List<object>> HalfWrittenAsync() => RowsAsync(HalfWritten);

    /// <summary>How many taps a person made since the books were opened.</summary>
    public Task<long> TapsOfAsync(string email) => ValueAsync<long>(
        """
        SELECT count(*) FROM attendance_punches p JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.employee_id
        WHERE u.email = $1 AND p.kind IN ('checkIn', 'checkOut') AND p.received_at > now() - interval '5 minutes'
        """,
        email);

    /// <summary>Holds every writer to its books: nothing acknowledged is lost, nothing is there twice.</summary>
    public async Task ShouldBalanceAsync(IEnumerable<Writer> writers)
    {
        foreach (var writer in writers)
        {
            writer.Faults.ShouldBeEmpty();
            (await TapsOfAsync(writer.Email)).ShouldBe(writer.Acknowledged, writer.Email);
            (await ValueAsync<long>("SELECT count(*) FROM idempotency_records WHERE key LIKE $1", writer.Email + "-%")).ShouldBe(writer.Acknowledged);
        }

        (await HalfWrittenAsync()).ShouldBeEmpty();
    }
}
