using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Shifts;

/// <summary>What tests of shifts and schedules do again and again.</summary>
internal static class ShiftSteps
{
    public const string ShiftRoute = "/api/v1/shifts";
    public const string Patterns = "/api/v1/shift-patterns";
    public const string Assignments = "/api/v1/shift-assignments";
    public const string Calendars = "/api/v1/holiday-calendars";
    public const string WorkWeek = "/api/v1/policies/work-week";
    public const string Employees = "/api/v1/employees";

    public static readonly object OfficeHours = new { start = "08:00", end = "17:00", lunchSeconds = 3600, lateGraceSeconds = 300 };
    public static readonly object NightHours = new { start = "22:00", end = "06:00" };

    private static int _names;

    public static string Name(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{Interlocked.Increment(ref _names)}");

    public static async Task<Guid> MakeShiftAsync(this HttpClient client, object? hours = null, string? name = null) =>
        (await client.SendAsync(ShiftRoute, new { name = name ?? Name("Shift"), hours = hours ?? OfficeHours }, HttpStatusCode.Created)).Id();

    public static Task<JsonElement> AssignAsync(this HttpClient client, Guid userId, Guid shiftId, string from, string? to = null) =>
        client.SendAsync(Assignments, new { userId, shiftId, from, to }, HttpStatusCode.Created);

    public static async Task<IReadOnlyList<JsonElement>> ScheduleAsync(this HttpClient client, Guid userId, string from, string to) =>
        [.. (await client.ReadAsync($"{Employees}/{userId}/schedule?from={from}&to={to}")).GetProperty("days").EnumerateArray()];

    /// <summary>kind and hours of each day: "working 8".</summary>
    public static async Task<string> PlanAsync(this HttpClient client, Guid userId, string from, string to) =>
        string.Join(", ", (await client.ScheduleAsync(userId, from, to)).Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Text("kind")} {d.GetProperty("scheduledSeconds").GetInt32() / 3600.0}")));

    public static async Task<JsonElement> PutAsync(this HttpClient client, string path, object body, HttpStatusCode expected = HttpStatusCode.OK, uint? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        if (version is { } known)
        {
            request.Headers.Add("If-Match", $"\"{known}\"");
        }

        using var response = await client.SendAsync(request);
        return await response.ReadAsync(expected);
    }

    public static async Task<HttpResponseMessage> DeleteAsync(this HttpClient client, string path, uint version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        request.Headers.Add("If-Match", $"\"{version}\"");
        return await client.SendAsync(request);
    }
}
