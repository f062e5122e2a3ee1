namespace Satcom.WebApi.Common.Problems;

/// <summary>The codes of faults that no use case answers for.</summary>
public static class ProblemCodes
{
    public const string Forbidden = "forbidden";
    public const string InternalError = "internal_error";

    /// <summary>The body is no JSON text, is nested too deep, or names a member twice.</summary>
    public const string MalformedJson = "malformed_json";

    /// <summary>The request breaks HTTP itself.</summary>
    public const string MalformedRequest = "malformed_request";

    public const string MethodNotAllowed = "method_not_allowed";
    public const string NotAcceptable = "not_acceptable";
    public const string NotFound = "not_found";
    public const string PayloadTooLarge = "payload_too_large";
    public const string RateLimited = "rate_limited";
    public const string RequestTimeout = "request_timeout";
    public const string ServiceUnavailable = "service_unavailable";
    public const string Unauthenticated = "unauthenticated";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string ValidationFailed = "validation_failed";

    /// <summary>The code for a status that was set without a body.</summary>
    public static string Of(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Unauthenticated,
        StatusCodes.Status403Forbidden => Forbidden,
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status406NotAcceptable => NotAcceptable,
        StatusCodes.Status408RequestTimeout => RequestTimeout,
        StatusCodes.Status413PayloadTooLarge => PayloadTooLarge,
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType,
        StatusCodes.Status429TooManyRequests => RateLimited,
        StatusCodes.Status503ServiceUnavailable => ServiceUnavailable,
        >= 500 => InternalError,
        _ => MalformedRequest,
    };
}
