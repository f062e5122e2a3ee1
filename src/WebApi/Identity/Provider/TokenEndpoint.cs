using MediatR;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>Gives tokens for what a client shows (RFC 6749, section 3.2).</summary>
internal static class TokenEndpoint
{
    public static async Task HandleAsync(HttpContext context)
    {
        if (await ProofReading.ReadAsync(context) is not var (parameters, proof))
        {
            return;
        }

        IRequest<Result<TokenReply>>? command = parameters["grant_type"] switch
        {
            OAuthGrantTypes.ClientCredentials => new IssueClientTokenCommand(proof, parameters["scope"], parameters["resource"]),
            OAuthGrantTypes.AuthorizationCode => new RedeemCodeCommand(proof, parameters["code"], parameters["redirect_uri"], parameters["code_verifier"], parameters["resource"]),
            OAuthGrantTypes.RefreshToken => new RefreshGrantCommand(proof, parameters["refresh_token"], parameters["scope"], parameters["resource"]),
            OAuthGrantTypes.DeviceCode => new RedeemDeviceCodeCommand(proof, parameters["device_code"]),
            _ => null,
        };
        if (command is null)
        {
            await ProtocolAnswers.WriteErrorAsync(
                context, StatusCodes.Status400BadRequest, parameters.Has("grant_type") ? "unsupported_grant_type" : ProtocolError.InvalidRequest, "The grant_type is not one of those that the provider has.");
            return;
        }

        var result = await context.RequestServices.GetRequiredService<IMediator>().Send(command, context.RequestAborted);
        await (result.TryGet(out var reply, out var error) ? WriteAsync(context, reply) : ProtocolAnswers.WriteErrorAsync(context, error));
    }

    private static Task WriteAsync(HttpContext context, TokenReply reply)
    {
        context.Response.Headers.Pragma = "no-cache";
        return ProtocolAnswers.WriteJsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteString("access_token", reply.AccessToken);
            json.WriteString("token_type", "Bearer");
            json.WriteNumber("expires_in", reply.ExpiresIn);
            json.WriteString("scope", reply.Scope);
            if (reply.RefreshToken is { } refreshToken)
            {
                json.WriteString("refresh_token", refreshToken);
            }

            if (reply.IdToken is { } idToken)
            {
                json.WriteString("id_token", idToken);
            }
        });
    }
}
