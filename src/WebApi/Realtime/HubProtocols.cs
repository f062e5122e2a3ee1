using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Satcom.WebApi.Realtime;

/// <summary>Gives each connection a protocol of its own, because the protocol is where all that a client sends can be counted.</summary>
internal sealed class HubProtocols(IOptions<JsonHubProtocolOptions> options, TimeProvider time) : IHubProtocolResolver
{
    private readonly JsonHubProtocol _json = new(options);

    public IReadOnlyList<IHubProtocol> AllProtocols => [_json];

    public IHubProtocol? GetProtocol(string protocolName, IReadOnlyList<string>? supportedProtocols) =>
        string.Equals(protocolName, HubProtocol.JsonName, StringComparison.OrdinalIgnoreCase) ? new HubProtocol(_json, new HubThrottle(time)) : null;
}
