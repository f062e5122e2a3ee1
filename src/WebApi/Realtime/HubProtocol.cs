using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Satcom.WebApi.Realtime;

/// <summary>The JSON protocol, except that a heartbeat may leave out its status: the hub itself knows no optional arguments.</summary>
internal sealed class HubProtocol(IOptions<JsonHubProtocolOptions> options) : IHubProtocol
{
    public const string JsonName = "json";

    private readonly JsonHubProtocol _json = new(options);

    public string Name => _json.Name;

    public int Version => _json.Version;

    public TransferFormat TransferFormat => _json.TransferFormat;

    public bool IsVersionSupported(int version) => _json.IsVersionSupported(version);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _json.GetMessageBytes(message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _json.WriteMessage(message, output);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        var start = input;
        if (!_json.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }

        if (message is InvocationBindingFailureMessage { Target: nameof(SatcomHub.Heartbeat) }
            && _json.TryParseMessage(ref start, new NoArguments(binder), out var bare)
            && bare is InvocationMessage { Arguments: [] } heartbeat)
        {
            message = new InvocationMessage(heartbeat.InvocationId, heartbeat.Target, [null]);
        }

        return true;
    }

    private sealed class NoArguments(IInvocationBinder binder) : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [];

        public Type GetReturnType(string invocationId) => binder.GetReturnType(invocationId);

        public Type GetStreamItemType(string streamId) => binder.GetStreamItemType(streamId);
    }
}
