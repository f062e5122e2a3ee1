using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Satcom.IntegrationTests.Access;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Contract;

/// <summary>The limits of the document are those that the service holds requests to: beyond each it refuses the field, within it does not.</summary>
public sealed class RequestRulesTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Fact]
    public async Task A7_EveryLimitOfABody_IsTheServices()
    {
        var (rules, operations) = await ReadAsync();
        var things = await TenantThings.OfAsync(host, "acme", round: 60);
        var faults = new List<string>();
        var count = 0;
        foreach (var (operation, limits) in operations.Where(o => o.HasBody).Select(o => (o, rules.OfBody(o).ToList())).Where(o => o.Item2.Count > 0))
        {
            using var client = await CallerAsync(operation);
            foreach (var limit in limits)
            {
                count++;
                foreach (var (value, isRefused) in limit.Values)
                {
                    using var request = OperationData.Request(operation, things, things);
                    var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync())!.AsObject();
                    Set(body, limit.Field.Split('.'), value.DeepClone());
                    request.Content = JsonContent.Create(body);
                    await JudgeAsync(client, request, operation, limit, isRefused, faults);
                }
            }
        }

        count.ShouldBeGreaterThan(30);
        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A7_EveryLimitOfAQuery_IsTheServices()
    {
        var (rules, operations) = await ReadAsync();
        var things = await TenantThings.OfAsync(host, "acme", round: 61);
        var faults = new List<string>();
        var count = 0;
        foreach (var (operation, limits) in operations.Select(o => (o, rules.OfQuery(o).ToList())).Where(o => o.Item2.Count > 0))
        {
            using var client = await CallerAsync(operation);
            foreach (var limit in limits)
            {
                count++;
                foreach (var (value, isRefused) in limit.Values)
                {
                    using var request = OperationData.Request(operation, things, things);
                    var values = value is JsonArray items ? items.Select(i => i!.ToString()) : [value.ToString()];
                    request.RequestUri = new Uri($"{request.RequestUri}?{string.Join('&', values.Select(v => $"{limit.Field}={Uri.EscapeDataString(v)}"))}", UriKind.Relative);
                    await JudgeAsync(client, request, operation, limit, isRefused, faults);
                }
            }
        }

        count.ShouldBeGreaterThan(15);
        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task NullInAnyListOfABody_IsRefusedWhereItStands()
    {
        var (rules, operations) = await ReadAsync();
        var things = await TenantThings.OfAsync(host, "acme", round: 63);
        var (faults, seen) = (new List<string>(), new List<string>());
        foreach (var (operation, fields) in operations.Where(o => o.HasBody).Select(o => (o, rules.ListsOf(o).ToList())).Where(o => o.Item2.Count > 0))
        {
            using var client = await CallerAsync(operation);
            foreach (var field in fields)
            {
                seen.Add($"{operation.Id} {field}");
                using var request = OperationData.Request(operation, things, things);
                var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync())!.AsObject();
                Set(body, field.Split('.'), new JsonArray((JsonNode?)null));
                request.Content = JsonContent.Create(body);
                using var response = await client.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                if (response.StatusCode != HttpStatusCode.BadRequest || !JsonElement.Parse(text).TryGetProperty("errors", out var errors) || !errors.TryGetProperty($"{field}[0]", out _))
                {
                    faults.Add($"{operation} {field}: {(int)response.StatusCode} {text}");
                }
            }
        }

        seen.ShouldContain("Attendance_OverrideDay events", StringComparer.Ordinal);
        seen.ShouldContain("Attendance_PutAttendancePolicy policy.breakRules", StringComparer.Ordinal);
        seen.ShouldContain("People_CreateUser roles", StringComparer.Ordinal);
        seen.ShouldContain("Timesheets_ApprovePeriods periods", StringComparer.Ordinal);
        seen.ShouldNotContain("Shifts_CreateShiftPattern slots", StringComparer.Ordinal);
        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task EveryExampleOfABody_IsOneThatTheServiceReads()
    {
        var (_, operations) = await ReadAsync();
        var things = await TenantThings.OfAsync(host, "acme", round: 62);
        var faults = new List<string>();
        foreach (var operation in operations.Where(o => o.HasBody))
        {
            using var client = await CallerAsync(operation);
            using var request = OperationData.Request(operation, things, things);
            request.Content = JsonContent.Create(operation.Definition.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example"));
            using var response = await client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            if (response.StatusCode == HttpStatusCode.Forbidden || (response.StatusCode == HttpStatusCode.BadRequest && !IsOfItsWeakness(text)))
            {
                faults.Add($"{operation}: {text}");
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void OfBody_WhenAMemberIsLimited_FindsEachLimitUnderItsField()
    {
        var document = JsonElement.Parse(
            """
            {"components":{"schemas":{"Body":{"properties":{"a":{"type":"string","maxLength":3},"b":{"oneOf":[{"enum":[null]},{"$ref":"#/components/schemas/Part"}]}}},
            "Part":{"properties":{"n":{"type":"integer","minimum":1,"maximum":2}}}}},
            "paths":{"/x":{"post":{"operationId":"X_Y","requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Body"}}}}}}}}
            """);

        new RequestRules(document).OfBody(ServiceDocument.Operations(document).Single()).Select(l => $"{l.Field} {l.Rule} {l.Beyond} {l.Within}")
            .ShouldBe(["a maxLength xxxx xxx", "b.n minimum 0 1", "b.n maximum 3 2"]);
    }

    private async Task<(RequestRules Rules, List<ServiceOperation> Operations)> ReadAsync()
    {
        var document = await ServiceDocument.ReadAsync(host.BaseAddress);
        return (new RequestRules(document), [.. ServiceDocument.Operations(document)]);
    }

    /// <summary>Somebody who may: the first of the table, signed in anew, because some operations end their session.</summary>
    private async Task<HttpClient> CallerAsync(ServiceOperation operation)
    {
        var caller = PermissionTable.Allowed[operation.Id].Contains(Domain.Identity.Roles.SuperAdmin, StringComparer.Ordinal) ? "superadmin@acme.test" : "platform@satcom.test";
        return host.With((await host.LoginAsync(caller)).Text("accessToken"));
    }

    private static async Task JudgeAsync(HttpClient client, HttpRequestMessage request, ServiceOperation operation, RequestLimit limit, bool isRefused, List<string> faults)
    {
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var names = response.StatusCode == HttpStatusCode.BadRequest && JsonElement.Parse(text).TryGetProperty("errors", out var errors)
            && errors.EnumerateObject().Any(e => string.Equals(e.Name, limit.Field, StringComparison.Ordinal) || e.Name.StartsWith(limit.Field + "[", StringComparison.Ordinal));
        if (names != isRefused && (isRefused || !IsOfItsWeakness(text)))
        {
            faults.Add($"{operation} {limit.Field} {limit.Rule} {(isRefused ? "was not refused" : "was refused")}: {(int)response.StatusCode} {text}");
        }
    }

    /// <summary>What a company, or the list of those that are guessed first, has against a password is no limit of the document.</summary>
    private static bool IsOfItsWeakness(string text) =>
        JsonElement.Parse(text).TryGetProperty("errors", out var errors)
        && errors.EnumerateObject().All(e => e.Name.EndsWith("assword", StringComparison.Ordinal) && e.Value.EnumerateArray().All(f => f.Text("code") is "too_short" or "too_common" or "too_personal"));

    private static void Set(JsonObject body, string[] path, JsonNode value)
    {
        foreach (var name in path[..^1])
        {
            body = (JsonObject)(body[name] ??= new JsonObject());
        }

        body[path[^1]] = value;
    }
}
