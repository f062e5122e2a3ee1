using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.WebApi.Common.Http;

/// <summary>Marks an action whose body is a table, of at most some bytes. The action reads it by <see cref="CsvBody"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CsvBodyAttribute(long maxBytes) : RequestSizeLimitAttribute(maxBytes);

/// <summary>Reads a body of text/csv.</summary>
internal static class CsvBody
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of the body, without its byte order mark.</summary>
    /// <exception cref="BadHttpRequestException">It is no text/csv (415), or too large (413).</exception>
    public static async Task<Result<string>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(CsvResult.MediaType, StringComparison.OrdinalIgnoreCase) || request.Headers.ContentEncoding.Count > 0
            || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw new BadHttpRequestException("The body is no text/csv.", StatusCodes.Status415UnsupportedMediaType);
        }

        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, cancellationToken);
        try
        {
            var text = Strict.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
            return text.Contains('\0', StringComparison.Ordinal) ? ValidationFailed.Of("file", "invalid_text") : text.TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return ValidationFailed.Of("file", "invalid_text");
        }
    }
}
