using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Http;

/// <summary>Gives a problem body to refusals that the framework makes without one: unknown route, wrong method, wrong media type.</summary>
internal sealed class EmptyAnswers(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null or 0 })
        {
            response.ContentLength = null;
            await ProblemWriter.WriteAsync(context, response.StatusCode, ProblemCodes.Of(response.StatusCode));
        }
    }
}
