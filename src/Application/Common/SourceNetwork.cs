using System.Net;
using System.Net.Sockets;

namespace Satcom.Application.Common;

/// <summary>What calls are counted by that come from one place.</summary>
public static class SourceNetwork
{
    /// <summary>The network that an address stands for: itself in IPv4, its /64 in IPv6, where one customer has that many.</summary>
    public static string Of(string? address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
        {
            return "unknown";
        }

        if (parsed.IsIPv4MappedToIPv6)
        {
            parsed = parsed.MapToIPv4();
        }

        return parsed.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(parsed.GetAddressBytes().AsSpan(0, 8)) : parsed.ToString();
    }
}
