using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;
using Satcom.Application.Notifications;

namespace Satcom.Infrastructure.Notifications;

/// <summary>Mails over SMTP.</summary>
internal sealed class MailChannel(IOptions<MailOptions> options, TimeProvider time) : IMessageChannel
{
    public MessageChannel Channel => MessageChannel.Mail;

    public bool IsSet => options.Value.IsSet;

    public int Parallelism => options.Value.Parallelism;

    public TimeSpan Timeout => TimeSpan.FromSeconds(options.Value.TimeoutSeconds);

    public IMessageSender Open() => new MailSender(options.Value, Timeout, time);
}

/// <summary>One connection to the mail server; opened by its first mail and used by those after it.</summary>
internal sealed class MailSender : IMessageSender
{
    private readonly MailOptions _options;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly SmtpClient _client;

    public MailSender(MailOptions options, TimeSpan timeout, TimeProvider time)
    {
        (_options, _timeout, _time) = (options, timeout, time);
        _client = new SmtpClient(options.Host, options.Port) { EnableSsl = options.UsesTls, DeliveryFormat = SmtpDeliveryFormat.SevenBit };
        if (options.User.Length > 0)
        {
            _client.Credentials = new NetworkCredential(options.User, options.Password);
        }
    }

    public async Task SendAsync(RenderedMessage message, CancellationToken cancellationToken)
    {
        using var mail = Compose(message);
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _client.SendMailAsync(mail, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ChannelDownException("The mail server took too long.", e);
        }
        catch (SmtpException e) when (IsAnswerToTheMail(e))
        {
            throw new MessageRefusedException($"SMTP {((int)e.StatusCode).ToString(CultureInfo.InvariantCulture)} {e.StatusCode}", e);
        }
        catch (Exception e) when (e is SmtpException or IOException or SocketException or AuthenticationException or InvalidOperationException)
        {
            var cause = e.GetBaseException();
            throw new ChannelDownException(cause is SocketException socket ? $"SMTP {socket.SocketErrorCode}" : $"SMTP {(e as SmtpException)?.StatusCode.ToString() ?? "fault"} {cause.GetType().Name}", e);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// The server spoke of this mail or its recipient, rather than of itself: 421 is its own absence, 454 and 530 are about TLS, and
    /// what is no reply at all has the status -1.
    /// </summary>
    private static bool IsAnswerToTheMail(SmtpException e) =>
        e is SmtpFailedRecipientException
        || e.StatusCode is not (SmtpStatusCode.GeneralFailure or SmtpStatusCode.ServiceNotAvailable or SmtpStatusCode.ClientNotPermitted or SmtpStatusCode.MustIssueStartTlsFirst
            or SmtpStatusCode.ServiceClosingTransmissionChannel);

    private MailMessage Compose(RenderedMessage message)
    {
        var to = message.To;
        if (!MailAddress.TryCreate(to.Address, out var parsed) || !string.Equals(parsed.Address, to.Address, StringComparison.Ordinal) || to.Address.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new MessageRefusedException("The address is not one that mail can be sent to.");
        }

        var mail = new MailMessage
        {
            From = new MailAddress(_options.From, OneLine(message.SenderName), Encoding.UTF8),
            Subject = OneLine(message.Subject),
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        mail.To.Add(new MailAddress(to.Address, OneLine(to.Name ?? string.Empty), Encoding.UTF8));
        mail.Headers.Add("Message-ID", $"<{message.Id:N}@{mail.From.Host}>");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Headers.Add("Content-Language", message.Locale);
        if (message.Html is null)
        {
            (mail.Body, mail.BodyEncoding, mail.BodyTransferEncoding) = (message.Text, Encoding.UTF8, TransferEncoding.Base64);
            return mail;
        }

        mail.AlternateViews.Add(View(message.Text, MediaTypeNames.Text.Plain));
        mail.AlternateViews.Add(View(message.Html, MediaTypeNames.Text.Html));
        return mail;
    }

    private static AlternateView View(string content, string type)
    {
        var view = AlternateView.CreateAlternateViewFromString(content, Encoding.UTF8, type);
        view.TransferEncoding = TransferEncoding.Base64;
        return view;
    }

    /// <summary>Names come from people: a line break in one would begin a header of theirs.</summary>
    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isBreak = Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            line.Append(isBreak ? " " : rune.ToString());
        }

        return line.ToString().Trim();
    }
}
