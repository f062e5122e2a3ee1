using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Satcom.Application.Identity;
using Satcom.Application.Notifications;

namespace Satcom.Infrastructure.Notifications;

/// <summary>Text messages through the gateway; in Development without one, as mails to the inbox.</summary>
internal sealed class SmsChannel(IOptions<SmsOptions> options, IOptions<MailOptions> mail, MailChannel mails, IHostEnvironment environment, TimeProvider time) : IMessageChannel, ITextGateway, IDisposable
{
    // One for all: it holds the connections. The time limit is each message's own.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    public MessageChannel Channel => MessageChannel.Sms;

    public bool IsSet => options.Value.IsSet || GoesToTheInbox;

    public int Parallelism => options.Value.Parallelism;

    public TimeSpan Timeout => TimeSpan.FromSeconds(options.Value.IsSet ? options.Value.TimeoutSeconds : mail.Value.TimeoutSeconds);

    private bool GoesToTheInbox => !options.Value.IsSet && environment.IsDevelopment() && mail.Value.IsSet;

    public IMessageSender Open() => GoesToTheInbox ? new InboxSmsSender(mails.Open()) : new SmsSender(_client, options.Value, Timeout, time);

    public void Dispose() => _client.Dispose();
}

/// <summary>The request for a new message as Twilio defined it: a form of To, From and Body, signed in by account and token.</summary>
internal sealed class SmsSender(HttpClient client, SmsOptions options, TimeSpan timeout, TimeProvider time) : IMessageSender
{
    private readonly Uri _messages = new($"{options.BaseUrl.TrimEnd('/')}/2010-04-01/Accounts/{Uri.EscapeDataString(options.AccountSid)}/Messages.json");
    private readonly AuthenticationHeaderValue _credentials = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.AccountSid}:{options.Token}")));

    public async Task SendAsync(RenderedMessage message, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _messages)
        {
            Content = new FormUrlEncodedContent([new("To", message.To.Address), new("From", options.From), new("Body", message.Text)]),
        };
        request.Headers.Authorization = _credentials;

        // For gateways that know it: a message that had to be sent again is the same message.
        request.Headers.Add("Idempotency-Key", message.Id.ToString("N"));
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            Judge(response.StatusCode);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ChannelDownException("The gateway took too long.", e);
        }
        catch (HttpRequestException e)
        {
            throw new ChannelDownException($"Gateway {e.HttpRequestError}", e);
        }
    }

    public void Dispose()
    {
        // The client and its connections are shared.
    }

    private static void Judge(HttpStatusCode status)
    {
        if (status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices)
        {
            return;
        }

        var reason = $"Gateway HTTP {((int)status).ToString(CultureInfo.InvariantCulture)}";
        throw status is HttpStatusCode.BadRequest or HttpStatusCode.Gone or HttpStatusCode.UnprocessableEntity ? new MessageRefusedException(reason) : new ChannelDownException(reason);
    }
}

/// <summary>Development without a gateway: a text message is a mail to the digits of its number.</summary>
internal sealed class InboxSmsSender(IMessageSender mail) : IMessageSender
{
    public Task SendAsync(RenderedMessage message, CancellationToken cancellationToken)
    {
        var digits = string.Concat(message.To.Address.Where(char.IsAsciiDigit));
        return mail.SendAsync(message with { To = new Recipient($"{digits}@sms.test", message.To.Address), Html = null }, cancellationToken);
    }

    public void Dispose() => mail.Dispose();
}
