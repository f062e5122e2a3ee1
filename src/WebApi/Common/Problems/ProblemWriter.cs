using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.WebApi.Common.Problems;

/// <summary>Writes <c>application/problem+json</c> (RFC 9457): the one shape of every refusal, in every environment.</summary>
public static class ProblemWriter
{
    public const string ContentType = "application/problem+json; charset=utf-8";

    /// <summary>Long enough for a database to restart, short enough for a person to wait.</summary>
    internal const int UnavailableRetrySeconds = 2;

    internal const int RateLimitedRetrySeconds = 30;

    private static readonly JsonEncodedText TypeName = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText TitleName = JsonEncodedText.Encode("title");
    private static readonly JsonEncodedText StatusName = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText DetailName = JsonEncodedText.Encode("detail");
    private static readonly JsonEncodedText InstanceName = JsonEncodedText.Encode("instance");
    private static readonly JsonEncodedText CodeName = JsonEncodedText.Encode("code");
    private static readonly JsonEncodedText TraceIdName = JsonEncodedText.Encode("traceId");
    private static readonly JsonEncodedText ErrorsName = JsonEncodedText.Encode("errors");
    private static readonly JsonEncodedText MessageName = JsonEncodedText.Encode("message");

    /// <summary>Answers with an expected failure.</summary>
    public static Task WriteAsync(HttpContext context, Error error)
    {
        var status = ErrorStatus.Of(error.Kind);
        if (error is IRetryAfter retry)
        {
            context.Response.Headers.RetryAfter = retry.RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return WriteAsync(context, status, error.Code, (error as ValidationFailed)?.Fields);
    }

    /// <summary>Answers with a fault that no use case answers for.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code) => WriteAsync(context, status, code, fields: null);

    private static async Task WriteAsync(HttpContext context, int status, string code, IReadOnlyDictionary<string, IReadOnlyList<FieldError>>? fields)
    {
        var language = Languages.Of(context);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.Headers.ContentLanguage = language.Tag();
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        AddHints(response, status);

        var buffer = new ArrayBufferWriter<byte>(512);
        await using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ProblemTexts.Encoder, SkipValidation = true }))
        {
            WriteBody(writer, context, status, ProblemTexts.In(language), code, fields);
        }

        response.ContentLength = buffer.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
        }
    }

    private static void WriteBody(
        Utf8JsonWriter writer, HttpContext context, int status, ProblemTexts texts, string code, IReadOnlyDictionary<string, IReadOnlyList<FieldError>>? fields)
    {
        var text = texts.Problem(code);
        writer.WriteStartObject();
        writer.WriteString(TypeName, text.Type);
        writer.WriteString(TitleName, text.Title);
        writer.WriteNumber(StatusName, status);
        writer.WriteString(DetailName, text.DetailFor(context.Response.Headers.RetryAfter.ToString()));
        writer.WriteString(InstanceName, context.Request.Path.Value);
        writer.WriteString(CodeName, text.Code);
        writer.WriteString(TraceIdName, Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier);
        if (fields is not null)
        {
            writer.WriteStartObject(ErrorsName);
            foreach (var (field, errors) in fields)
            {
                writer.WriteStartArray(field);
                foreach (var error in errors)
                {
                    writer.WriteStartObject();
                    writer.WriteString(CodeName, error.Code);
                    writer.WriteString(MessageName, texts.Field(error.Code, error.Limit));
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void AddHints(HttpResponse response, int status)
    {
        switch (status)
        {
            case StatusCodes.Status401Unauthorized when response.Headers.WWWAuthenticate.Count == 0:
                response.Headers.WWWAuthenticate = "Bearer";
                break;
            case StatusCodes.Status429TooManyRequests when response.Headers.RetryAfter.Count == 0:
                response.Headers.RetryAfter = RateLimitedRetrySeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                break;
            case StatusCodes.Status503ServiceUnavailable when response.Headers.RetryAfter.Count == 0:
                response.Headers.RetryAfter = UnavailableRetrySeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                break;
        }
    }
}
