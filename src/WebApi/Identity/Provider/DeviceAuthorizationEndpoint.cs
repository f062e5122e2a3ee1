using MediatR;
using Satcom.Application.Identity.Provider;
using Satcom.WebApi.Identity.Pages;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>Begins the sign-in of a device without a browser (RFC 8628, section 3.2).</summary>
internal static class DeviceAuthorizationEndpoint
{
    public static async Task HandleAsync(HttpContext context)
    {
        if (await ProofReading.ReadAsync(context) is not var (parameters, proof))
        {
            return;
        }

        var result = await context.RequestServices.GetRequiredService<IMediator>().Send(new AuthorizeDeviceCommand(proof, parameters["scope"], parameters["resource"]), context.RequestAborted);
        if (!result.TryGet(out var reply, out var error))
        {
            await ProtocolAnswers.WriteErrorAsync(context, error);
            return;
        }

        var page = Addresses.Issuer(context) + DevicePages.Path;
        await ProtocolAnswers.WriteJsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteString("device_code", reply.DeviceCode);
            json.WriteString("user_code", reply.UserCode);
            json.WriteString("verification_uri", page);
            json.WriteString("verification_uri_complete", $"{page}?user_code={reply.UserCode}");
            json.WriteNumber("expires_in", reply.ExpiresIn);
            json.WriteNumber("interval", reply.Interval);
        });
    }
}
