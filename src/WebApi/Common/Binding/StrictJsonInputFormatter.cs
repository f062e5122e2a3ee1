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
