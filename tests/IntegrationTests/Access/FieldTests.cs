using System.Net.Http.Headers;
using System.Text.Json;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Common.Http;
using Satcom.IntegrationTests.Contract;

namespace Satcom.IntegrationTests.Access;

/// <summary>A3: which members each role's answers have is in a snapshot, and no answer holds what the database keeps secret.</summary>
public sealed class FieldTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Snapshot = "tests/IntegrationTests/Access/fields.json";
    private const string Accept = "SATCOM_ACCEPT_CONTRACT";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>What these members hold differs from row to row.</summary>
    private static readonly string[] Open = ["before", "after", "facts"];

    /// <summary>Secrets that are told to the one who may have them, at the moment they are made.</summary>
    private static readonly string[] SuspectNames = ["password", "hash", "secret", "sealed", "normalized", "private", "pepper"];

    private static readonly string[] KnownSuspects = ["secretRotatedAt", "secrets", "passwordChangedAt", "passwordMinLength"];

    [Fact]
    public async Task A3_A12_EveryRead_ByEachRole_HasTheMembersOfTheSnapshotAndNoSecret()
    {
        var things = await TenantThings.OfAsync(host, "acme", round: 40);

        // Nobody misses a week of before their account.
        await host.SqlAsync("UPDATE users SET created_at = created_at - interval '60 days'");
        var secrets = await SecretsAsync();
        var members = new SortedDictionary<string, SortedDictionary<string, List<string>>>(StringComparer.Ordinal);
        var faults = new List<string>();
        var operations = (await ServiceDocument.OperationsAsync(host)).Where(o => !o.IsWrite).ToList();
        foreach (var caller in PermissionTable.Callers)
        {
            using var client = await CallerFactory.ClientAsync(host, caller);
            foreach (var operation in operations.Where(o => PermissionTable.Allowed[o.Id].Contains(caller)))
            {
                using var request = OperationData.Request(operation, things, things);
                using var response = await client.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                faults.AddRange(Faults(text, response, secrets).Select(fault => $"{operation} by {caller}: {fault}"));
                if (response.IsSuccessStatusCode && text.StartsWith('{'))
                {
                    var paths = Members(JsonElement.Parse(text), string.Empty).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
                    faults.AddRange(paths.Where(IsSuspect).Select(path => $"{operation} by {caller} has {path}"));
                    foreach (var path in paths)
                    {
                        members.TryAdd(operation.Id, new SortedDictionary<string, List<string>>(StringComparer.Ordinal));
                        members[operation.Id].TryAdd(path, []);
                        members[operation.Id][path].Add(caller);
                    }
                }
            }
        }

        faults.ShouldBeEmpty();
        members.Count.ShouldBeGreaterThan(15);
        var now = JsonSerializer.Serialize(members.ToDictionary(o => o.Key, o => o.Value.ToDictionary(m => m.Key, m => string.Join(' ', m.Value), StringComparer.Ordinal), StringComparer.Ordinal), Indented) + "\n";
        var file = Path.Combine(Repository.Root, Snapshot);
        if (Environment.GetEnvironmentVariable(Accept) is "1")
        {
            await File.WriteAllTextAsync(file, now);
        }

        now.ShouldBe(await File.ReadAllTextAsync(file), $"What answers hold has changed. If each role may see it, accept it with {Accept}=1 and look at the diff of {Snapshot}.");
    }

    [Fact]
    public async Task A3_Faults_WhenASecretIsTold_NameIt()
    {
        var secrets = await SecretsAsync();
        using var plain = new HttpResponseMessage { Content = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json; charset=utf-8")) };
        plain.Headers.Add("X-Content-Type-Options", "nosniff");
        using var bare = new HttpResponseMessage { Content = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json")) };

        secrets.Count.ShouldBeGreaterThan(20);
        Faults("{}", plain, secrets).ShouldBeEmpty();
        Faults($$"""{"name":"{{secrets[0].Value}}"}""", plain, secrets).ShouldNotBeEmpty();
        Faults("{}", bare, secrets).ToList().Count.ShouldBe(2);
        IsSuspect("items[].passwordHash").ShouldBeTrue();
        IsSuspect("items[].normalizedEmail").ShouldBeTrue();
        IsSuspect("items[].name").ShouldBeFalse();
    }

    private static bool IsSuspect(string path) =>
        path.Split('.')[^1].Replace("[]", string.Empty, StringComparison.Ordinal) is var name && !KnownSuspects.Contains(name, StringComparer.Ordinal)
        && Array.Exists(SuspectNames, suspect => name.Contains(suspect, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Faults(string text, HttpResponseMessage response, IReadOnlyList<(string Column, string Value)> secrets)
    {
        foreach (var (column, _) in secrets.Where(s => text.Contains(s.Value, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"tells {column}";
        }

        if (text.Length > 0 && response.Content.Headers.ContentType is not { CharSet: "utf-8" })
        {
            yield return $"is of type {response.Content.Headers.ContentType}";
        }

        if (!response.Headers.TryGetValues("X-Content-Type-Options", out var sniffing) || !sniffing.SequenceEqual(["nosniff"], StringComparer.Ordinal))
        {
            yield return "may be taken for another type";
        }
    }

    private static IEnumerable<string> Members(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(m =>
            Open.Contains(m.Name, StringComparer.Ordinal) ? [Join(path, m.Name)] : Members(m.Value, Join(path, m.Name)).Prepend(Join(path, m.Name))),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Members(item, $"{path}[]")),
        _ => [],
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>The beginnings of every hash and sealed value in the database, in each way that a text could carry them.</summary>
    private async Task<IReadOnlyList<(string Column, string Value)>> SecretsAsync()
    {
        await using var database = await TestPostgres.SuperSourceAsync(host.Database);
        var columns = new List<(string Table, string Column, bool IsBytes)>();
        await using (var ask = database.CreateCommand(
            """
            SELECT c.relname, a.attname, a.atttypid = 'bytea'::regtype FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT LIKE 'qrtz%' AND a.attnum > 0 AND NOT a.attisdropped
              AND (a.atttypid = 'bytea'::regtype OR a.attname LIKE '%hash%' OR a.attname LIKE '%secret%') AND a.atttypid IN ('bytea'::regtype, 'text'::regtype, 'varchar'::regtype)
            """))
        await using (var reader = await ask.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                columns.Add((reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)));
            }
        }

        var secrets = new List<(string, string)>();
        foreach (var (table, column, isBytes) in columns)
        {
            var value = isBytes ? $"unnest(ARRAY[left(encode({column}, 'hex'), 32), left(translate(encode({column}, 'base64'), E'\\n', ''), 24), left(translate(encode({column}, 'base64'), E'+/\\n', '-_'), 24)])" : $"left({column}, 24)";
            await using var ask = database.CreateCommand($"SELECT DISTINCT v FROM (SELECT {value} AS v FROM {table} WHERE {column} IS NOT NULL) s WHERE length(v) >= 20");
            await using var reader = await ask.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                secrets.Add(($"{table}.{column}", reader.GetString(0)));
            }
        }

        return secrets;
    }
}
