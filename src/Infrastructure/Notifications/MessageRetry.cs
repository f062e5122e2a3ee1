using System.Security.Cryptography;

namespace Satcom.Infrastructure.Notifications;

/// <summary>When a message is tried again, and when it is given up.</summary>
internal static class MessageRetry
{
    /// <summary>Tries of a message that is refused itself: about three quarters of an hour in all, which outlasts greylisting.</summary>
    public const int MaxAttempts = 10;

    /// <summary>An outage costs no tries; but what waited for a day is of no use to anybody.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    private const double MaxSeconds = 600;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxStandBack = TimeSpan.FromMinutes(5);

    /// <summary>15, 30, 60 … seconds up to ten minutes, each with up to a fifth more so that many do not come back at once.</summary>
    public static TimeSpan DelayAfter(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(MaxSeconds, 15 * Math.Pow(2, attempts - 1)) * (1 + (RandomNumberGenerator.GetInt32(200) / 1000.0)));

    /// <summary>How long a way out is left alone after an outage: 1, 2, 4 … 30 seconds.</summary>
    public static TimeSpan NextPause(TimeSpan pause) =>
        pause < FirstPause ? FirstPause : pause * 2 < MaxPause ? pause * 2 : MaxPause;

    /// <summary>How long the message that met the outage lets others go first, lest it be the one that brings the server down.</summary>
    public static TimeSpan StandBack(TimeSpan pause, TimeSpan age) =>
        TimeSpan.FromTicks(Math.Max(pause.Ticks, Math.Min(age.Ticks / 8, MaxStandBack.Ticks)));
}
