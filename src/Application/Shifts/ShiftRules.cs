using System.Globalization;
using FluentValidation;
using Satcom.Application.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>The rules of shape that messages about dates and hours share. A value that is not given breaks none.</summary>
internal static class ShiftRules
{
    private const string Planned = "2000-01-01..2100-12-31";
    private const int DaySeconds = 24 * 3600;
    private static readonly string[] TimeFormats = ["HH:mm", "HH:mm:ss"];

    /// <summary>A date that can be planned for.</summary>
    public static IRuleBuilderOptions<T, DateOnly?> IsPlannable<T>(this IRuleBuilder<T, DateOnly?> rule) =>
        rule.Must(date => date is null or { Year: >= 2000 and <= 2100 }).WithErrorCode("out_of_range").WithDetail(Planned);

    /// <inheritdoc cref="IsPlannable{T}(IRuleBuilder{T, DateOnly?})"/>
    public static IRuleBuilderOptions<T, DateOnly> IsPlannable<T>(this IRuleBuilder<T, DateOnly> rule) =>
        rule.Must(date => date is { Year: >= 2000 and <= 2100 }).WithErrorCode("out_of_range").WithDetail(Planned);

    /// <summary>An id that a client made.</summary>
    public static IRuleBuilderOptions<T, Guid?> IsClientId<T>(this IRuleBuilder<T, Guid?> rule) => rule.NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");

    /// <summary>The rules of a shift's hours, where they are given.</summary>
    public static void AddHoursRules<T>(this AbstractValidator<T> validator, Func<T, ShiftHoursInput?> hours) =>
        validator.When(message => hours(message) is not null, () =>
        {
            Time(message => hours(message)!.Start, "Hours.Start");
            Time(message => hours(message)!.End, "Hours.End");
            Seconds(message => hours(message)!.LunchSeconds, "Hours.LunchSeconds", DaySeconds);
            Seconds(message => hours(message)!.BreakSeconds, "Hours.BreakSeconds", DaySeconds);
            Seconds(message => hours(message)!.LateGraceSeconds, "Hours.LateGraceSeconds", ShiftHours.GraceMax);
            Seconds(message => hours(message)!.EarlyLeaveGraceSeconds, "Hours.EarlyLeaveGraceSeconds", ShiftHours.GraceMax);
            Seconds(message => hours(message)!.CheckInWindowSeconds, "Hours.CheckInWindowSeconds", ShiftHours.WindowMax);
            Seconds(message => hours(message)!.CheckOutWindowSeconds, "Hours.CheckOutWindowSeconds", ShiftHours.WindowMax);

            void Time(Func<T, string?> value, string name) => validator.RuleFor(message => value(message)).OfFormat("local-time", text => TryTime(text, out _)).OverridePropertyName(name);

            void Seconds(Func<T, int?> value, string name, int most) => validator.RuleFor(message => value(message)).InclusiveBetween(0, most).OverridePropertyName(name);
        });

    /// <summary>Reads 08:00 or 08:00:30.</summary>
    public static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary>Writes 08:00, with seconds where there are some.</summary>
    public static string TextOf(TimeOnly time) => time.ToString(time.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);
}
