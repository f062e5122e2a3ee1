using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Satcom.Application.Common;
using Satcom.Infrastructure.Persistence;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Http;

/// <summary>Turns every exception into a problem that says nothing of the inside, and is logged once if it is ours.</summary>
internal sealed class LastResort(RequestDelegate next, ILogger<LastResort> logger)
{
    /// <summary>Nobody reads it: the client is gone. The number is nginx's, for the access log.</summary>
    private const int ClientClosedRequest = 499;

    /// <summary>A body refused for its size is still read up to here, for five seconds at most.</summary>
    private const long DrainedBytes = 16 * 1024 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException and not BadHttpRequestException)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = ClientClosedRequest;
            }
        }
        catch (Exception exception)
        {
            var (status, code) = Classify(exception);
            Report(exception, status);
            if (context.Response.HasStarted)
            {
                // Half an answer must not look like a whole one.
                context.Abort();
                return;
            }

            if (status == StatusCodes.Status413PayloadTooLarge)
            {
                LetClientFinish(context);
            }

            context.Response.Headers.ETag = default;
            context.Response.ContentLength = null;
            if (exception is IRetryAfter retry)
            {
                context.Response.Headers.RetryAfter = retry.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            }

            await (context.GetEndpoint()?.Metadata.GetMetadata<IFaultAnswer>()?.WriteAsync(context, status) ?? ProblemWriter.WriteAsync(context, status, code));
        }
    }

    internal static (int Status, string Code) Classify(Exception exception) => exception switch
    {
        BadHttpRequestException bad => (bad.StatusCode, ProblemCodes.Of(bad.StatusCode)),
        TooBusyException => (StatusCodes.Status429TooManyRequests, ProblemCodes.RateLimited),
        JsonException => (StatusCodes.Status400BadRequest, ProblemCodes.MalformedJson),
        _ when DatabaseFaults.IsDatabaseUnavailable(exception) => (StatusCodes.Status503ServiceUnavailable, ProblemCodes.ServiceUnavailable),
        _ => (StatusCodes.Status500InternalServerError, ProblemCodes.InternalError),
    };

    /// <summary>
    /// Who still sends when the connection closes is shown a broken pipe in place of the answer. With the limit out of the way the
    /// server reads the rest of the body after it has answered, as it does for every other answer, and then closes.
    /// </summary>
    private static void LetClientFinish(HttpContext context)
    {
        if (context.Request.ContentLength <= DrainedBytes && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
    }

    private void Report(Exception exception, int status)
    {
        if (status == StatusCodes.Status500InternalServerError)
        {
            Log.Unhandled(logger, exception);
        }
        else if (status == StatusCodes.Status503ServiceUnavailable)
        {
            Log.DatabaseUnavailable(logger, exception.GetBaseException().GetType().Name);
        }
    }
}
