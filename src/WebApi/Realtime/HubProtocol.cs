using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Satcom.WebApi.Realtime;

/// <summary>
/// The JSON protocol of one connection. A heartbeat may leave out its status, because the hub itself knows no optional arguments;
/// and every message counts against the connection's throttle, also one that the hub would never see because it is malformed or
/// calls what does not exist.
/// </summary>
internal sealed class HubProtocol(JsonHubProtocol json, HubThrottle throttle) : IHubProtocol
{
    public const string JsonName = "json";

    /// <summary>Ends the connection when it goes on after its warnings.</summary>
    public Action? Flooded { get; set; }

    public string Name => json.Name;

    public int Version => json.Version;

    public TransferFormat TransferFormat => json.TransferFormat;

    public bool IsVersionSupported(int version) => json.IsVersionSupported(version);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => json.GetMessageBytes(message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => json.WriteMessage(message, output);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        var start = input;
        if (!json.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }

        switch (throttle.Judge())
        {
            case HubThrottle.Verdict.Warned:
                message = Refuse(message);
                return true;
            case HubThrottle.Verdict.Closed:
                Flooded?.Invoke();
                message = PingMessage.Instance;
                return true;
            case HubThrottle.Verdict.Allowed:
                break;
        }

        if (message is InvocationBindingFailureMessage { Target: nameof(SatcomHub.Heartbeat) }
            && json.TryParseMessage(ref start, new NoArguments(binder), out var bare)
            && bare is InvocationMessage { Arguments: [] } heartbeat)
        {
            message = new InvocationMessage(heartbeat.InvocationId, heartbeat.Target, [null]);
        }

        return true;
    }

    /// <summary>What a call comes to that is one too many: its caller hears of it. Anything else is dropped.</summary>
    private static HubMessage Refuse(HubMessage message)
    {
        var (id, target) = message switch
        {
            HubMethodInvocationMessage call => (call.InvocationId, call.Target),
            InvocationBindingFailureMessage call => (call.InvocationId, call.Target),
            _ => (null, null),
        };
        return target is null ? PingMessage.Instance : new InvocationBindingFailureMessage(id, target, ExceptionDispatchInfo.Capture(new HubException("rate_limited")));
    }

    private sealed class NoArguments(IInvocationBinder binder) : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [];

        public Type GetReturnType(string invocationId) => binder.GetReturnType(invocationId);

        public Type GetStreamItemType(string streamId) => binder.GetStreamItemType(streamId);
    }
}
