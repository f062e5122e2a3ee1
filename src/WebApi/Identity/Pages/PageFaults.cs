using System.Globalization;
using Satcom.WebApi.Common.Http;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>Faults on the routes that a person's browser comes to, on a page in their language.</summary>
internal sealed class PageFaults : IFaultAnswer
{
    public static readonly PageFaults OnAPage = new();

    public Task WriteAsync(HttpContext context, int status)
    {
        if (status == StatusCodes.Status503ServiceUnavailable && context.Response.Headers.RetryAfter.Count == 0)
        {
            context.Response.Headers.RetryAfter = ProblemWriter.UnavailableRetrySeconds.ToString(CultureInfo.InvariantCulture);
        }

        return MessagePages.ErrorAsync(
            context,
            status switch
            {
                StatusCodes.Status429TooManyRequests => ProblemCodes.RateLimited,
                StatusCodes.Status503ServiceUnavailable => "unavailable",
                >= StatusCodes.Status500InternalServerError => "fault",
                _ => "request",
            },
            status);
    }
}
