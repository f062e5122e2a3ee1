using MediatR;
using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Http;

/// <summary>The base of every controller: one action, one message, one answer.</summary>
[ApiController]
public abstract class ApiController : ControllerBase
{
    /// <summary>Sends a message and answers 200 with its value.</summary>
    protected Task<ActionResult<T>> Send<T>(IRequest<Result<T>> message, CancellationToken cancellationToken)
        where T : notnull => SendAs(StatusCodes.Status200OK, message, cancellationToken);

    /// <summary>Sends a message and answers 201 with what was created.</summary>
    protected Task<ActionResult<T>> SendCreated<T>(IRequest<Result<T>> message, CancellationToken cancellationToken)
        where T : notnull => SendAs(StatusCodes.Status201Created, message, cancellationToken);

    /// <summary>Sends a message and answers 202 with where to look later.</summary>
    protected Task<ActionResult<T>> SendAccepted<T>(IRequest<Result<T>> message, CancellationToken cancellationToken)
        where T : notnull => SendAs(StatusCodes.Status202Accepted, message, cancellationToken);

    /// <summary>Sends a message and answers 204.</summary>
    protected Task<ActionResult> Send(IRequest<Result> message, CancellationToken cancellationToken) =>
        SendAs(StatusCodes.Status204NoContent, message, cancellationToken);

    /// <summary>Sends a message and answers 202 without a body.</summary>
    protected Task<ActionResult> SendAccepted(IRequest<Result> message, CancellationToken cancellationToken) =>
        SendAs(StatusCodes.Status202Accepted, message, cancellationToken);

    /// <summary>Sends a message and answers 200 with its table as text/csv, sent while it is read.</summary>
    protected async Task<ActionResult> SendCsv(IRequest<Result<CsvFile>> message, CancellationToken cancellationToken)
    {
        var result = await SendAsync(message, cancellationToken);
        return result.TryGet(out var file, out var error) ? new CsvResult(file) : new ProblemResult(error);
    }

    private async Task<ActionResult<T>> SendAs<T>(int status, IRequest<Result<T>> message, CancellationToken cancellationToken)
        where T : notnull
    {
        var result = await SendAsync(message, cancellationToken);
        return result.TryGet(out var value, out var error) ? new AnswerResult<T>(status, value) : new ProblemResult(error);
    }

    private async Task<ActionResult> SendAs(int status, IRequest<Result> message, CancellationToken cancellationToken)
    {
        var result = await SendAsync(message, cancellationToken);
        return result.Error is { } error ? new ProblemResult(error) : new StatusCodeResult(status);
    }

    private async Task<TResult> SendAsync<TResult>(IRequest<TResult> message, CancellationToken cancellationToken)
    {
        var services = HttpContext.RequestServices;
        var result = await services.GetRequiredService<IMediator>().Send(message, cancellationToken);
        if (services.GetRequiredService<RequestScope>().Replayed)
        {
            Response.Headers[HttpHeaderNames.IdempotencyReplayed] = "true";
        }

        return result;
    }
}
