using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Satcom.WebApi.Common.Observability;

/// <summary>Lets the metrics out to this machine itself and to whoever has the token.</summary>
internal static class MetricsGuard
{
    public const string TokenSetting = "Satcom:Metrics:Token";

    /// <summary>X-Forwarded-For, X-Forwarded-Host, X-Real-IP, X-Original-For and their kin.</summary>
    private static readonly string[] Prefixes = ["X-Forwarded", "X-Real-", "X-Original-", "X-Client-", "X-Cluster-", "X-Envoy-", "X-ProxyUser-"];

    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Forwarded", HeaderNames.Via, "True-Client-IP", "CF-Connecting-IP", "Client-IP", "Fastly-Client-IP", "Forwarded-For");

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
        && !context.Request.Headers.Keys.Any(IsOfAProxy);

    private static bool IsOfAProxy(string header) =>
        Prefixes.Any(prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) || Names.Contains(header);
}
