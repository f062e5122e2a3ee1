using System.Security.Cryptography;

namespace Satcom.Infrastructure.Messaging;

/// <summary>Growing pauses between tries, each drawn from the upper half of its range so that nodes do not try in step.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private readonly TimeSpan _first = first;
    private TimeSpan _next = first;

    public TimeSpan Next()
    {
        var ceiling = _next;
        _next = _next * 2 < longest ? _next * 2 : longest;
        return ceiling / 2 + ceiling / 2 * (RandomNumberGenerator.GetInt32(1_001) / 1_000d);
    }

    public void Reset() => _next = _first;
}
