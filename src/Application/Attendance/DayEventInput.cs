using FluentValidation;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>An event that somebody enters by hand, at an instant or at a local time of the day's zone.</summary>
public sealed record DayEventInput
{
    /// <summary>checkIn, checkOut, breakStart or breakEnd.</summary>
    public required PunchKind Kind { get; init; }

    /// <summary>When, as an instant; or else localDate and localTime.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The local date of localTime.</summary>
    public DateOnly? LocalDate { get; init; }

    /// <summary>The time that a clock on the wall showed, in the zone of the person's day.</summary>
    public TimeOnly? LocalTime { get; init; }

    /// <summary>The offset from UTC in minutes, where the clocks showed the local time twice.</summary>
    public int? OffsetMinutes { get; init; }

    /// <summary>For the start of a break: which.</summary>
    public BreakType? BreakType { get; init; }

    /// <summary>For a check-in: where the person worked.</summary>
    public WorkMode? WorkMode { get; init; }

    /// <summary>The event in the day's zone, or why there is none.</summary>
    internal Result<DayEvent> ToEvent(string zone)
    {
        Result<DateTimeOffset> at = At is { } instant ? instant : LocalTimes.Enter(LocalDate!.Value, LocalTime!.Value, zone, OffsetMinutes);
        return at.TryGet(out var when, out var refusal)
            ? new DayEvent(Kind, WholeSeconds.Of(when)) { BreakType = Kind == PunchKind.BreakStart ? BreakType ?? Domain.Attendance.BreakType.Break : null, WorkMode = Kind == PunchKind.CheckIn ? WorkMode : null }
            : refusal;
    }
}

/// <summary>What entering events by hand can come to.</summary>
[Fails<ReasonRequired>]
[Fails<EventInFuture>]
[Fails<EventOutOfOrder>]
[Fails<AlreadyCheckedIn>]
[Fails<NotCheckedIn>]
[Fails<NoOpenBreak>]
[Fails<BreakOverlaps>]
[Fails<EventOutsideDay>]
[Fails<LocalTimeSkipped>]
[Fails<LocalTimeAmbiguous>]
[Fails<LocalOffsetWrong>]
public interface IEntersEvents
{
    /// <summary>Why.</summary>
    string? Reason { get; }

    /// <summary>What the day was, in the order of its happening; none where nobody worked.</summary>
    IReadOnlyList<DayEventInput> Events { get; }
}

internal static class DayEventRules
{
    private const int MaxOffsetMinutes = 14 * 60;

    public static void AddEventRules<T>(this AbstractValidator<T> validator)
        where T : IEntersEvents
    {
        validator.RuleFor(c => c.Reason).MaximumLength(DayAmendment.ReasonMaxLength);
        validator.RuleFor(c => c.Events).MaximumItems(DayAmendment.EventsMax);
        validator.RuleForEach(c => c.Events).ChildRules(e =>
        {
            e.RuleFor(i => i.LocalDate).IsPlannable();
            e.RuleFor(i => i.Kind).IsInEnum();
            e.RuleFor(i => i.BreakType).IsInEnum();
            e.RuleFor(i => i.WorkMode).IsInEnum();
            e.RuleFor(i => i.OffsetMinutes).InclusiveBetween(-MaxOffsetMinutes, MaxOffsetMinutes);
            e.RuleFor(i => i.At).NotNull().When(i => i.LocalDate is null && i.LocalTime is null);
            e.RuleFor(i => i.LocalDate).NotNull().When(i => i.LocalTime is not null && i.At is null);
            e.RuleFor(i => i.LocalTime).NotNull().When(i => i.LocalDate is not null && i.At is null);
            e.RuleFor(i => i.LocalTime).Null().When(i => i.At is not null).WithErrorCode("invalid_format").WithDetail("instant-or-local");
        });
    }

    /// <summary>The events as the domain sees them. They begin on the day's date, or on a neighbouring one, as night shifts do.</summary>
    public static Result<List<DayEvent>> ToEvents(this IEntersEvents input, DateOnly date, string zone)
    {
        var events = new List<DayEvent>(input.Events.Count);
        foreach (var entered in input.Events)
        {
            if (!entered.ToEvent(zone).TryGet(out var e, out var refusal))
            {
                return refusal;
            }

            if (Math.Abs(TimeZones.LocalDate(e.At, zone).DayNumber - date.DayNumber) > (events.Count == 0 ? 1 : 2))
            {
                return new EventOutsideDay();
            }

            events.Add(e);
        }

        return events;
    }
}
