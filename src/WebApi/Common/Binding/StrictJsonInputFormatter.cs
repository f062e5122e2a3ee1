using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.Net.Http.Headers;
using Satcom.WebApi.Common.Json;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Binding;

/// <summary>Reads <c>application/json</c> in UTF-8 and nothing else, and says which field is at fault.</summary>
internal sealed class StrictJsonInputFormatter : IInputFormatter, IApiRequestFormatMetadataProvider
{
    private const string MediaType = "application/json";

    public bool CanRead(InputFormatterContext context)
    {
        var headers = context.HttpContext.Request.Headers;
        return headers.ContentEncoding.Count == 0 && IsJson(context.HttpContext.Request.ContentType);
    }

    public async Task<InputFormatterResult> ReadAsync(InputFormatterContext context)
    {
        var http = context.HttpContext;
        if (http.Request.ContentLength == 0)
        {
            return Fault(context, JsonFaults.Whole, FieldCodes.Required);
        }

        try
        {
            if (await StartsWithByteOrderMarkAsync(http))
            {
                return Fault(context, JsonFaults.Whole, ProblemCodes.MalformedJson);
            }

            var model = await JsonSerializer.DeserializeAsync(http.Request.BodyReader, context.ModelType, SatcomJson.Options, http.RequestAborted);
            return model is null ? Fault(context, JsonFaults.Whole, FieldCodes.Required) : await InputFormatterResult.SuccessAsync(model);
        }
        catch (JsonException exception)
        {
            foreach (var (field, code) in JsonFaults.Of(exception))
            {
                context.ModelState.TryAddModelError(field, code);
            }

            return await InputFormatterResult.FailureAsync();
        }
    }

    public IReadOnlyList<string>? GetSupportedContentTypes(string? contentType, Type objectType) => [MediaType];

    /// <summary>RFC 8259 section 8.1 forbids one, and the serializer would skip it. No JSON text starts with its first byte.</summary>
    private static async ValueTask<bool> StartsWithByteOrderMarkAsync(HttpContext http)
    {
        const byte First = 0xEF;
        var reader = http.Request.BodyReader;
        var read = await reader.ReadAsync(http.RequestAborted);
        var found = !read.Buffer.IsEmpty && read.Buffer.FirstSpan[0] == First;
        reader.AdvanceTo(read.Buffer.Start);
        return found;
    }

    private static InputFormatterResult Fault(InputFormatterContext context, string field, string code)
    {
        context.ModelState.TryAddModelError(field, code);
        return InputFormatterResult.Failure();
    }

    private static bool IsJson(string? contentType)
    {
        if (string.Equals(contentType, MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return MediaTypeHeaderValue.TryParse(contentType, out var parsed)
            && parsed.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
            && (!parsed.Charset.HasValue || HeaderUtilities.RemoveQuotes(parsed.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }
}
