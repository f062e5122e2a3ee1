using System.Net.Http.Json;
using Satcom.Domain.Identity;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Contract;

namespace Satcom.IntegrationTests.Access;

/// <summary>A2 and A14: another method, another spelling or an overriding header opens nothing.</summary>
public sealed class RouteVariantTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND"];

    private static readonly (string Name, Func<string, string> Spell)[] Spellings =
    [
        ("trailing slash", p => p + "/"),
        ("two trailing slashes", p => p + "//"),
        ("upper case", p => p.ToUpperInvariant()),
        ("double slash", p => p.Replace("/v1/", "/v1//", StringComparison.Ordinal)),
        ("dot segment", p => p.Replace("/v1/", "/v1/./", StringComparison.Ordinal)),
        ("encoded dot segment", p => p.Replace("/v1/", "/v1/%2e/", StringComparison.Ordinal)),
        ("path through a public one", p => p.Replace("/api/v1/", "/api/v1/auth/login/../../", StringComparison.Ordinal)),
        ("encoded slash", p => p.Replace("/v1/", "/v1%2f", StringComparison.Ordinal)),
        ("encoded letter", p => p.Replace("/v1/", "/%761/", StringComparison.Ordinal)),
        ("path parameter", p => p + ";x=1"),
        ("suffix", p => p + ".json"),
        ("null", p => p + "%00"),
        ("other version", p => p.Replace("/v1/", "/v2/", StringComparison.Ordinal)),
    ];

    [Fact]
    public async Task A14_EveryPath_WithAMethodThatItDoesNotHave_IsRefused()
    {
        var faults = new List<string>();
        var things = await TenantThings.OfAsync(host, "acme");
        var operations = await ServiceDocument.OperationsAsync(host);
        using var client = await host.AsAsync("superadmin@acme.test");
        foreach (var path in operations.GroupBy(o => o.Path, StringComparer.Ordinal))
        {
            foreach (var method in Methods.Except(path.Select(o => o.Method.Method), StringComparer.Ordinal))
            {
                using var request = OperationData.Request(path.First(), things, things);
                request.Method = new HttpMethod(method);
                request.Content = null;
                using var response = await client.SendAsync(request);
                if ((int)response.StatusCode is not (404 or 405 or 400 or 501))
                {
                    faults.Add($"{method} {path.Key} answered {(int)response.StatusCode}");
                }
            }
        }

        faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(PermissionTable.Anonymous)]
    [InlineData(Roles.Employee)]
    public async Task A2_EveryForbiddenOperation_SpelledOtherwise_StaysShut(string caller)
    {
        var faults = new List<string>();
        var things = await TenantThings.OfAsync(host, "acme", caller.Length);
        var operations = (await ServiceDocument.OperationsAsync(host)).Where(o => !PermissionTable.Allowed[o.Id].Contains(caller)).ToList();
        using var client = await CallerFactory.ClientAsync(host, caller);
        foreach (var operation in operations)
        {
            foreach (var (name, spell) in Spellings)
            {
                using var request = OperationData.Request(operation, things, things);
                request.RequestUri = new Uri(host.BaseAddress, "/").ToString().TrimEnd('/') is var root
                    ? new Uri(root + spell(request.RequestUri!.OriginalString), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })
                    : null;
                using var response = await client.SendAsync(request);
                if ((int)response.StatusCode is < 400 or >= 500)
                {
                    faults.Add($"{operation} by {caller} with {name} answered {(int)response.StatusCode}");
                }
            }
        }

        operations.Count.ShouldBeGreaterThan(5);
        faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("X-HTTP-Method")]
    [InlineData("X-Method-Override")]
    public async Task A14_OverridingHeader_OnAPost_ChangesNothing(string header)
    {
        using var client = await host.AsAsync("superadmin@acme.test");
        client.DefaultRequestHeaders.Add(header, "PATCH");
        using var response = await client.PostAsJsonAsync("/api/v1/tenant", new { name = "Overridden" });

        ((int)response.StatusCode).ShouldBe(405);
        (await host.SqlAsync("SELECT count(*) FROM tenants WHERE name = 'Overridden'")).ShouldBe(0L);
    }
}
