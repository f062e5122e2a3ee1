using System.Net;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Common;

/// <summary>A caller who is told to come again, and does. Where hundreds call at once on a busy machine, some are told so, as they should be.</summary>
internal static class Insistent
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Sends until the answer is another than 503 with a Retry-After.</summary>
    public static async Task<HttpResponseMessage> SendAsync(Func<Task<HttpResponseMessage>> send)
    {
        var begun = RealTime.Clock.GetTimestamp();
        while (true)
        {
            var response = await send();
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable || response.Headers.RetryAfter is null || RealTime.Clock.GetElapsedTime(begun) > Waiting.Patience)
            {
                return response;
            }

            response.Dispose();
            await Task.Delay(Pause);
        }
    }
}
