using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Imports;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Imports;

/// <summary>Rows of public holidays, known by their calendar's name and their date.</summary>
internal sealed class HolidayRows(ISatcomDb db, IMediator mediator) : IImportRows
{
    public ImportKind Kind => ImportKind.Holidays;

    public string Permission => Permissions.ShiftsManage;

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

        // Names of calendars differ in more than their case; a company has few of them.
        var name = row.Cell("calendar")!;
        var known = (await db.HolidayCalendars.AsNoTracking().Where(c => !c.IsArchived).ToListAsync(cancellationToken)).Find(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
        var calendarId = known?.Id ?? RowFaults.IdOf(import, row);
        if (known is null && (await mediator.Send(new CreateHolidayCalendarCommand(calendarId, name), cancellationToken)).Error is { } unmade)
        {
            return unmade.ToRefusal();
        }

        var put = await mediator.Send(new PutHolidayCommand(calendarId, holiday.Date, holiday.Name, holiday.Halves.ToContract()), cancellationToken);
        return put.Error is { } refusal ? refusal.ToRefusal(dateColumn: "date")
            : RowResult.Of(known?.Find(holiday.Date) is not { } before ? ImportOutcome.Created : before == holiday ? ImportOutcome.Unchanged : ImportOutcome.Updated);
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
