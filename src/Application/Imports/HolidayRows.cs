using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Imports;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Imports;

/// <summary>Puts one holiday into a calendar of the company, by its own command.</summary>
public interface IHolidayImport
{
    /// <summary>Puts it; the same again changes nothing.</summary>
    /// <param name="calendar">The calendar's name.</param>
    /// <param name="newCalendarId">The id of the calendar where it must be made.</param>
    Task<Result<ImportedHoliday>> PutAsync(string calendar, Guid newCalendarId, Holiday holiday, CancellationToken cancellationToken);
}

/// <summary>What became of a holiday.</summary>
public sealed record ImportedHoliday(ImportOutcome Outcome);

/// <summary>Rows of public holidays, known by their calendar's name and their date.</summary>
internal sealed class HolidayRows(IEnumerable<IHolidayImport> calendars) : IImportRows
{
    public ImportKind Kind => ImportKind.Holidays;

    public string Permission => Permissions.ImportsManage;

    /// <summary>Whether the company keeps calendars.</summary>
    public bool IsAvailable => calendars.Any();

    public IReadOnlyList<ImportColumn> Columns { get; } = [new("calendar", IsNeeded: true), new("date", IsNeeded: true), new("name", IsNeeded: true), new("half")];

    public string KeyOf(IReadOnlyDictionary<string, string> cells) => $"{cells.GetValueOrDefault("calendar", string.Empty).ToUpperInvariant()}\n{cells.GetValueOrDefault("date", string.Empty)}";

    public string? KeyBefore(IReadOnlyDictionary<string, string> cells) => null;

    public async Task<RowResult> ApplyAsync(Import import, ImportRow row, CancellationToken cancellationToken)
    {
        var faults = new List<RowFault>();
        if (Parse(row, faults) is not { } holiday)
        {
            return RowResult.Refused(faults);
        }

        var put = await calendars.Single().PutAsync(row.Cell("calendar")!, RowFaults.IdOf(import, row), holiday, cancellationToken);
        return put.TryGet(out var imported, out var refusal) ? RowResult.Of(imported.Outcome) : refusal.ToRefusal();
    }

    /// <summary>The holiday of a row; null with its faults.</summary>
    public static Holiday? Parse(ImportRow row, List<RowFault> faults)
    {
        var date = row.Date("date", faults);
        var half = row.Word("half", faults, ("am", DayHalves.Am), ("pm", DayHalves.Pm), ("full", DayHalves.Both));
        foreach (var column in (ReadOnlySpan<string>)["calendar", "date", "name"])
        {
            if (row.Filled(column) is null)
            {
                faults.Add(new RowFault(column, "required"));
            }
        }

        if (row.Cell("name") is { } name && CharacterLimit.Count(name) > Holiday.NameMaxLength)
        {
            faults.Add(new RowFault("name", "too_long", $"{Holiday.NameMaxLength}"));
        }

        return faults.Count > 0 || date is not { } on ? null : new Holiday(on, row.Cell("name")!, half ?? DayHalves.Both);
    }
}
