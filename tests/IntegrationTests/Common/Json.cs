using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Satcom.IntegrationTests.Common;

/// <summary>Short forms for tests that speak JSON over HTTP.</summary>
internal static class Json
{
    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, text);
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Reads a problem and holds it to its status and code.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var problem = await response.ReadAsync(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("code").GetString().ShouldBe(code);
        return problem;
    }

    public static async Task<JsonElement> ReadAsync(this HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return await response.ReadAsync(expected);
    }

    public static async Task<JsonElement> SendAsync(this HttpClient client, string path, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        return await response.ReadAsync(expected);
    }

    public static async Task<JsonElement> PostProblemAsync(this HttpClient client, string path, object body, HttpStatusCode status, string code)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        return await response.ProblemAsync(status, code);
    }

    public static Guid Id(this JsonElement element, string name = "id") => element.GetProperty(name).GetGuid();

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
