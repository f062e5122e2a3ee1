using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Contract;

namespace Satcom.IntegrationTests.Access;

/// <summary>A4: members that a body does not have are refused, at every depth of every body, with nothing written.</summary>
public sealed class MassAssignmentTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private static readonly (string Member, JsonNode Value)[] Extras =
    [
        ("id", "0192f0c1-0000-7000-8000-00000000aaaa"),
        ("tenantId", "0192f0c1-0000-7000-8000-00000000aaaa"),
        ("tenant_id", "0192f0c1-0000-7000-8000-00000000aaaa"),
        ("roles", new JsonArray("superAdmin")),
        ("permissions", new JsonArray("tenant.manage")),
        ("isAdmin", true),
        ("createdAt", "2020-01-01T00:00:00Z"),
        ("status", "active"),
        ("passwordHash", "x"),
        ("version", 1),
        ("actor", new JsonObject { ["kind"] = "system" }),
        ("__proto__", new JsonObject()),
    ];

    [Fact]
    public async Task A4_EveryBody_WithAMemberTooMany_IsRefused()
    {
        var faults = new List<string>();
        var tried = 0;
        var things = await TenantThings.OfAsync(host, "acme");
        foreach (var operation in (await ServiceDocument.OperationsAsync(host)).Where(o => o.HasBody))
        {
            using var client = await CallerFactory.ClientAsync(host, PermissionTable.Allowed[operation.Id][0]);
            using var whole = OperationData.Request(operation, things, things);
            var body = JsonNode.Parse(await whole.Content!.ReadAsStringAsync())!.AsObject();
            var footprint = await CountAsync();
            foreach (var (place, text) in Spoiled(body))
            {
                using var request = OperationData.Request(operation, things, things);
                request.Content = new StringContent(text, Encoding.UTF8, "application/json");
                using var response = await client.SendAsync(request);
                tried++;
                if (response.StatusCode != HttpStatusCode.BadRequest)
                {
                    faults.Add($"{operation} took {place}: {(int)response.StatusCode}");
                }
            }

            (await CountAsync()).ShouldBe(footprint, operation.ToString());
        }

        faults.ShouldBeEmpty();
        tried.ShouldBeGreaterThan(100);
    }

    /// <summary>The body with one member more, once for each place and member.</summary>
    private static IEnumerable<(string Place, string Text)> Spoiled(JsonObject body)
    {
        var places = body.Where(m => m.Value is JsonObject).Select(m => m.Key).Prepend(string.Empty);
        foreach (var place in places)
        {
            foreach (var (member, value) in Extras)
            {
                var copy = body.DeepClone().AsObject();
                var target = place.Length == 0 ? copy : copy[place]!.AsObject();
                if (!target.ContainsKey(member))
                {
                    target[member] = value.DeepClone();
                    yield return ($"{place}.{member}", copy.ToJsonString());
                }
            }
        }
    }

    /// <summary>Rows that a request could have written.</summary>
    private async Task<object?> CountAsync() => await host.SqlAsync(
        """
        SELECT concat_ws(' ', (SELECT count(*) FROM attendance_punches), (SELECT count(*) FROM anomaly_steps), (SELECT count(*) FROM refresh_tokens),
          (SELECT count(*) FROM sessions WHERE ended_at IS NOT NULL), (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM tenants t), (SELECT md5(string_agg(u::text, '' ORDER BY id)) FROM users u))
        """);
}
