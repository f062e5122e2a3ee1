using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance;

/// <summary>What a stretch of a day was.</summary>
internal enum StretchKind
{
    Work,
    PaidBreak,
    Lunch,
}

/// <summary>A stretch inside a session.</summary>
/// <param name="IsAutomatic">Whether its session was closed by rule, so that its time earns no overtime until confirmed.</param>
internal readonly record struct Stretch(StretchKind Kind, TimeRange Range, bool IsAutomatic);

/// <summary>A day's events, read in the order of their happening: what lies between them.</summary>
internal sealed class DayWalk
{
    private readonly List<Stretch> _stretches = [];
    private DateTimeOffset _from;
    private int _sessionAt;

    /// <summary>Walks events that are ordered by time. What cannot be (an end of nothing) is passed over.</summary>
    public DayWalk(IReadOnlyList<DayEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            Step(events[i]);
        }
    }

    /// <summary>Everything inside sessions up to the latest event, in order. A running break ends with its session.</summary>
    public IReadOnlyList<Stretch> Stretches => _stretches;

    /// <summary>The kind of the break that is running, if one is.</summary>
    public BreakType? OpenBreak { get; private set; }

    /// <summary>The check-in of the session that is open, if one is.</summary>
    public DateTimeOffset? SessionStartedAt { get; private set; }

    /// <summary>Whether a session has no check-out although another one followed it.</summary>
    public bool HasForgotten => ForgottenSince is not null;

    /// <summary>When the first such session began; null where there is none.</summary>
    public DateTimeOffset? ForgottenSince { get; private set; }

    public DateTimeOffset? FirstCheckInAt { get; private set; }

    public DateTimeOffset? LastCheckOutAt { get; private set; }

    /// <summary>Time between sessions of the day: rest that nobody tapped as a break.</summary>
    public int GapSeconds { get; private set; }

    private void Step(DayEvent e)
    {
        switch (e.Kind)
        {
            case PunchKind.CheckIn:
                // After a forgotten check-out nobody knows when a break of that session ended, nor whether there was a gap.
                ForgottenSince ??= SessionStartedAt;
                GapSeconds += SessionStartedAt is null && LastCheckOutAt is { } end ? WholeSeconds.Between(end, e.At) : 0;
                OpenBreak = null;
                FirstCheckInAt ??= e.At;
                SessionStartedAt = _from = e.At;
                _sessionAt = _stretches.Count;
                break;
            case PunchKind.BreakStart when SessionStartedAt is not null && OpenBreak is null:
                Add(StretchKind.Work, e.At);
                OpenBreak = e.BreakType ?? BreakType.Break;
                break;
            case PunchKind.BreakEnd when OpenBreak is not null:
                EndBreak(e.At);
                break;
            case PunchKind.CheckOut when SessionStartedAt is not null:
                EndBreak(e.At);
                Add(StretchKind.Work, e.At);
                for (var i = _sessionAt; i < _stretches.Count; i++)
                {
                    _stretches[i] = _stretches[i] with { IsAutomatic = e.IsAutomatic };
                }

                SessionStartedAt = null;
                LastCheckOutAt = e.At;
                break;
            case PunchKind.BreakStart or PunchKind.BreakEnd or PunchKind.CheckOut:
                break;
            default:
                throw new InvalidOperationException($"Unknown punch kind {e.Kind}.");
        }
    }

    private void EndBreak(DateTimeOffset at)
    {
        if (OpenBreak is { } type)
        {
            Add(type == BreakType.Lunch ? StretchKind.Lunch : StretchKind.PaidBreak, at);
            OpenBreak = null;
        }
    }

    private void Add(StretchKind kind, DateTimeOffset to)
    {
        if (to > _from)
        {
            _stretches.Add(new Stretch(kind, new TimeRange(_from, to), IsAutomatic: false));
        }

        _from = to;
    }
}
