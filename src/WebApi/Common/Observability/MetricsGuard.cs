using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Satcom.WebApi.Common.Observability;

/// <summary>Lets the metrics out to this machine itself and to whoever has the token.</summary>
internal static class MetricsGuard
{
    public const string TokenSetting = "Satcom:Metrics:Token";

    private const string Scheme = "Bearer ";

    public static bool Allows(HttpContext context, string? token)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.Length > 0)
        {
            return !string.IsNullOrEmpty(token)
                && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..])), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        }

        return IsLocal(context);
    }

    /// <summary>A proxy on this machine speaks for strangers: what it forwards is not local.</summary>
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey("Forwarded")
        && !context.Request.Headers.ContainsKey(HeaderNames.Via);
}
