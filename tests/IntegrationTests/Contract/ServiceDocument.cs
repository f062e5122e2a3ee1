using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Contract;

/// <summary>A parameter of an operation.</summary>
/// <param name="In">path, query or header.</param>
internal sealed record ServiceParameter(string Name, string In);

/// <summary>One operation of the OpenAPI document.</summary>
internal sealed record ServiceOperation(string Id, HttpMethod Method, string Path, IReadOnlyList<ServiceParameter> Parameters, JsonElement Definition)
{
    /// <summary>True when it takes JSON; tables are for the tests of those who take them.</summary>
    public bool HasBody => Definition.TryGetProperty("requestBody", out var body) && (!body.TryGetProperty("content", out var content) || content.TryGetProperty("application/json", out _));

    public bool IsWrite => Method != HttpMethod.Get;

    /// <inheritdoc/>
    public override string ToString() => $"{Id} ({Method} {Path})";
}

/// <summary>The document as the running service tells it: what every walk over "all operations" starts from.</summary>
internal static class ServiceDocument
{
    public const string Address = "/openapi/v1.json";

    private static readonly SemaphoreSlim Reading = new(1, 1);
    private static JsonElement? _read;

    public static async Task<IReadOnlyList<ServiceOperation>> OperationsAsync(SatcomHost host) => [.. Operations(await ReadAsync(host.BaseAddress))];

    /// <summary>The document, made by the first service that is asked: a second of work that the others need not repeat for the same text.</summary>
    public static async Task<JsonElement> ReadAsync(Uri service)
    {
        await Reading.WaitAsync();
        try
        {
            using var client = new HttpClient { BaseAddress = service };
            return _read ??= JsonElement.Parse(await client.GetStringAsync(new Uri(Address, UriKind.Relative)));
        }
        finally
        {
            Reading.Release();
        }
    }

    public static IEnumerable<ServiceOperation> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select new ServiceOperation(
            operation.Value.TryGetProperty("operationId", out var id) ? id.GetString()! : string.Empty,
            new HttpMethod(operation.Name.ToUpperInvariant()),
            path.Name,
            [.. Parameters(operation.Value)],
            operation.Value);

    private static IEnumerable<ServiceParameter> Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Select(p => new ServiceParameter(p.Text("name"), p.Text("in")))
            : [];
}
