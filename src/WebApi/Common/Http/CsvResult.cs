using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;

namespace Satcom.WebApi.Common.Http;

/// <summary>Marks an action that answers with a table.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CsvAnswerAttribute(string example) : ProducesResponseTypeAttribute(typeof(string), StatusCodes.Status200OK, CsvResult.MediaType)
{
    /// <summary>A few rows, for the document.</summary>
    public string Example { get; } = example;
}

/// <summary>A table as text/csv. It is sent while it is written: once it has begun, a fault can only cut it off, and the client sees an answer that does not end.</summary>
internal sealed class CsvResult(CsvFile file) : ActionResult
{
    public const string MediaType = "text/csv";

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var (response, aborted) = (context.HttpContext.Response, context.HttpContext.RequestAborted);
        response.ContentType = $"{MediaType}; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{file.Name}\"";
        response.Headers.CacheControl = "no-store";
        var writer = new CsvWriter(response.Body);
        await file.WriteAsync(writer, aborted);
        await writer.FlushAsync(aborted);
    }
}
