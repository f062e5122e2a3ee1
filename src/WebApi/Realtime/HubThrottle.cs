namespace Satcom.WebApi.Realtime;

/// <summary>What one connection may send: a steady rate with a burst, then warnings, then the end.</summary>
internal sealed class HubThrottle(TimeProvider time)
{
    public const double PerSecond = 20;
    public const double Burst = 60;
    public const int Warnings = 3;

    private static readonly TimeSpan ForgivenAfter = TimeSpan.FromMinutes(1);

    private double _tokens = Burst;
    private long _filledAt = time.GetTimestamp();
    private long _warnedAt;
    private int _warnings;

    internal enum Verdict
    {
        Allowed,
        Warned,
        Closed,
    }

    /// <summary>Judges one message. Those of a connection come one after the other.</summary>
    public Verdict Judge()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(Burst, _tokens + time.GetElapsedTime(_filledAt, now).TotalSeconds * PerSecond);
        _filledAt = now;
        if (_tokens >= 1)
        {
            _tokens--;
            return Verdict.Allowed;
        }

        _warnings = _warnings > 0 && time.GetElapsedTime(_warnedAt, now) > ForgivenAfter ? 1 : _warnings + 1;
        _warnedAt = now;
        return _warnings > Warnings ? Verdict.Closed : Verdict.Warned;
    }
}
