using System.Security.Cryptography;

namespace Satcom.Infrastructure.Outbox;

/// <summary>When a failed event is tried again, and when it is given up.</summary>
internal static class OutboxRetry
{
    /// <summary>About a quarter of an hour of trying in all.</summary>
    public const int MaxAttempts = 10;

    /// <summary>As the column last_error.</summary>
    public const int ErrorMaxLength = 2000;

    private const double MaxSeconds = 300;

    /// <summary>1, 2, 4 … seconds up to five minutes, each with up to a fifth more so that many do not come back at once.</summary>
    public static TimeSpan DelayAfter(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(MaxSeconds, Math.Pow(2, attempts - 1)) * (1 + (RandomNumberGenerator.GetInt32(200) / 1000.0)));
}
