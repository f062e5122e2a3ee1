using System.Text.Json;

namespace Satcom.IntegrationTests.Contract;

/// <summary>Holds every answer that a test gets to the document: what is not declared fails the test that met it.</summary>
internal sealed class ContractGuard() : DelegatingHandler(new SocketsHttpHandler { UseCookies = false })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Head || request.RequestUri is not { } address || !address.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
        {
            return response;
        }

        var isProblem = response.Content.Headers.ContentType?.MediaType is "application/problem+json";
        if (!response.IsSuccessStatusCode && !isProblem)
        {
            // The server itself refuses what is no HTTP, before there is an operation.
            return response;
        }

        string? code = null;
        if (isProblem)
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            code = JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellationToken)).GetProperty("code").GetString();
        }

        var hasJson = !isProblem && response.Content.Headers is { ContentType.MediaType: "application/json", ContentLength: not 0 };
        var declared = await DeclaredAnswers.OfAsync(new Uri(address.GetLeftPart(UriPartial.Authority)));
        return declared.Fault(request.Method, address.AbsolutePath, (int)response.StatusCode, code, hasJson) is { } fault ? throw new UndeclaredAnswerException(fault) : response;
    }
}

/// <summary>The service answered what its document does not say.</summary>
public sealed class UndeclaredAnswerException(string message) : Exception(message);
