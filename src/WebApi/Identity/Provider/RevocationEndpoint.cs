using MediatR;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Identity.Provider;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>Takes a token back (RFC 7009).</summary>
internal static class RevocationEndpoint
{
    public static async Task HandleAsync(HttpContext context)
    {
        if (await ProofReading.ReadAsync(context, takesAnyToken: true) is not var (parameters, proof))
        {
            return;
        }

        if (parameters["token"] is not { } text)
        {
            await ProtocolAnswers.WriteErrorAsync(context, StatusCodes.Status400BadRequest, ProtocolError.InvalidRequest, "The token is missing.");
            return;
        }

        var result = await context.RequestServices.GetRequiredService<IMediator>().Send(new RevokeTokenCommand(proof, text), context.RequestAborted);
        if (result.Error is { } error)
        {
            await ProtocolAnswers.WriteErrorAsync(context, error);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentLength = 0;
    }
}
