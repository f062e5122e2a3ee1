using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Common;

/// <summary>A client of the hub on a bare WebSocket: no negotiation, the JSON protocol, no reconnecting.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const char RecordSeparator = '\u001e';

    private static readonly TimeSpan Patience = Waiting.Patience;

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonElement> _messages = Channel.CreateUnbounded<JsonElement>();
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;
    private int _invocations;
    private bool _isDisposed;

    private HubClient()
    {
    }

    /// <summary>How many WebSocket messages with calls in them have come, to tell frames from calls.</summary>
    public int CallFrames { get; private set; }

    /// <summary>Completes when the server has closed the connection.</summary>
    public Task Closed => _reading;

    /// <summary>Opens a socket and says nothing.</summary>
    /// <param name="service">The service's address, http or https.</param>
    /// <param name="accessToken">Sent as a query parameter, as browsers must; null for none.</param>
    public static async Task<HubClient> OpenAsync(Uri service, string? accessToken, CancellationToken cancellationToken = default)
    {
        var client = new HubClient();
        try
        {
            var address = new UriBuilder(new Uri(service, "/hubs/satcom"))
            {
                Scheme = string.Equals(service.Scheme, "https", StringComparison.Ordinal) ? "wss" : "ws",
                Query = accessToken is null ? string.Empty : $"access_token={Uri.EscapeDataString(accessToken)}",
            };
            await client._socket.ConnectAsync(address.Uri, cancellationToken);
            client._reading = client.ReadAsync();
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a socket and shakes hands.</summary>
    public static async Task<HubClient> ConnectAsync(Uri service, string? accessToken, CancellationToken cancellationToken = default)
    {
        var client = await OpenAsync(service, accessToken, cancellationToken);
        try
        {
            await client.SendTextAsync("""{"protocol":"json","version":1}""", cancellationToken);
            var answer = await client.NextAsync(_ => true, cancellationToken);
            answer.TryGetProperty("error", out var error).ShouldBeFalse(error.ToString());
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls a method of the hub.</summary>
    /// <returns>The error's text; null when it went well.</returns>
    public async Task<string?> InvokeAsync(string method, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref _invocations).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await SendTextAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }), CancellationToken.None);
        var completion = await WaitForCompletionAsync(id);
        return completion.TryGetProperty("error", out var error) ? error.GetString() : null;
    }

    /// <summary>Calls a method without waiting for its end.</summary>
    public Task SendAsync(string method, params object?[] arguments) =>
        SendTextAsync(JsonSerializer.Serialize(new { type = 1, target = method, arguments }), CancellationToken.None);

    /// <summary>Sends text as it is, with the record separator behind it.</summary>
    public async Task SendTextAsync(string text, CancellationToken cancellationToken) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text + RecordSeparator), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <summary>Waits for the server's next call of a method that meets a test; others that come meanwhile are skipped.</summary>
    /// <returns>Its one argument.</returns>
    public async Task<JsonElement> WaitForAsync(string method, Func<JsonElement, bool>? test = null)
    {
        var call = await NextAsync(m => IsCall(m, method) && (test is null || test(m.GetProperty("arguments")[0])));
        return call.GetProperty("arguments")[0];
    }

    /// <summary>Waits for the end of an invocation.</summary>
    public Task<JsonElement> WaitForCompletionAsync(string invocationId) =>
        NextAsync(m => TypeOf(m) == 3 && string.Equals(m.GetProperty("invocationId").GetString(), invocationId, StringComparison.Ordinal));

    /// <summary>Waits for the next error, of a handshake or a call.</summary>
    public async Task<string> WaitForRefusalAsync() => (await NextAsync(m => m.TryGetProperty("error", out _))).GetProperty("error").GetString()!;

    /// <summary>Waits for the server's close message.</summary>
    public Task<JsonElement> WaitForCloseAsync() => NextAsync(m => TypeOf(m) == 7);

    /// <summary>The calls of a method that have come and were not waited for, after a moment of listening.</summary>
    public async Task<IReadOnlyList<JsonElement>> DrainAsync(string method, TimeSpan listenFor)
    {
        await Task.WhenAny(_reading, Task.Delay(listenFor));
        var calls = new List<JsonElement>();
        while (_messages.Reader.TryRead(out var message))
        {
            if (IsCall(message, method))
            {
                calls.Add(message.GetProperty("arguments")[0]);
            }
        }

        return calls;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _stop.CancelAsync();
        _socket.Abort();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _stop.Dispose();
    }

    private static int TypeOf(JsonElement message) => message.TryGetProperty("type", out var type) ? type.GetInt32() : 0;

    private static bool IsCall(JsonElement message, string method) =>
        TypeOf(message) == 1 && string.Equals(message.GetProperty("target").GetString(), method, StringComparison.Ordinal);

    private async Task<JsonElement> NextAsync(Func<JsonElement, bool> test, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        while (true)
        {
            var message = await _messages.Reader.ReadAsync(limit.Token);
            if (test(message))
            {
                return message;
            }
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[16 * 1024];
        using var whole = new MemoryStream();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer, _stop.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                whole.Write(buffer, 0, received.Count);
                if (received.EndOfMessage)
                {
                    Take(Encoding.UTF8.GetString(whole.ToArray()));
                    whole.SetLength(0);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Cut off; whoever waits for a message learns that none will come.
        }
        finally
        {
            _messages.Writer.TryComplete();
        }
    }

    private void Take(string frame)
    {
        var messages = frame.Split(RecordSeparator, StringSplitOptions.RemoveEmptyEntries).Select(text => JsonElement.Parse(text)).ToList();
        CallFrames += messages.Exists(m => TypeOf(m) == 1) ? 1 : 0;
        messages.ForEach(m => _messages.Writer.TryWrite(m));
    }
}
