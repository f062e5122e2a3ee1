using System.Globalization;
using Satcom.Application.Common;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Identity.Limits;
using Satcom.WebApi.Common.Http;
using Satcom.WebApi.Common.Problems;
using Satcom.WebApi.Identity.Pages;
using Satcom.WebApi.Identity.Provider;

namespace Satcom.WebApi.Identity;

/// <summary>Turns requests away that come too often, in the form that their route speaks.</summary>
internal sealed class RequestGate(RequestLimits limits)
{
    private const int WindowSeconds = 60;

    /// <summary>Who watches the service must see it under a flood too.</summary>
    private static readonly PathString[] Operations = [new("/health"), new("/metrics")];

    private static readonly PathString[] Protocol = [new("/connect"), new("/.well-known")];
    private static readonly PathString Pages = new("/account");

    /// <summary>Judges the request by its address alone.</summary>
    /// <returns>False when it was answered.</returns>
    public ValueTask<bool> AdmitAddressAsync(HttpContext context) =>
        IsExempt(context) ? ValueTask.FromResult(true) : AnswerAsync(context, limits.JudgeAddressAsync(context.Connection.RemoteIpAddress, context.RequestAborted));

    /// <summary>Judges the request by who sends it and what it does.</summary>
    /// <param name="caller">Null where nobody is known.</param>
    /// <returns>False when it was answered.</returns>
    public ValueTask<bool> AdmitAsync(HttpContext context, Caller? caller)
    {
        if (IsExempt(context))
        {
            return ValueTask.FromResult(true);
        }

        var kind = KindOf(context);
        return AnswerAsync(context, caller is null
            ? limits.JudgeAnonymousAsync(context.Connection.RemoteIpAddress, kind, context.RequestAborted)
            : limits.JudgeCallerAsync(caller, kind, context.RequestAborted));
    }

    private static async ValueTask<bool> AnswerAsync(HttpContext context, ValueTask<RequestRefusal?> judging)
    {
        if (await judging is not { } refusal)
        {
            return true;
        }

        var headers = context.Response.Headers;
        headers.RetryAfter = refusal.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        headers[HttpHeaderNames.RateLimitPolicy] = string.Create(CultureInfo.InvariantCulture, $"\"{refusal.Limit}\";q={refusal.PerMinute};w={WindowSeconds}");
        headers[HttpHeaderNames.RateLimit] = string.Create(CultureInfo.InvariantCulture, $"\"{refusal.Limit}\";r=0;t={refusal.RetryAfterSeconds}");
        await RefuseAsync(context, refusal);
        return false;
    }

    private static Task RefuseAsync(HttpContext context, RequestRefusal refusal)
    {
        var path = context.Request.Path;

        // A person's browser comes to some of the protocol's routes too.
        if (path.StartsWithSegments(Pages, StringComparison.Ordinal) || context.GetEndpoint()?.Metadata.GetMetadata<PageFaults>() is not null)
        {
            return MessagePages.ErrorAsync(context, ProblemCodes.RateLimited, StatusCodes.Status429TooManyRequests);
        }

        if (Array.Exists(Protocol, p => path.StartsWithSegments(p, StringComparison.Ordinal)))
        {
            return ProtocolAnswers.WriteErrorAsync(context, StatusCodes.Status429TooManyRequests, ProtocolAnswers.TemporarilyUnavailable, "Too many requests. Try again later.");
        }

        return ProblemWriter.WriteAsync(context, new RateLimited(refusal.RetryAfterSeconds));
    }

    private static RequestKind KindOf(HttpContext context)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
        {
            return RequestKind.Read;
        }

        return context.GetEndpoint()?.Metadata.GetMetadata<SensitiveAttribute>() is null ? RequestKind.Write : RequestKind.Sensitive;
    }

    private static bool IsExempt(HttpContext context) => Array.Exists(Operations, p => context.Request.Path.StartsWithSegments(p, StringComparison.Ordinal));
}
