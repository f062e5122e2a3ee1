using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Satcom.Bench.Raw;

/// <summary>A bare WebSocket that understands just enough of the hub's JSON to note heartbeats and answer calls.</summary>
internal sealed class RawHub(TimeProvider time)
{
    private const byte Separator = 0x1e;
    private readonly ConcurrentDictionary<Guid, long> _seen = new();

    public async Task AcceptAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || !RawTokens.TryRead($"Bearer {context.Request.Query["access_token"]}", time.GetUtcNow(), out _, out var user))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
                    return;
                }

                for (var rest = buffer.AsMemory(0, received.Count); rest.Span.IndexOf(Separator) is >= 0 and var end; rest = rest[(end + 1)..])
                {
                    if (Answer(rest.Span[..end], user) is { } answer)
                    {
                        await socket.SendAsync(answer, WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
                    }
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client is gone, or the bench is over.
        }
    }

    private byte[]? Answer(ReadOnlySpan<byte> message, Guid user)
    {
        var json = new Utf8JsonReader(message);
        string? invocation = null;
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.ValueTextEquals("protocol"u8))
            {
                return "{}\u001e"u8.ToArray();
            }

            if (json.ValueTextEquals("invocationId"u8))
            {
                json.Read();
                invocation = json.GetString();
            }
            else if (json.ValueTextEquals("target"u8))
            {
                _seen[user] = time.GetTimestamp();
            }
        }

        return invocation is null ? null : Encoding.UTF8.GetBytes($"{{\"type\":3,\"invocationId\":\"{invocation}\",\"result\":null}}\u001e");
    }
}
