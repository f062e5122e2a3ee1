using Satcom.Application.Identity.Provider;
using Satcom.Domain.Identity.Provider;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>What the endpoints begin with at which clients prove who they are.</summary>
internal static class ProofReading
{
    /// <summary>The parameters and the proof; null when the request was refused and answered.</summary>
    public static async Task<(ProtocolParameters Parameters, ClientProof Proof)?> ReadAsync(HttpContext context, bool takesAnyToken = false)
    {
        var (parameters, fault) = await ProtocolParameters.ReadFormAsync(context, takesAnyToken);
        if (parameters is null)
        {
            await ProtocolAnswers.WriteErrorAsync(context, StatusCodes.Status400BadRequest, ProtocolError.InvalidRequest, fault);
            return null;
        }

        var (proof, error) = ClientCredentials.Read(context.Request, parameters, Addresses.Issuer(context));
        if (proof is null)
        {
            var isUnclear = string.Equals(error, ProtocolError.InvalidRequest, StringComparison.Ordinal);
            await ProtocolAnswers.WriteErrorAsync(context, isUnclear ? StatusCodes.Status400BadRequest : StatusCodes.Status401Unauthorized, error!);
            return null;
        }

        return (parameters, proof);
    }
}
