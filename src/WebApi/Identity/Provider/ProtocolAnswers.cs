using System.Buffers;
using System.Text.Json;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity.Provider;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>Writes the provider's JSON, errors in OAuth's own shape (RFC 6749, section 5.2).</summary>
internal static class ProtocolAnswers
{
    public const string ServerError = "server_error";
    public const string TemporarilyUnavailable = "temporarily_unavailable";

    /// <summary>An object whose members the callback writes.</summary>
    public static async Task WriteJsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> writeMembers, string contentType = "application/json; charset=utf-8")
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ProblemTexts.Encoder }))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = buffer.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
        }
    }

    public static Task WriteErrorAsync(HttpContext context, int status, string error, string? description = null)
    {
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"satcom\", charset=\"UTF-8\"";
        }

        return WriteJsonAsync(context, status, json =>
        {
            json.WriteString("error", error);
            if (description is not null)
            {
                json.WriteString("error_description", description);
            }
        });
    }

    /// <summary>A refusal of a use case.</summary>
    public static Task WriteErrorAsync(HttpContext context, Error error)
    {
        if (error is IRetryAfter { RetryAfterSeconds: var seconds })
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return error switch
        {
            ProtocolError refused => WriteErrorAsync(context, ErrorStatus.Of(refused.Kind), refused.Reason, refused.Description),
            { Kind: ErrorKind.RateLimited } => WriteErrorAsync(context, StatusCodes.Status429TooManyRequests, TemporarilyUnavailable, "Too many failed attempts. Try again later."),
            { Kind: ErrorKind.Unavailable } => WriteErrorAsync(context, StatusCodes.Status503ServiceUnavailable, TemporarilyUnavailable),
            _ => WriteErrorAsync(context, StatusCodes.Status400BadRequest, ProtocolError.InvalidRequest, "The request is not valid."),
        };
    }
}
