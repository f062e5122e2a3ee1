using System.Net;
using System.Net.Mail;

namespace Satcom.Infrastructure.Notifications;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailTls
{
    /// <summary>Plain to a server on this machine, STARTTLS to any other.</summary>
    Auto,

    /// <summary>STARTTLS, or no mail.</summary>
    StartTls,

    /// <summary>Plain; only for a server on this machine, or in Development.</summary>
    None,
}

/// <summary>The mail server, and as whom mails are sent.</summary>
public sealed class MailOptions
{
    public const string Section = "Satcom:Mail";

    /// <summary>Empty: mails wait until there is one.</summary>
    public string Host { get; set; } = string.Empty;

    public int Port { get; set; } = 587;

    public MailTls Tls { get; set; }

    /// <summary>Empty: the server asks for no sign-in.</summary>
    public string User { get; set; } = string.Empty;

    public string Password { get; set; } = string.Empty;

    /// <summary>The sender's address; its domain is that of the Message-IDs too.</summary>
    public string From { get; set; } = "no-reply@satcom.test";

    /// <summary>Mails sent at once by one node.</summary>
    public int Parallelism { get; set; } = 4;

    /// <summary>Seconds that the server may take for one mail.</summary>
    public int TimeoutSeconds { get; set; } = 15;

    internal bool IsSet => Host.Length > 0;

    internal bool UsesTls => Tls == MailTls.StartTls || (Tls == MailTls.Auto && !IsLocal);

    private bool IsLocal => string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    internal string? Fault(bool isDevelopment)
    {
        if (!IsSet)
        {
            return null;
        }

        if (Port is < 1 or > 65535)
        {
            return $"{Section}:Port must lie in 1..65535.";
        }

        if (!MailAddress.TryCreate(From, out var from) || !string.Equals(from.Address, From, StringComparison.Ordinal) || (!isDevelopment && From.EndsWith(".test", StringComparison.Ordinal)))
        {
            return $"{Section}:From must be the plain e-mail address that mails come from.";
        }

        if (Tls == MailTls.None && !IsLocal && !isDevelopment)
        {
            return $"{Section}:Tls may be None only for a mail server on this machine.";
        }

        if (User.Length > 0 && !UsesTls && !IsLocal)
        {
            return $"{Section}:User needs TLS, or the password would travel in the open.";
        }

        if (Parallelism is < 1 or > 32)
        {
            return $"{Section}:Parallelism must lie in 1..32.";
        }

        return TimeoutSeconds is < 1 or > 60 ? $"{Section}:TimeoutSeconds must lie in 1..60." : null;
    }
}
