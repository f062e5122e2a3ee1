using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Timesheets;

/// <summary>What tests of projects and timesheets do again and again. 2026-03-02 is a Monday.</summary>
internal static class TimesheetSteps
{
    public const string Projects = "/api/v1/projects";
    public const string Entries = "/api/v1/timesheets/entries";
    public const string Monday = "2026-03-02";

    private static int _codes;

    /// <summary>A code that no project has yet.</summary>
    public static string Code() => $"N-{Interlocked.Increment(ref _codes)}";

    /// <summary>A project with members.</summary>
    public static async Task<Guid> MakeProjectAsync(this HttpClient by, params Guid[] members)
    {
        var id = (await by.SendAsync(Projects, new { code = Code(), name = "Mall" }, HttpStatusCode.Created)).Id();
        foreach (var member in members)
        {
            await by.SendAsync($"{Projects}/{id}/members", new { userId = member }, HttpStatusCode.Created);
        }

        return id;
    }

    /// <summary>A new person who can sign in, under the demo's manager.</summary>
    public static async Task<(Guid Id, HttpClient Client)> WorkerAsync(this SatcomHost host, string name = "New Person", string[]? roles = null)
    {
        using var hr = await host.AsAsync("superadmin@acme.test");
        var user = await host.HireAsync(hr, name, roles, await host.UserIdAsync("manager@acme.test"));
        return (user.Id(), await host.AsAsync(user.Text("email")));
    }

    public static Task<JsonElement> EnterAsync(this HttpClient client, Guid projectId, string date, int minutes, string? notes = null) =>
        client.SendAsync(Entries, new { date, projectId, minutes, notes }, HttpStatusCode.Created);

    public static Task<JsonElement> RefuseEntryAsync(this HttpClient client, object body, HttpStatusCode status, string code) => client.PostProblemAsync(Entries, body, status, code);

    public static Task<JsonElement> MoveAsync(this HttpClient client, string weekStart, string move, object? body = null) => client.SendAsync($"/api/v1/timesheets/periods/{weekStart}/{move}", body ?? new { });

    public static Task<JsonElement> RefuseMoveAsync(this HttpClient client, string weekStart, string move, object body, HttpStatusCode status, string code) =>
        client.PostProblemAsync($"/api/v1/timesheets/periods/{weekStart}/{move}", body, status, code);

    public static async Task<HttpResponseMessage> PutAsync(this HttpClient client, string path, object body, uint? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        return await client.SendAsync(version, request);
    }

    public static async Task<HttpResponseMessage> DeleteAsync(this HttpClient client, string path, uint? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        return await client.SendAsync(version, request);
    }

    private static async Task<HttpResponseMessage> SendAsync(this HttpClient client, uint? version, HttpRequestMessage request)
    {
        if (version is { } known)
        {
            request.Headers.Add("If-Match", $"\"{known}\"");
        }

        return await client.SendAsync(request);
    }
}
