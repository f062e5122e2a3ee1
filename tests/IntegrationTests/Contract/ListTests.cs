using System.Globalization;
using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Contract;

/// <summary>Every list of the contract: its pages hold what it holds, and each of its filters lets something through and keeps something out.</summary>
public sealed class ListTests(ListHost lists) : IClassFixture<ListHost>
{
    private const int Fewest = 3;

    public static TheoryData<string> Walked => [.. PagedLists.All.Keys];

    public static TheoryData<string> Filtered => [.. PagedLists.All.Where(l => l.Value.Filters.Count > 0).Select(l => l.Key)];

    [Fact]
    public async Task Lists_ComparedWithTheDocument_LackNoListAndNoFilter()
    {
        var document = await ServiceDocument.ReadAsync(lists.Host.BaseAddress);
        var operations = ServiceDocument.Operations(document).Where(o => IsPaged(document, o)).ToList();

        operations.Count.ShouldBeGreaterThan(Fewest);
        operations.Select(o => o.Id).Order(StringComparer.Ordinal).ShouldBe(PagedLists.All.Keys.Concat(PagedLists.NotWalked.Keys).Order(StringComparer.Ordinal));
        operations.Where(o => PagedLists.All.ContainsKey(o.Id))
            .SelectMany(o => o.Parameters.Where(p => p.In is "query" && p.Name is not ("limit" or "cursor")), (o, p) => $"{o.Id}.{p.Name}").Order(StringComparer.Ordinal)
            .ShouldBe(PagedLists.All.SelectMany(l => l.Value.Filters, (l, f) => $"{l.Key}.{f.Name}").Concat(PagedLists.NotTried.Keys).Order(StringComparer.Ordinal));
        operations.Where(o => PagedLists.NotWalked.ContainsKey(o.Id)).SelectMany(o => o.Parameters).ShouldNotContain(p => p.Name == "cursor");
    }

    [Theory]
    [MemberData(nameof(Walked))]
    public async Task List_ThingByThing_IsWhatItIsAtOnce(string operation)
    {
        var list = PagedLists.All[operation];
        using var client = await lists.Host.AsAsync(list.Who);
        var (whole, next) = await PageAsync(client, operation, $"{list.Query}&limit=200");
        next.ShouldBeNull("more than one page of the largest size would take a request for each thing; narrow its query in PagedLists");
        whole.Count.ShouldBeGreaterThanOrEqualTo(Fewest);
        whole.Select(Key).ShouldBeUnique(StringComparer.Ordinal);

        var walked = new List<JsonElement>();
        for (var cursor = string.Empty; cursor is not null;)
        {
            (var page, cursor) = await PageAsync(client, operation, $"{list.Query}&limit=1{(cursor.Length > 0 ? $"&cursor={cursor}" : cursor)}");
            walked.Add(page.ShouldHaveSingleItem());
            walked.Count.ShouldBeLessThanOrEqualTo(whole.Count, "the pages do not end");
        }

        walked.Select(Key).ShouldBe(whole.Select(Key));
    }

    [Theory]
    [MemberData(nameof(Filtered))]
    public async Task List_ByEachFilter_HoldsThoseThatItLetsThroughAlone(string operation)
    {
        var list = PagedLists.All[operation];
        using var client = await lists.Host.AsAsync(list.Who);
        var (whole, _) = await PageAsync(client, operation, $"{list.Query}&limit=200");
        var wrong = new List<string>();
        foreach (var filter in list.Filters)
        {
            var others = string.Join('&', list.Query.Split('&').Where(p => !p.StartsWith($"{filter.Name}=", StringComparison.Ordinal)));
            var value = Uri.EscapeDataString(Convert.ToString(filter.Value(lists), CultureInfo.InvariantCulture)!);
            var (found, _) = await PageAsync(client, operation, $"{others}&{filter.Name}={value}&limit=200");
            if (filter.Lets is { } lets)
            {
                var expected = whole.Where(item => lets(lists, item)).Select(Key).ToList();
                var isTelling = expected.Count > 0 && expected.Count < whole.Count;
                if (!isTelling || !found.Select(Key).SequenceEqual(expected, StringComparer.Ordinal))
                {
                    wrong.Add($"{filter.Name}: {found.Count} where {expected.Count} of {whole.Count} were to stay");
                }
            }
            else if (found.Count == 0 || !found.TrueForAll(item => item.GetProperty(filter.OtherThings!).GetBoolean()) || whole.Exists(item => item.GetProperty(filter.OtherThings!).GetBoolean()))
            {
                wrong.Add($"{filter.Name}: {found.Count}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    /// <summary>Tables are lists too: who is in one, by its column of employees' codes.</summary>
    [Theory]
    [InlineData("attendance?from=2026-01-05&to=2026-01-09", 1)]
    [InlineData("leave?from=2026-01-01&to=2026-12-31", 0)]
    [InlineData("timesheets?from=2026-02-01&to=2026-02-28", 1)]
    public async Task Export_OfOnePersonOrTeam_HoldsThemAlone(string table, int column)
    {
        using var hr = await lists.Host.AsAsync("hr@acme.test");
        var inTeam = (await hr.ReadAsync($"/api/v1/employees?teamId={lists.Things[0].TeamId}&limit=200")).GetProperty("items").EnumerateArray().Select(e => e.Text("employeeCode")).ToHashSet(StringComparer.Ordinal);
        var whole = await CodesAsync(string.Empty);

        whole.Contains("staff").ShouldBeTrue();
        whole.Contains("employee").ShouldBeTrue();
        (await CodesAsync($"&userId={lists.StaffId}")).ShouldBe(["staff"]);
        (await CodesAsync($"&teamId={lists.Things[0].TeamId}")).Order(StringComparer.Ordinal).ShouldBe(whole.Where(inTeam.Contains).Order(StringComparer.Ordinal));

        async Task<HashSet<string>> CodesAsync(string filter)
        {
            var text = await hr.GetStringAsync(new Uri($"/api/v1/exports/{table}{filter}", UriKind.Relative));
            return [.. text.Split("\r\n").Skip(1).Where(row => row.Length > 0).Select(row => row.Split(',')[column]).Where(code => code is not ("" or "total"))];
        }
    }

    [Fact]
    public async Task Summary_OfOneProject_SumsItsEntriesAlone()
    {
        using var hr = await lists.Host.AsAsync("hr@acme.test");
        const string path = "/api/v1/timesheets/summary?from=2026-02-01&to=2026-02-28";

        (await hr.ReadAsync(path)).GetProperty("minutes").GetInt64().ShouldBe(63);
        (await hr.ReadAsync($"{path}&projectId={lists.Things[1].ProjectId}")).GetProperty("minutes").GetInt64().ShouldBe(1);
        (await hr.ReadAsync($"{path}&userId={lists.StaffId}")).GetProperty("minutes").GetInt64().ShouldBe(60);
    }

    private async Task<(List<JsonElement> Items, string? Next)> PageAsync(HttpClient client, string operation, string query)
    {
        var path = (await ServiceDocument.OperationsAsync(lists.Host)).Single(o => string.Equals(o.Id, operation, StringComparison.Ordinal)).Path;
        if (PagedLists.All[operation].PathId is { } id)
        {
            path = path.Replace("{id}", id(lists).ToString(), StringComparison.Ordinal);
        }

        var page = await client.ReadAsync($"{path}?{query.TrimStart('&')}");
        return ([.. page.GetProperty("items").EnumerateArray()], page.GetProperty("nextCursor").GetString());
    }

    /// <summary>What tells a thing from the others of its list: its id, or whose it is and of which date.</summary>
    private static string Key(JsonElement item) =>
        item.TryGetProperty("id", out var id) ? id.GetString()!
        : item.TryGetProperty("weekStart", out var week) ? $"{item.Text("userId")} {week.GetString()}"
        : item.TryGetProperty("date", out var date) ? $"{item.Text("userId")} {date.GetString()}"
        : item.Text("userId");

    private static bool IsPaged(JsonElement document, ServiceOperation operation)
    {
        if (!operation.Definition.GetProperty("responses").TryGetProperty("200", out var answer) || !answer.TryGetProperty("content", out var content)
            || !content.TryGetProperty("application/json", out var json) || !json.GetProperty("schema").TryGetProperty("$ref", out var name))
        {
            return false;
        }

        var schema = document.GetProperty("components").GetProperty("schemas").GetProperty(name.GetString()!.Split('/')[^1]);
        return schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty("nextCursor", out _);
    }
}
