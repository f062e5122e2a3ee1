using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Satcom.Bench.Load;

/// <summary>
/// One kept-alive HTTP/1.1 connection that sends prepared bytes and reads just enough of the answer, so that the generator takes
/// as little of the shared cores as it can.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[256 * 1024];

    private HttpConnection()
    {
    }

    /// <summary>The latest answer's status line and headers.</summary>
    public ReadOnlyMemory<byte> Head { get; private set; }

    /// <summary>The latest answer's body as it came.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    public static async Task<HttpConnection> OpenAsync(int port, CancellationToken cancellationToken)
    {
        var connection = new HttpConnection();
        await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        return connection;
    }

    /// <summary>Sends a request and waits for its whole answer.</summary>
    /// <returns>The status.</returns>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        await _socket.SendAsync(request, SocketFlags.None, cancellationToken);
        var filled = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(filled), SocketFlags.None, cancellationToken);
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            filled += read;
            if (filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, 4 * _buffer.Length);
            }

            if (TryEnd(_buffer.AsSpan(0, filled), out var body))
            {
                Head = _buffer.AsMemory(0, body);
                Body = _buffer.AsMemory(body, filled - body);
                return Utf8Parser.TryParse(_buffer.AsSpan(9, 3), out int status, out _) ? status : throw new IOException("The answer is not HTTP.");
            }
        }
    }

    /// <summary>Sends a request that must be answered with the status.</summary>
    public async Task ExpectAsync(ReadOnlyMemory<byte> request, int status, CancellationToken cancellationToken)
    {
        var answered = await SendAsync(request, cancellationToken);
        if (answered != status)
        {
            throw new BenchException(FormattableString.Invariant($"{answered} in place of {status}: {Encoding.UTF8.GetString(Head.Span)}{Encoding.UTF8.GetString(Body.Span)}"));
        }
    }

    /// <summary>A text of the latest answer's object; a body in chunks is one chunk where it is that small.</summary>
    public string Member(string name)
    {
        var body = Encoding.UTF8.GetString(Body.Span);
        return JsonElement.Parse(body[body.IndexOf('{', StringComparison.Ordinal)..(body.LastIndexOf('}') + 1)]).GetProperty(name).GetString() ?? throw new BenchException($"The answer has no {name}.");
    }

    public void Dispose() => _socket.Dispose();

    private static bool TryEnd(ReadOnlySpan<byte> answer, out int body)
    {
        body = answer.IndexOf(HeadEnd) + HeadEnd.Length;
        if (body < HeadEnd.Length)
        {
            return false;
        }

        var head = answer[..body];
        var at = head.IndexOf("Content-Length: "u8);
        if (at >= 0)
        {
            return Utf8Parser.TryParse(head[(at + "Content-Length: ".Length)..], out int length, out _) && answer.Length - body >= length;
        }

        return head.IndexOf("chunked"u8) < 0 || answer[body..].EndsWith("0\r\n\r\n"u8);
    }
}
