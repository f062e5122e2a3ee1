using MediatR;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Identity.Provider;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>Says whether a token works (RFC 7662).</summary>
internal static class IntrospectionEndpoint
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

        var result = await context.RequestServices.GetRequiredService<IMediator>().Send(new IntrospectTokenQuery(proof, text), context.RequestAborted);
        if (!result.TryGet(out var found, out var error))
        {
            await ProtocolAnswers.WriteErrorAsync(context, error);
            return;
        }

        await ProtocolAnswers.WriteJsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteBoolean("active", found.Token is not null);
            if (found.Token is not { } token)
            {
                return;
            }

            json.WriteString("iss", token.Issuer);
            json.WriteString("aud", token.Audience);
            json.WriteString("sub", token.Subject);
            json.WriteString("client_id", token.ClientId);
            json.WriteString("jti", token.Id);
            json.WriteString("scope", token.Scope);
            json.WriteString("token_type", "Bearer");
            json.WriteNumber("iat", token.IssuedAt.ToUnixTimeSeconds());
            json.WriteNumber("exp", token.ExpiresAt.ToUnixTimeSeconds());
            if (found.Username is { } username)
            {
                json.WriteString("username", username);
            }
        });
    }
}
