using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Npgsql;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Provider;

/// <summary>What somebody reads who has stolen a copy of the database: every text, JSON and byte string of every table.</summary>
/// <param name="Texts">Texts, and the texts within JSON, with the column that they stand in.</param>
/// <param name="Bytes">Byte strings, with the column that they stand in.</param>
internal sealed record Dump(IReadOnlyList<(string Place, string Text)> Texts, IReadOnlyList<(string Place, byte[] Bytes)> Bytes)
{
    private const string Columns =
        """
        SELECT c.table_name, c.column_name, c.udt_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2
        """;

    /// <summary>Types that hold nothing that could be a credential.</summary>
    private static readonly HashSet<string> Plain =
        new(["bool", "int2", "int4", "_int4", "int8", "float8", "_float8", "numeric", "uuid", "_uuid", "date", "time", "timestamptz", "_timestamptz", "interval", "tstzrange", "tstzmultirange"], StringComparer.Ordinal);

    private static readonly HashSet<string> Textual = new(["text", "varchar", "bpchar", "_text", "_varchar", "json", "jsonb"], StringComparer.Ordinal);

    public static async Task<Dump> ReadAsync(SatcomHost host)
    {
        await using var connection = new NpgsqlConnection(await TestPostgres.SuperAsync(host.Database));
        await connection.OpenAsync();
        var columns = new List<(string Table, string Column, string Type)>();
        await using (var command = new NpgsqlCommand(Columns, connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                columns.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
            }
        }

        var (texts, bytes) = (new List<(string, string)>(), new List<(string, byte[])>());
        foreach (var (table, column, type) in columns.Where(c => !Plain.Contains(c.Type)))
        {
            var place = $"{table}.{column}";
            (Textual.Contains(type) || type is "bytea").ShouldBeTrue($"{place} is of the type {type}, which this test does not know.");
            await using var command = new NpgsqlCommand($"SELECT DISTINCT \"{column}\"{(type is "bytea" ? string.Empty : "::text")} FROM \"{table}\" WHERE \"{column}\" IS NOT NULL", connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                if (type is "bytea")
                {
                    bytes.Add((place, (byte[])reader[0]));
                }
                else
                {
                    texts.Add((place, reader.GetString(0)));
                    texts.AddRange(Leaves(reader.GetString(0)).Select(leaf => (place, leaf)));
                }
            }
        }

        return new Dump(texts, bytes);
    }

    /// <summary>Where a secret stands, as it is or in another spelling.</summary>
    public IEnumerable<string> PlacesOf(string secret)
    {
        var ascii = Encoding.UTF8.GetBytes(secret);

        // The random part of an opaque secret is as good as the whole.
        var random = secret.IndexOf('_', StringComparison.Ordinal) is > 0 and var at && Base64Url.IsValid(secret.AsSpan(at + 1, Math.Min(64, secret.Length - at - 1)), out var length) && length == 48
            ? Base64Url.DecodeFromChars(secret.AsSpan(at + 1, 64))[16..]
            : ascii;
        string[] spellings = [secret, Convert.ToHexStringLower(ascii), Convert.ToBase64String(ascii), Convert.ToHexStringLower(random), Convert.ToBase64String(random), Base64Url.EncodeToString(random)];
        return Texts.Where(t => spellings.Any(s => t.Text.Contains(s, StringComparison.OrdinalIgnoreCase))).Select(t => t.Place)
            .Concat(Bytes.Where(b => b.Bytes.AsSpan().IndexOf(ascii) >= 0 || b.Bytes.AsSpan().IndexOf(random) >= 0).Select(b => b.Place))
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>The texts within JSON; nothing of what is no JSON.</summary>
    private static IEnumerable<string> Leaves(string text)
    {
        if (text is not ['{' or '[', ..])
        {
            return [];
        }

        try
        {
            return LeavesOf(JsonElement.Parse(text));
        }
        catch (JsonException)
        {
            return text.Trim('{', '}').Split(',');
        }
    }

    private static IEnumerable<string> LeavesOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(LeavesOf),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(m => LeavesOf(m.Value)),
        _ => [],
    };
}
