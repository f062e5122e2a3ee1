using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>How the company counts working time on a date. Durations are whole seconds.</summary>
public sealed record AttendancePolicyDto : IVersioned
{
    /// <summary>The date that this is asked for, or from which it was set.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The first date that it holds for; null where it is what the company's settings say.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The dates on which another policy begins, from that of this one on.</summary>
    public required IReadOnlyList<DateOnly> ChangesOn { get; init; }

    /// <summary>What holds.</summary>
    public required AttendancePolicyValues Policy { get; init; }

    /// <summary>Changes with every change of any date's policy; as ETag too. Zero before the first.</summary>
    public uint Version { get; set; }

    internal static AttendancePolicyDto Of(IReadOnlyList<Dated<AttendancePolicy>> history, DateOnly on, AttendancePolicy unset, uint version)
    {
        var at = history.IndexOn(on);
        return new()
        {
            On = on,
            From = at < 0 ? null : history[at].From,
            ChangesOn = [.. history.Skip(at + 1).Select(d => d.From)],
            Policy = AttendancePolicyValues.Of(at < 0 ? unset : history[at].Value),
            Version = version,
        };
    }
}

/// <summary>How working time is counted. Durations are whole seconds.</summary>
public sealed record AttendancePolicyValues
{
    /// <summary>Which date the hours after midnight belong to: startDate or splitAtMidnight.</summary>
    public required DayAttribution Attribution { get; init; }

    /// <summary>The longest that a session may stay open before its check-out counts as forgotten.</summary>
    public required int MaxSessionSeconds { get; init; }

    /// <summary>How a forgotten check-out is closed: off, shiftEnd or maxLength.</summary>
    public required AutoCloseRule AutoClose { get; init; }

    /// <summary>How long after the shift's end an automatic check-out lies.</summary>
    public required int AutoCloseToleranceSeconds { get; init; }

    /// <summary>Who has worked longer than this must have rested so long; what is missing is deducted. In the order of their thresholds.</summary>
    public required IReadOnlyList<BreakRuleDto> BreakRules { get; init; }

    /// <summary>How far a device's clock may be off before its offline punches are flagged.</summary>
    public required int SkewToleranceSeconds { get; init; }

    /// <summary>How old a punch that was made without a network may be when it arrives.</summary>
    public required int OfflineToleranceSeconds { get; init; }

    /// <summary>Whether managers decide the corrections of the people who report to them.</summary>
    public required bool ManagersDecideCorrections { get; init; }

    /// <summary>Whether managers approve the overtime of the people who report to them.</summary>
    public required bool ManagersApproveOvertime { get; init; }

    /// <summary>What counts as overtime.</summary>
    public required OvertimePolicyDto Overtime { get; init; }

    internal static AttendancePolicyValues Of(AttendancePolicy p) => new()
    {
        Attribution = p.Attribution,
        MaxSessionSeconds = p.MaxSessionSeconds,
        AutoClose = p.AutoClose,
        AutoCloseToleranceSeconds = p.AutoCloseToleranceSeconds,
        BreakRules = [.. p.BreakRules.Select(r => new BreakRuleDto(r.AfterSeconds, r.MinimumSeconds))],
        SkewToleranceSeconds = p.SkewToleranceSeconds,
        OfflineToleranceSeconds = p.OfflineToleranceSeconds,
        ManagersDecideCorrections = p.ManagersDecideCorrections,
        ManagersApproveOvertime = p.ManagersApproveOvertime,
        Overtime = OvertimePolicyDto.Of(p.Overtime),
    };

    internal AttendancePolicy ToPolicy() => new()
    {
        Attribution = Attribution,
        MaxSessionSeconds = MaxSessionSeconds,
        AutoClose = AutoClose,
        AutoCloseToleranceSeconds = AutoCloseToleranceSeconds,
        BreakRules = [.. BreakRules.Select(r => new BreakRule(r.AfterSeconds, r.MinimumSeconds))],
        SkewToleranceSeconds = SkewToleranceSeconds,
        OfflineToleranceSeconds = OfflineToleranceSeconds,
        ManagersDecideCorrections = ManagersDecideCorrections,
        ManagersApproveOvertime = ManagersApproveOvertime,
        Overtime = Overtime.ToPolicy(),
    };
}

/// <summary>A rule of breaks.</summary>
/// <param name="AfterSeconds">Worked time up to which none is asked for.</param>
/// <param name="MinimumSeconds">The rest that is asked for beyond it, in all.</param>
public sealed record BreakRuleDto(int AfterSeconds, int MinimumSeconds);

/// <summary>What counts as overtime, and in which order. Durations are whole seconds.</summary>
public sealed record OvertimePolicyDto
{
    /// <summary>The kinds that count, each at most once: holiday, restDay, daily, weekly. An earlier one takes a second before a later one can. None counts no overtime.</summary>
    public required IReadOnlyList<OvertimeKind> Order { get; init; }

    /// <summary>From where on daily overtime counts: off, scheduled or fixed.</summary>
    public required DailyBasis DailyBasis { get; init; }

    /// <summary>The threshold of a day under the fixed basis.</summary>
    public required int DailyAfterSeconds { get; init; }

    /// <summary>The threshold of a week, which its holidays and leave lower.</summary>
    public required int WeeklyAfterSeconds { get; init; }

    /// <summary>Whether time before the shift's start may be overtime.</summary>
    public required bool BeforeShift { get; init; }

    /// <summary>Whether overtime is paid only as far as somebody approved it.</summary>
    public required bool NeedsApproval { get; init; }

    /// <summary>What is shown is a multiple of this; stored are seconds.</summary>
    public required int RoundToSeconds { get; init; }

    /// <summary>down, nearest or up.</summary>
    public required RoundingMode Rounding { get; init; }

    internal static OvertimePolicyDto Of(OvertimePolicy p) => new()
    {
        Order = p.Order,
        DailyBasis = p.DailyBasis,
        DailyAfterSeconds = p.DailyAfterSeconds,
        WeeklyAfterSeconds = p.WeeklyAfterSeconds,
        BeforeShift = p.BeforeShift,
        NeedsApproval = p.NeedsApproval,
        RoundToSeconds = p.RoundToSeconds,
        Rounding = p.Rounding,
    };

    internal OvertimePolicy ToPolicy() => new()
    {
        Order = [.. Order],
        DailyBasis = DailyBasis,
        DailyAfterSeconds = DailyAfterSeconds,
        WeeklyAfterSeconds = WeeklyAfterSeconds,
        BeforeShift = BeforeShift,
        NeedsApproval = NeedsApproval,
        RoundToSeconds = RoundToSeconds,
        Rounding = Rounding,
    };
}
