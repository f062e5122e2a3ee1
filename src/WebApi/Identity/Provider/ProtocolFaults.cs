using System.Globalization;
using Satcom.Domain.Identity.Provider;
using Satcom.WebApi.Common.Http;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>Faults on the provider's routes, in the shape that OAuth's clients read, wherever on the way to the handler they happen.</summary>
internal sealed class ProtocolFaults : IFaultAnswer
{
    public static readonly ProtocolFaults InTheirShape = new();

    public Task WriteAsync(HttpContext context, int status)
    {
        if (status == StatusCodes.Status503ServiceUnavailable && context.Response.Headers.RetryAfter.Count == 0)
        {
            context.Response.Headers.RetryAfter = ProblemWriter.UnavailableRetrySeconds.ToString(CultureInfo.InvariantCulture);
        }

        return ProtocolAnswers.WriteErrorAsync(context, status, status switch
        {
            StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => ProtocolAnswers.TemporarilyUnavailable,
            >= StatusCodes.Status500InternalServerError => ProtocolAnswers.ServerError,
            _ => ProtocolError.InvalidRequest,
        });
    }
}
