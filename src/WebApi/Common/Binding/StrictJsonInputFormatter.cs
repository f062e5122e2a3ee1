using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.Net.Http.Headers;
using Satcom.Application.Common;
using Satcom.WebApi.Common.Json;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Binding;

/// <summary>Reads <c>application/json</c> in UTF-8 and nothing else, and says which fields are at fault. A body that asks for nothing may be left out.</summary>
internal sealed class StrictJsonInputFormatter : IInputFormatter, IApiRequestFormatMetadataProvider
{
    private const string MediaType = "application/json";

    /// <summary>RFC 8259 section 8.1 forbids a byte order mark, and the serializer would skip it. No JSON text starts with its first byte.</summary>
    private const byte ByteOrderMark = 0xEF;

    /// <summary>Of a longer body no more than this is held at once.</summary>
    private const int HeldBytes = 48 * 1024;

    public bool CanRead(InputFormatterContext context)
    {
        var headers = context.HttpContext.Request.Headers;
        return IsAbsent(context.HttpContext) || (headers.ContentEncoding.Count == 0 && IsJson(context.HttpContext.Request.ContentType));
    }

    public async Task<InputFormatterResult> ReadAsync(InputFormatterContext context)
    {
        var type = SatcomJson.Options.GetTypeInfo(context.ModelType);
        if (IsAbsent(context.HttpContext))
        {
            return Read(context, type, ReadOnlyMemory<byte>.Empty);
        }

        var reader = context.HttpContext.Request.BodyReader;
        var (start, isWhole) = await ReadStartAsync(reader, context.HttpContext.RequestAborted);
        if (!isWhole)
        {
            var first = start.FirstSpan[0];
            reader.AdvanceTo(start.Start);
            return first == ByteOrderMark ? Fault(context, [(JsonFaults.Whole, ProblemCodes.MalformedJson)]) : await ReadOnAsync(context, reader, type);
        }

        try
        {
            var body = start.IsSingleSegment ? start.First : start.ToArray();
            if (KeyedScopeOf(context) is { } scope)
            {
                scope.BodyHash = SHA256.HashData(body.Span);
            }

            return Read(context, type, body);
        }
        finally
        {
            reader.AdvanceTo(start.End);
        }
    }

    public IReadOnlyList<string>? GetSupportedContentTypes(string? contentType, Type objectType) => [MediaType];

    /// <summary>True when such a body must be there: it has a member that must.</summary>
    public static bool Asks(Type type)
    {
        var info = SatcomJson.Options.GetTypeInfo(type);
        return info.Kind != JsonTypeInfoKind.Object || info.Properties.Any(p => p.IsRequired);
    }

    private static InputFormatterResult Read(InputFormatterContext context, JsonTypeInfo type, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return Asks(type.Type) ? Fault(context, [(JsonFaults.Whole, FieldCodes.Required)]) : InputFormatterResult.Success(JsonSerializer.Deserialize("{}"u8, type));
        }

        if (body.Span[0] == ByteOrderMark)
        {
            return Fault(context, [(JsonFaults.Whole, ProblemCodes.MalformedJson)]);
        }

        try
        {
            var model = JsonSerializer.Deserialize(body.Span, type);
            return model is null ? Fault(context, [(JsonFaults.Whole, FieldCodes.Required)]) : InputFormatterResult.Success(model);
        }
        catch (JsonException exception)
        {
            return Fault(context, JsonFaults.All(exception, body, type));
        }
    }

    /// <summary>Reads a long body as it comes, so that it is not held; of its faults the first is told.</summary>
    private static async Task<InputFormatterResult> ReadOnAsync(InputFormatterContext context, PipeReader reader, JsonTypeInfo type)
    {
        try
        {
            var model = KeyedScopeOf(context) is { } scope
                ? await ReadHashedAsync(scope, reader, type, context.HttpContext.RequestAborted)
                : await JsonSerializer.DeserializeAsync(reader, type, context.HttpContext.RequestAborted);
            return model is null ? Fault(context, [(JsonFaults.Whole, FieldCodes.Required)]) : await InputFormatterResult.SuccessAsync(model);
        }
        catch (JsonException exception)
        {
            return Fault(context, JsonFaults.Of(exception));
        }
    }

    /// <summary>Reads a long body to its end and takes its hash on the way.</summary>
    private static async Task<object?> ReadHashedAsync(RequestScope scope, PipeReader reader, JsonTypeInfo type, CancellationToken cancellationToken)
    {
        using var hash = SHA256.Create();
        await using var hashed = new CryptoStream(reader.AsStream(leaveOpen: true), hash, CryptoStreamMode.Read);
        var model = await JsonSerializer.DeserializeAsync(hashed, type, cancellationToken);
        scope.BodyHash = hash.Hash;
        return model;
    }

    /// <summary>The request's scope where it has an Idempotency-Key, which is held to its very body.</summary>
    private static RequestScope? KeyedScopeOf(InputFormatterContext context) =>
        context.HttpContext.RequestServices?.GetService<RequestScope>() is { IdempotencyKey: not null } scope ? scope : null;

    /// <summary>The body, or as much of it as is held at once.</summary>
    private static async ValueTask<(ReadOnlySequence<byte> Start, bool IsWhole)> ReadStartAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        for (; ; )
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.IsCompleted || read.Buffer.Length > HeldBytes)
            {
                return (read.Buffer, read.IsCompleted && read.Buffer.Length <= HeldBytes);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool IsAbsent(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false };

    private static InputFormatterResult Fault(InputFormatterContext context, IEnumerable<(string Field, string Code)> faults)
    {
        foreach (var (field, code) in faults)
        {
            context.ModelState.TryAddModelError(field, code);
        }

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
