using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Notifications;

/// <summary>A small SMTP server that refuses what it is told to and keeps what it hears, for what a willing inbox cannot show.</summary>
internal sealed class SmtpStandIn : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;
    private readonly SslServerAuthenticationOptions? _tls;

    /// <param name="certificate">With one it offers STARTTLS.</param>
    public SmtpStandIn(X509Certificate2? certificate = null)
    {
        _tls = certificate is null ? null : new SslServerAuthenticationOptions { ServerCertificate = certificate };
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What it answers to a recipient; 250 takes them.</summary>
    public Func<string, string> Judge { get; set; } = _ => "250 Good";

    /// <summary>Whose mail alone it takes, once TLS is there; null takes anybody's.</summary>
    public (string User, string Password)? Account { get; set; }

    /// <summary>How long it takes for a mail.</summary>
    public TimeSpan Pace { get; set; }

    /// <summary>Every command line, "TLS " in front of those that came over TLS.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>The recipients of the mails it took, in order.</summary>
    public ConcurrentQueue<string> Taken { get; } = new();

    /// <summary>The mails it took.</summary>
    public ConcurrentQueue<string> Mails { get; } = new();

    public void Serve(SatcomHost host) => Serve(host.Settings);

    public void Serve(Dictionary<string, string> settings)
    {
        settings["Satcom:Mail:Host"] = "127.0.0.1";
        settings["Satcom:Mail:Port"] = ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A certificate for 127.0.0.1 that nobody has signed.</summary>
    public static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = RealTime.Clock.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                _ = TalkAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            await TalkAsync(client.GetStream());
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The other side hung up.
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        var prefix = string.Empty;
        using var reader = new LineReader(stream);
        await reader.SayAsync("220 stand-in", _ending.Token);
        var recipient = string.Empty;
        var isKnown = false;
        while (await reader.ReadAsync(_ending.Token) is { } line)
        {
            Commands.Enqueue(prefix + line);
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await reader.SayAsync(_tls is not null && prefix.Length == 0 ? "250-stand-in\r\n250 STARTTLS" : Account is null ? "250 stand-in" : "250-stand-in\r\n250 AUTH LOGIN", _ending.Token);
                    break;
                case "AUTH" when Account is { } account:
                    await reader.SayAsync("334 UGFzc3dvcmQ6", _ending.Token);
                    isKnown = account == (Decoded(line.Split(' ')[^1]), Decoded(await reader.ReadAsync(_ending.Token)));
                    await reader.SayAsync(isKnown ? "235 Known" : "535 Unknown", _ending.Token);
                    break;
                case "MAIL" when Account is not null && !isKnown:
                    await reader.SayAsync("530 Say who you are", _ending.Token);
                    break;
                case "STARTTLS" when _tls is not null:
                    await reader.SayAsync("220 Go on", _ending.Token);
                    await reader.SecureAsync(_tls, _ending.Token);
                    prefix = "TLS ";
                    break;
                case "RCPT":
                    recipient = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                    await reader.SayAsync(Judge(recipient), _ending.Token);
                    break;
                case "DATA":
                    await reader.SayAsync("354 Go on", _ending.Token);
                    var mail = new StringBuilder();
                    while (await reader.ReadAsync(_ending.Token) is { } text && text is not ".")
                    {
                        mail.Append(text).Append('\n');
                    }

                    await Task.Delay(Pace, RealTime.Clock, _ending.Token);
                    Taken.Enqueue(recipient);
                    Mails.Enqueue(mail.ToString());
                    await reader.SayAsync("250 Taken", _ending.Token);
                    break;
                case "QUIT":
                    await reader.SayAsync("221 Bye", _ending.Token);
                    return;
                default:
                    await reader.SayAsync("250 Good", _ending.Token);
                    break;
            }
        }
    }

    private static string Decoded(string? text) => Encoding.UTF8.GetString(Convert.FromBase64String(text ?? string.Empty));

    /// <summary>Lines over a stream that may be secured midway.</summary>
    private sealed class LineReader(Stream stream) : IDisposable
    {
        private readonly byte[] _one = new byte[1];
        private Stream _stream = stream;

        public async Task<string?> ReadAsync(CancellationToken cancellationToken)
        {
            var line = new List<byte>();
            while (await _stream.ReadAsync(_one, cancellationToken) == 1)
            {
                if (_one[0] == (byte)'\n')
                {
                    return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
                }

                line.Add(_one[0]);
            }

            return null;
        }

        public async Task SayAsync(string line, CancellationToken cancellationToken) => await _stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellationToken);

        public async Task SecureAsync(SslServerAuthenticationOptions options, CancellationToken cancellationToken)
        {
            var secured = new SslStream(_stream);
            _stream = secured;
            await secured.AuthenticateAsServerAsync(options, cancellationToken);
        }

        public void Dispose() => _stream.Dispose();
    }
}
