using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Satcom.WebApi.Common.Http;

/// <summary>
/// Whose word on the client's address and scheme counts: that of the proxies in the settings, and nobody's else. A client that
/// writes these headers itself moves neither limits nor audit.
/// </summary>
internal sealed class TrustedProxies(IConfiguration configuration) : IConfigureOptions<ForwardedHeadersOptions>
{
    /// <summary>Addresses and networks, separated by commas.</summary>
    public const string Setting = "Satcom:Http:TrustedProxies";

    public void Configure(ForwardedHeadersOptions options)
    {
        // What the framework trusts by itself is the loopback; a proxy there has to be named as well.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        options.ForwardLimit = null;
        var proxies = (configuration[Setting] ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        options.ForwardedHeaders = proxies.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        foreach (var proxy in proxies)
        {
            if (System.Net.IPNetwork.TryParse(proxy, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else if (IPAddress.TryParse(proxy, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                throw new OptionsValidationException(Setting, typeof(ForwardedHeadersOptions), [$"{Setting}: \"{proxy}\" is neither an address nor a network such as 10.0.0.0/8."]);
            }
        }
    }
}
