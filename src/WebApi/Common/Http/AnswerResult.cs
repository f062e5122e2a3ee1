using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.WebApi.Common.Json;

namespace Satcom.WebApi.Common.Http;

/// <summary>
/// An action's value as JSON. It is serialized whole before the first byte is sent, so that a fault in it is still a clean
/// problem, and the answer has its length.
/// </summary>
internal sealed class AnswerResult<T>(int status, T value) : ActionResult
    where T : notnull
{
    // A serializer's output has no faults to be looked for.
    private static readonly JsonWriterOptions Writing = new() { Encoder = SatcomJson.Options.Encoder, MaxDepth = SatcomJson.MaxDepth, SkipValidation = true };
    private static readonly JsonTypeInfo<T> TypeInfo = (JsonTypeInfo<T>)SatcomJson.Options.GetTypeInfo(typeof(T));

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        using var body = new RentedBytes();
        await using (var writer = new Utf8JsonWriter(body, Writing))
        {
            JsonSerializer.Serialize(writer, value, TypeInfo);
        }

        var response = context.HttpContext.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Written.Length;
        if (value is IVersioned { Version: var version })
        {
            response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
        }

        if (!HttpMethods.IsHead(context.HttpContext.Request.Method))
        {
            await response.BodyWriter.WriteAsync(body.Written, context.HttpContext.RequestAborted);
        }
    }
}
