namespace Satcom.Infrastructure.Notifications;

/// <summary>The gateway for text messages: anything that takes Twilio's request for a new message.</summary>
public sealed class SmsOptions
{
    public const string Section = "Satcom:Sms";

    /// <summary>Where the gateway is, such as https://api.twilio.com. Empty: codes go by mail and other text messages wait; in Development they go to the mail inbox.</summary>
    public string BaseUrl { get; set; } = string.Empty;

    public string AccountSid { get; set; } = string.Empty;

    public string Token { get; set; } = string.Empty;

    /// <summary>The sender: a number in E.164, or a name that the gateway knows.</summary>
    public string From { get; set; } = string.Empty;

    /// <summary>Text messages sent at once by one node.</summary>
    public int Parallelism { get; set; } = 4;

    /// <summary>Seconds that the gateway may take for one message.</summary>
    public int TimeoutSeconds { get; set; } = 15;

    internal bool IsSet => BaseUrl.Length > 0;

    internal string? Fault(bool isDevelopment)
    {
        if (!IsSet)
        {
            return null;
        }

        if (!Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) || (!string.Equals(url.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) && !isDevelopment))
        {
            return $"{Section}:BaseUrl must be an absolute https URL (http is for Development alone).";
        }

        if (AccountSid.Length == 0 || Token.Length == 0 || From.Length == 0)
        {
            return $"{Section}:AccountSid, Token and From are needed with a BaseUrl.";
        }

        if (Parallelism is < 1 or > 32)
        {
            return $"{Section}:Parallelism must lie in 1..32.";
        }

        return TimeoutSeconds is < 1 or > 60 ? $"{Section}:TimeoutSeconds must lie in 1..60." : null;
    }
}
