using System.Text.Json;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Common.Http;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Contract;

public sealed class ContractTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Snapshot = "tests/IntegrationTests/Contract/openapi.json";
    private const string Accept = "SATCOM_ACCEPT_CONTRACT";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task A40_Document_ComparedWithTheSnapshot_IsUnchanged()
    {
        using var client = host.Anonymous();
        var path = Path.Combine(Repository.Root, Snapshot);
        var now = JsonSerializer.Serialize(await client.ReadAsync(ServiceDocument.Address), Indented) + "\n";
        if (Environment.GetEnvironmentVariable(Accept) is "1")
        {
            await File.WriteAllTextAsync(path, now);
        }

        FirstDifference(await File.ReadAllTextAsync(path), now).ShouldBeNull(
            $"The HTTP contract has changed. If clients can live with it, accept it: run the tests once with {Accept}=1, look at the diff of {Snapshot}, run build/sdk, and commit all of it.");
    }

    [Fact]
    public void FirstDifference_WhenOneLineDiffers_ShowsItWithItsNumber()
    {
        FirstDifference("{\n  \"a\": 1\n}\n", "{\n  \"a\": 2\n}\n").ShouldBe("line 2: \"a\": 1 became \"a\": 2");
        FirstDifference("{\n}\n", "{\n}\n{\n").ShouldNotBeNull();
        FirstDifference("{\n}\n", "{\n}\n").ShouldBeNull();
    }

    [Fact]
    public async Task Document_EveryOperation_KeepsItsPromises()
    {
        var operations = await ServiceDocument.OperationsAsync(host);

        operations.ShouldNotBeEmpty();
        operations.SelectMany(DocumentRules.Faults).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("roles", "superAdmin", 5)]
    [InlineData("grants", "urn:ietf:params:oauth:grant-type:device_code", 3)]
    [InlineData("scopes", "offline_access", 3)]
    public async Task Document_EveryListOfKnownWords_NamesThem(string member, string word, int atLeast)
    {
        using var client = host.Anonymous();
        var document = await client.ReadAsync(ServiceDocument.Address);
        var lists = document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .Where(s => s.Value.TryGetProperty("properties", out _))
            .SelectMany(s => s.Value.GetProperty("properties").EnumerateObject().Where(p => p.Name.Is(member) && p.Value.TryGetProperty("items", out _)).Select(p => (Schema: s.Name, Items: p.Value.GetProperty("items"))))
            .ToList();

        lists.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        lists.Where(l => !l.Items.TryGetProperty("enum", out var words) || !words.EnumerateArray().Any(w => w.GetString().Is(word))).Select(l => l.Schema).ShouldBeEmpty();
    }

    [Fact]
    public async Task Document_SignIn_ShowsBothWaysThatItComesOut()
    {
        var login = (await ServiceDocument.OperationsAsync(host)).Single(o => o.Id.Is("Identity_Login")).Definition;
        var examples = login.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("examples");

        examples.GetProperty("signedIn").GetProperty("value").TryGetProperty("deviceVerification", out _).ShouldBeFalse();
        examples.GetProperty("signedIn").GetProperty("value").TryGetProperty("accessToken", out _).ShouldBeTrue();
        examples.GetProperty("deviceVerification").GetProperty("value").EnumerateObject().Select(m => m.Name).ShouldBe(["deviceVerification"]);
        examples.GetProperty("deviceVerification").GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Document_EveryMember_IsDescribed()
    {
        using var client = host.Anonymous();
        var document = await client.ReadAsync(ServiceDocument.Address);

        DocumentRules.Undescribed(document).ShouldBeEmpty();
        DocumentRules.Undescribed(JsonElement.Parse(
            """
            {"paths":{"/x":{"get":{"operationId":"X_Y","parameters":[{"name":"q","in":"query"}]}}},
            "components":{"schemas":{"A":{"description":"An a.","properties":{"b":{"type":"string"},"c":{"$ref":"#/components/schemas/A"},"d":{"oneOf":[{"enum":[null]},{"$ref":"#/components/schemas/E"}]}}},"E":{}}}}
            """)).ShouldBe(["X_Y (GET /x): q", "A.b", "E"]);
    }

    [Fact]
    public void Faults_WhenAnOperationPromisesNothing_NamesEachLack()
    {
        var document = JsonElement.Parse(
            """
            {"paths":{"/api/v1/x":{"post":{"operationId":"check","requestBody":{"content":{"application/json":{}}},"security":[{"bearer":[]}],
            "parameters":[{"name":"If-Match","in":"header"},{"name":"Idempotency-Key","in":"header"}],
            "responses":{"200":{"description":"OK","content":{"application/json":{}}},"409":{"description":"No"}}}}}}
            """);

        ServiceDocument.Operations(document).SelectMany(DocumentRules.Faults).Select(f => f[(f.LastIndexOf(':') + 2)..]).ShouldBe(
            [
                "the id is not Feature_UseCase", "no summary", "no answer 400", "no answer 403", "no answer 500", "no answer 503", "no codes under 409", "no answer 401",
                "If-Match without 412, or the other way round", "Idempotency-Key without idempotency_key_reused, or the other way round", "no example of the body", "no example of answer 200",
            ]);
    }

    private static string? FirstDifference(string before, string after)
    {
        var (old, now) = (before.Split('\n'), after.Split('\n'));
        for (var line = 0; line < Math.Max(old.Length, now.Length); line++)
        {
            var (was, became) = (old.ElementAtOrDefault(line), now.ElementAtOrDefault(line));
            if (!string.Equals(was, became, StringComparison.Ordinal))
            {
                return $"line {line + 1}: {was?.Trim() ?? "nothing"} became {became?.Trim() ?? "nothing"}";
            }
        }

        return null;
    }
}
