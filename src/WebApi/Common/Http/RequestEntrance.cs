using System.Buffers;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Satcom.Application.Common;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Http;

/// <summary>Fills the request's scope from its headers, and gives the sync routes their larger body.</summary>
internal sealed class RequestEntrance(RequestDelegate next)
{
    internal const int IdempotencyKeyMaxLength = 200;

    private static readonly PathString SyncPath = new("/api/v1/sync");
    private static readonly SearchValues<char> PrintableAscii = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)]);

    public Task InvokeAsync(HttpContext context, RequestScope scope)
    {
        var request = context.Request;
        var headers = request.Headers;
        var isKey = TryIdempotencyKey(headers[HttpHeaderNames.IdempotencyKey], out var key);
        var isMatch = TryIfMatch(headers.IfMatch, out var version);
        if (!isKey || !isMatch)
        {
            var fields = new Dictionary<string, IReadOnlyList<FieldError>>(StringComparer.Ordinal);
            if (!isKey)
            {
                fields.Add(HttpHeaderNames.IdempotencyKey, [new FieldError(FieldCodes.InvalidFormat, "idempotency-key")]);
            }

            if (!isMatch)
            {
                fields.Add(HeaderNames.IfMatch, [new FieldError(FieldCodes.InvalidFormat, "if-match")]);
            }

            return ProblemWriter.WriteAsync(context, new ValidationFailed(fields));
        }

        scope.IdempotencyKey = key;
        scope.IfMatch = version;
        scope.Operation = string.Concat(request.Method, " ", request.Path.Value);
        scope.RemoteAddress = Text(context.Connection.RemoteIpAddress);
        if (request.Path.StartsWithSegments(SyncPath, StringComparison.Ordinal)
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = HttpLimits.SyncBodyBytes;
        }

        return next(context);
    }

    internal static bool TryIdempotencyKey(StringValues header, out string? key)
    {
        key = null;
        if (header.Count == 0)
        {
            return true;
        }

        key = header.Count == 1 ? header[0] : null;
        return key is { Length: > 0 and <= IdempotencyKeyMaxLength } && !key.AsSpan().ContainsAnyExcept(PrintableAscii);
    }

    /// <summary>
    /// One strong entity tag with a version in it. <c>*</c> asks only that the thing exists, which every change asks anyway; a weak
    /// tag never matches in If-Match (RFC 9110 section 13.1.1), so sending one is a mistake that the caller should hear of.
    /// </summary>
    internal static bool TryIfMatch(StringValues header, out uint? version)
    {
        version = null;
        if (header.Count == 0)
        {
            return true;
        }

        var text = header.Count == 1 ? header[0].AsSpan().Trim() : default;
        if (text is "*")
        {
            return true;
        }

        if (text.Length > 2 && text[0] == '"' && text[^1] == '"'
            && uint.TryParse(text[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            version = number;
            return true;
        }

        return false;
    }

    private static string? Text(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString();
}
