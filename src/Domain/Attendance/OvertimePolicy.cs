namespace Satcom.Domain.Attendance;

/// <summary>Why a second is overtime. Each second has one reason at most.</summary>
public enum OvertimeKind
{
    Holiday,
    RestDay,
    Daily,
    Weekly,
}

/// <summary>From where on daily overtime is counted.</summary>
public enum DailyBasis
{
    Off,

    /// <summary>Beyond what was scheduled; on a day without a schedule there is none.</summary>
    Scheduled,

    /// <summary>Beyond a fixed time.</summary>
    Fixed,
}

/// <summary>How overtime is rounded where it is shown.</summary>
public enum RoundingMode
{
    Down,
    Nearest,
    Up,
}

/// <summary>What counts as overtime, and in which order. Durations are whole seconds.</summary>
public sealed record OvertimePolicy
{
    public static readonly OvertimePolicy Off = new() { Order = [] };

    /// <summary>The kinds that count; an earlier one takes a second before a later one can.</summary>
    public IReadOnlyList<OvertimeKind> Order { get; init; } = [OvertimeKind.Holiday, OvertimeKind.RestDay, OvertimeKind.Daily, OvertimeKind.Weekly];

    public DailyBasis DailyBasis { get; init; } = DailyBasis.Scheduled;

    /// <summary>The threshold of a day under a fixed basis.</summary>
    public int DailyAfterSeconds { get; init; } = 8 * 3600;

    /// <summary>The threshold of a week, which its holidays and leave lower.</summary>
    public int WeeklyAfterSeconds { get; init; } = 40 * 3600;

    /// <summary>Whether time before the shift's start may be overtime.</summary>
    public bool BeforeShift { get; init; }

    /// <summary>Whether overtime is paid only as far as somebody approved it.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>What is shown is a multiple of this; stored are seconds.</summary>
    public int RoundToSeconds { get; init; } = 1;

    public RoundingMode Rounding { get; init; }

    /// <summary>Whether a day's overtime depends on the other days of its week.</summary>
    public bool CountsWeeks() => Order.Contains(OvertimeKind.Weekly);

    /// <summary>A duration as it is shown. Totals are sums of what is shown, so that printed rows add up.</summary>
    public int Show(int seconds)
    {
        if (RoundToSeconds <= 1)
        {
            return seconds;
        }

        var rest = seconds % RoundToSeconds;
        var up = Rounding switch
        {
            RoundingMode.Down => false,
            RoundingMode.Nearest => rest * 2L >= RoundToSeconds,
            RoundingMode.Up => rest > 0,
        };
        return seconds - rest + (up ? RoundToSeconds : 0);
    }

    /// <summary>What is paid of a day's overtime, with what was approved of it so far.</summary>
    public int Payable(OvertimeFigures overtime, int approvedSeconds) => NeedsApproval ? Math.Min(overtime.Total, Math.Max(0, approvedSeconds)) : overtime.Total;
}
