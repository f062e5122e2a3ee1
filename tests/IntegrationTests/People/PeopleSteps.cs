using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Identity;
using Satcom.Infrastructure.Identity;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.People;

/// <summary>What tests of administration do again and again.</summary>
internal static class PeopleSteps
{
    public const string Users = "/api/v1/users";

    private static int _people;

    /// <summary>A new person's body, with an address and code of their own.</summary>
    public static object NewPerson(string name = "New Person", string[]? roles = null, Guid? id = null, Guid? managerId = null, string tenant = "acme", object? employee = null)
    {
        var number = Interlocked.Increment(ref _people);
        return new
        {
            id,
            email = $"person{number}@{tenant}.test",
            displayName = name,
            phone = (string?)null,
            roles = roles ?? ["employee"],
            employee = employee ?? new { employeeCode = $"P-{number}", designation = "Newcomer", managerId },
        };
    }

    /// <summary>Makes a person who can sign in with the demo password.</summary>
    public static async Task<JsonElement> HireAsync(this SatcomHost host, HttpClient by, string name = "New Person", string[]? roles = null, Guid? managerId = null)
    {
        var user = await by.SendAsync(Users, NewPerson(name, roles, managerId: managerId), HttpStatusCode.Created);
        await host.GivePasswordAsync(user.Id());
        return user;
    }

    /// <summary>As if the person had followed the link of their invitation.</summary>
    public static async Task GivePasswordAsync(this SatcomHost host, Guid userId)
    {
        var tenantId = (Guid)(await host.SqlAsync("SELECT tenant_id FROM users WHERE id = $1", userId))!;
        var hash = await host.Services.GetRequiredService<IPasswordVerifier>().HashAsync(tenantId, userId, SatcomHost.DemoPassword, CancellationToken.None);
        var normalized = (string)(await host.SqlAsync("UPDATE users SET password_hash = $2 WHERE id = $1 RETURNING normalized_email", userId, hash))!;
        var key = host.Services.GetRequiredService<SignInDirectoryKeys>().Newest(normalized);
        await host.SqlAsync("INSERT INTO sign_in_directory (email_hash, tenant_id) SELECT $2, tenant_id FROM users WHERE id = $1 ON CONFLICT DO NOTHING", userId, key);
    }

    /// <summary>Makes a person with the id of one in another company, who can sign in with the demo password.</summary>
    /// <returns>The address.</returns>
    public static async Task<string> TwinAsync(this SatcomHost host, Guid id, string tenant)
    {
        using var hr = await host.FreshAsync($"hr@{tenant}.test");
        var email = (await hr.SendAsync(Users, NewPerson("Twin", id: id, tenant: tenant), HttpStatusCode.Created)).Text("email");
        var tenantId = (Guid)(await host.SqlAsync("SELECT id FROM tenants WHERE slug = $1", tenant))!;
        var hash = await host.Services.GetRequiredService<IPasswordVerifier>().HashAsync(tenantId, id, SatcomHost.DemoPassword, CancellationToken.None);
        var normalized = (string)(await host.SqlAsync("UPDATE users SET password_hash = $3 WHERE tenant_id = $1 AND id = $2 RETURNING normalized_email", tenantId, id, hash))!;
        await host.SqlAsync("INSERT INTO sign_in_directory (email_hash, tenant_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", host.Services.GetRequiredService<SignInDirectoryKeys>().Newest(normalized), tenantId);
        return email;
    }

    public static async Task<HttpResponseMessage> PatchAsync(this HttpClient client, string path, object body, uint? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = body is string text ? new StringContent(text, System.Text.Encoding.UTF8, "application/json") : JsonContent.Create(body) };
        if (version is { } known)
        {
            request.Headers.Add("If-Match", $"\"{known}\"");
        }

        return await client.SendAsync(request);
    }

    public static async Task<JsonElement> ChangeAsync(this HttpClient client, Guid userId, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await client.PatchAsync($"{Users}/{userId}", body);
        return await response.ReadAsync(expected);
    }

    public static async Task RefuseChangeAsync(this HttpClient client, Guid userId, object body, HttpStatusCode status, string code)
    {
        using var response = await client.PatchAsync($"{Users}/{userId}", body);
        await response.ProblemAsync(status, code);
    }

    public static async Task<JsonElement> ActAsync(this HttpClient client, Guid userId, string deed, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await client.PostAsync(new Uri($"{Users}/{userId}/{deed}", UriKind.Relative), content: null);
        return await response.ReadAsync(expected);
    }

    public static async Task RefuseActAsync(this HttpClient client, Guid userId, string deed, HttpStatusCode status, string code)
    {
        using var response = await client.PostAsync(new Uri($"{Users}/{userId}/{deed}", UriKind.Relative), content: null);
        await response.ProblemAsync(status, code);
    }

    public static uint Version(this JsonElement element) => element.GetProperty("version").GetUInt32();

    public static IReadOnlyList<JsonElement> Items(this JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    public static QueuedMessages Messages(this SatcomHost host) => host.Services.GetRequiredService<QueuedMessages>();

    /// <summary>A client on a fresh session of somebody.</summary>
    public static async Task<HttpClient> FreshAsync(this SatcomHost host, string email) => host.With((await host.LoginAsync(email)).Text("accessToken"));
}
