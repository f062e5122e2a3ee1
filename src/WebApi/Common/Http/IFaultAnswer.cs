namespace Satcom.WebApi.Common.Http;

/// <summary>Metadata of routes that answer to faults in another shape than a problem.</summary>
internal interface IFaultAnswer
{
    /// <summary>Writes the answer; the response has not started.</summary>
    /// <param name="context">The request, with what is known of a retry in its answer's headers.</param>
    /// <param name="status">The status that the fault has everywhere.</param>
    Task WriteAsync(HttpContext context, int status);
}
