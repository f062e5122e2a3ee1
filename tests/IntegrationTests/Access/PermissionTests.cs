using System.Text.Json;
using Satcom.Application.Common;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Identity;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Contract;
using Satcom.IntegrationTests.Identity.Provider;

namespace Satcom.IntegrationTests.Access;

/// <summary>A2: every role's every operation, over HTTP, is what the table says.</summary>
public sealed class PermissionTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    public static TheoryData<string> Callers() => [.. PermissionTable.Callers];

    [Fact]
    public async Task A2_Table_ComparedWithTheDocument_NamesEveryOperationOnce()
    {
        var operations = (await ServiceDocument.OperationsAsync(host)).Select(o => o.Id).ToList();

        operations.Except(PermissionTable.Allowed.Keys, StringComparer.Ordinal).ShouldBeEmpty("Say in PermissionTable who may call these.");
        PermissionTable.Allowed.Keys.Except(operations, StringComparer.Ordinal).ShouldBeEmpty("No such operation: take it out of PermissionTable.");
    }

    [Fact]
    public void A2_Table_ComparedWithTheRoles_HasACallerOfEach()
    {
        var roles = typeof(Roles).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);

        roles.Except(PermissionTable.Callers, StringComparer.Ordinal).ShouldBeEmpty();
        Permissions.Of(PermissionTable.Callers).Order(StringComparer.Ordinal).ShouldBe(Permissions.All);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task A2_EveryOperation_CalledByARole_AnswersAsTheTableSays(string caller)
    {
        var faults = new List<string>();
        var round = PermissionTable.Callers.ToList().IndexOf(caller) + 1;
        var things = await TenantThings.OfAsync(host, "acme", round);
        var client = await CallerFactory.ClientAsync(host, caller);
        foreach (var operation in await ServiceDocument.OperationsAsync(host))
        {
            var allowed = PermissionTable.Allowed[operation.Id];
            var fault = await CallAsync();
            if (fault is not null && allowed.Contains(caller))
            {
                // An earlier call may have used up what this one needs, its own session for example.
                client.Dispose();
                things = await TenantThings.OfAsync(host, "acme", round);
                client = await CallerFactory.ClientAsync(host, caller);
                fault = await CallAsync();
            }

            if (fault is not null)
            {
                faults.Add($"{operation} by {caller} {fault}");
            }

            async Task<string?> CallAsync()
            {
                using var request = OperationData.Request(operation, things, things);
                using var response = await client.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                return Judge((int)response.StatusCode, CodeOf(text), caller, allowed) is { } found ? $"{found}: {(int)response.StatusCode} {text}" : null;
            }
        }

        client.Dispose();
        faults.ShouldBeEmpty();
    }

    /// <summary>Everything that a person can grant but to tap and to be them, at once.</summary>
    [Theory]
    [InlineData(Roles.Manager, 10)]
    [InlineData(Roles.SuperAdmin, 11)]
    public async Task O37_TokenOfReadingScopes_WhateverItsPersonMayDo_ChangesNothing(string role, int round)
    {
        string[] scopes = [.. ProviderScopes.ForPeople.Except([ProviderScopes.Everything, Permissions.AttendancePunch], StringComparer.Ordinal)];
        var things = await TenantThings.OfAsync(host, "acme", round);
        var app = await Integrator.RegisterAsync(
            host, new { name = "Dashboard", kind = "confidential", grants = Integrator.Words("authorization_code refresh_token"), scopes, redirectUris = Integrator.Words(Integrator.RedirectUri) });
        using var browser = new WebBrowser(host);
        var tokens = await app.TokensAsync(host, (await browser.GrantAsync(app, $"{role.ToLowerInvariant()}@acme.test", ProviderScopes.Join(scopes)))["code"]);
        using var client = host.With(tokens.Text("access_token"));
        (await client.ReadAsync("/api/v1/attendance/days")).GetProperty("items").GetArrayLength().ShouldBeGreaterThan(0);

        var (asked, faults) = (0, new List<string>());
        foreach (var operation in await ServiceDocument.OperationsAsync(host))
        {
            // A sign-in, or its end, says by itself who asks; the latter is looked at below.
            if (MessageFacts.Find(operation.Id) is not { IsCommand: true, IsAnonymous: false })
            {
                continue;
            }

            using var request = OperationData.Request(operation, things, things);
            using var response = await client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            asked++;
            if (((int)response.StatusCode, CodeOf(text)) != (403, "forbidden"))
            {
                faults.Add($"{operation}: {(int)response.StatusCode} {text}");
            }
        }

        faults.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(100);
        await client.PostProblemAsync("/api/v1/auth/logout", new { }, System.Net.HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [InlineData(200, null, Roles.Employee, "let them in")]
    [InlineData(404, "not_found", Roles.Employee, "let them in")]
    [InlineData(401, "unauthenticated", Roles.Employee, "let them in")]
    [InlineData(403, "tenant_mismatch", Roles.Employee, "let them in")]
    [InlineData(403, "forbidden", Roles.Employee, null)]
    [InlineData(403, "forbidden", Roles.Hr, "shut them out")]
    [InlineData(401, "unauthenticated", Roles.Hr, "shut them out")]
    [InlineData(500, "internal", Roles.Hr, "failed")]
    [InlineData(200, null, Roles.Hr, null)]
    [InlineData(409, "anything", Roles.Hr, null)]
    [InlineData(403, "forbidden", PermissionTable.Anonymous, "let them in")]
    [InlineData(401, "unauthenticated", PermissionTable.Anonymous, null)]
    public void A2_Judge_GivenAnAnswer_FindsTheFault(int status, string? code, string caller, string? fault) =>
        Judge(status, code, caller, [Roles.Hr]).ShouldBe(fault);

    private static string? Judge(int status, string? code, string caller, string[] allowed)
    {
        if (status >= 500)
        {
            return "failed";
        }

        if (allowed.Contains(caller))
        {
            // Wrong credentials in a body are another refusal than a missing permission.
            return status is 401 or 403 && code is "unauthenticated" or "forbidden" ? "shut them out" : null;
        }

        var refusal = caller is PermissionTable.Anonymous ? (401, "unauthenticated") : (403, "forbidden");
        return (status, code) == refusal ? null : "let them in";
    }

    private static string? CodeOf(string text) =>
        text.StartsWith('{') && JsonElement.Parse(text).TryGetProperty("code", out var code) ? code.GetString() : null;
}
