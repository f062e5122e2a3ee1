namespace Satcom.Infrastructure.Identity.Limits;

/// <summary>
/// One node's view of one subject's limit. The first requests of a minute are free, so that the many who ask little never cost a
/// query; who asks more is given shares that PostgreSQL sets aside, asked for ahead of need.
/// </summary>
internal sealed class RequestMeter(byte[] key, int limit)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // A closed limit is asked about again so often, however many requests it turns away.
    private static readonly TimeSpan MinClosed = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxClosed = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _windowStart;
    private DateTimeOffset _closedUntil;
    private DateTimeOffset _opensAt;
    private int _free;
    private int _share;
    private int _owed;
    private int _spent;
    private int _waiting;
    private bool _isQueued;
    private TaskCompletionSource? _next;

    public byte[] Key => key;

    public int Limit => limit;

    /// <summary>What all nodes together may have unaccounted for is a tenth: their free parts, and what they set aside and do not use.</summary>
    private static int Part(int limit, int nodes) => limit / (10 * Math.Max(2, nodes));

    /// <summary>Takes one request.</summary>
    /// <param name="isAlone">The database cannot be asked: this node keeps to an equal share, of at most a half.</param>
    public Taking Take(DateTimeOffset now, int nodes, bool isAlone)
    {
        lock (_gate)
        {
            // What was set aside for another minute is not spent in this one.
            if (now >= _windowStart + Window || now < _windowStart)
            {
                (_windowStart, _free, _share, _owed, _spent) = (now, Part(limit, nodes), 0, 0, 0);
            }

            if (isAlone)
            {
                return TakeAlone(now, nodes);
            }

            var isClosed = now < _closedUntil;
            if (_share > 0)
            {
                _share--;
                _spent++;
                return new Taking(Verdict.Admitted, AsksForMore: !isClosed && _share < Part(limit, nodes) / 2 && Queue());
            }

            if (isClosed)
            {
                return Refused(now);
            }

            if (_free > 0)
            {
                _free--;
                _owed++;
                _spent++;
                return new Taking(Verdict.Admitted, AsksForMore: _free < Part(limit, nodes) / 2 && Queue());
            }

            _waiting++;
            _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new Taking(Verdict.Wait, Queue(), _next.Task);
        }
    }

    /// <summary>What the node owes to the counter, and what it wants to be set aside.</summary>
    public (int Owed, int Wanted) Bill(int nodes)
    {
        lock (_gate)
        {
            var bill = (_owed, Math.Min(limit, Math.Max(1, Part(limit, nodes)) + _waiting));
            (_owed, _waiting) = (0, 0);
            return bill;
        }
    }

    /// <summary>The counter's answer.</summary>
    /// <param name="opensIn">When the next request fits, if nothing was granted.</param>
    public void Settle(int granted, TimeSpan opensIn, DateTimeOffset now)
    {
        TaskCompletionSource? waiters;
        lock (_gate)
        {
            _share += granted;
            if (granted == 0)
            {
                _opensAt = now + opensIn;
                _closedUntil = now + (opensIn < MinClosed ? MinClosed : opensIn > MaxClosed ? MaxClosed : opensIn);
            }

            waiters = Release();
        }

        waiters?.TrySetResult();
    }

    /// <summary>The counter could not be asked: the bill is still open.</summary>
    public void Fail(int owed)
    {
        TaskCompletionSource? waiters;
        lock (_gate)
        {
            _owed += owed;
            waiters = Release();
        }

        waiters?.TrySetResult();
    }

    private Taking TakeAlone(DateTimeOffset now, int nodes)
    {
        if (_spent < Math.Max(1, limit / Math.Max(2, nodes)))
        {
            _spent++;
            _owed++;
            return new Taking(Verdict.Admitted, AsksForMore: false);
        }

        _opensAt = _windowStart + Window;
        return Refused(now);
    }

    private Taking Refused(DateTimeOffset now) => new(Verdict.Refused, AsksForMore: false, RetryAfterSeconds: Math.Max(1, (int)Math.Ceiling((_opensAt - now).TotalSeconds)));

    private bool Queue()
    {
        var isNew = !_isQueued;
        _isQueued = true;
        return isNew;
    }

    private TaskCompletionSource? Release()
    {
        var waiters = _next;
        (_next, _isQueued) = (null, false);
        return waiters;
    }
}

internal enum Verdict
{
    Admitted,
    Refused,

    /// <summary>The counter is being asked; take again once it has answered.</summary>
    Wait,
}

/// <summary>What became of one request.</summary>
/// <param name="AsksForMore">The counter should be asked, by whoever is told so.</param>
internal readonly record struct Taking(Verdict Verdict, bool AsksForMore, Task? Answer = null, int RetryAfterSeconds = 0);
