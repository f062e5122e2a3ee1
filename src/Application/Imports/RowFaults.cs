using System.Globalization;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Imports;

namespace Satcom.Application.Imports;

/// <summary>Turns what a command refuses into faults of a row's columns.</summary>
internal static class RowFaults
{
    /// <summary>The columns of refusals that are about one value.</summary>
    private static readonly Dictionary<string, string> Columns = new(StringComparer.Ordinal)
    {
        ["email_taken"] = "email",
        ["employee_code_taken"] = "employeeCode",
        ["manager_unknown"] = "managerCode",
        ["manager_cycle"] = "managerCode",
        ["team_unknown"] = "team",
        ["role_not_held"] = "roles",
        ["project_code_taken"] = "code",
        ["project_dates_reversed"] = "endsOn",
        ["employment_reversed"] = "endsOn",
        ["employment_worked"] = "startsOn",
        ["employee_unknown"] = "ownerCode",
        ["leave_assignment_overlaps"] = "from",
        ["leave_own_request"] = "employeeCode",
        ["dates_reversed"] = "to",
    };

    /// <summary>The faults of a refusal.</summary>
    /// <param name="dateColumn">The column that says the date, of rows that have one alone.</param>
    public static RowResult ToRefusal(this Error error, string? dateColumn = null) => RowResult.Refused(
        error is ValidationFailed { Fields: var fields }
            ? [.. fields.SelectMany(f => f.Value, (f, e) => new RowFault(ColumnOf(f.Key), e.Code, Text(e.Limit)))]
            : [new RowFault(error is DayLocked ? dateColumn ?? "startsOn" : Columns.GetValueOrDefault(error.Code), error.Code)]);

    /// <summary>A cell; null where the file has no such column.</summary>
    public static string? Cell(this ImportRow row, string column) => row.Cells.GetValueOrDefault(column);

    /// <summary>A cell that says something; null where it is blank or not there.</summary>
    public static string? Filled(this ImportRow row, string column) => row.Cells.GetValueOrDefault(column) is { Length: > 0 } text ? text : null;

    /// <summary>A date cell. Blank is null.</summary>
    public static DateOnly? Date(this ImportRow row, string column, List<RowFault> faults)
    {
        if (row.Filled(column) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        faults.Add(new RowFault(column, "invalid_format", "date"));
        return null;
    }

    /// <summary>A cell of one of some words, whatever their case. Blank is null.</summary>
    public static T? Word<T>(this ImportRow row, string column, List<RowFault> faults, params IReadOnlyList<(string Word, T Value)> words)
        where T : struct
    {
        if (row.Filled(column) is not { } text)
        {
            return null;
        }

        foreach (var (word, value) in words)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        faults.Add(new RowFault(column, "unknown_value", string.Join(", ", words.Select(w => w.Word))));
        return null;
    }

    /// <summary>The id of what a row of an import creates: the same each time, so that what was created before a crash is known again.</summary>
    public static Guid IdOf(Import import, ImportRow row)
    {
        Span<byte> bytes = stackalloc byte[16];
        import.Id.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[13] ^= (byte)(row.Line >> 16);
        bytes[14] ^= (byte)(row.Line >> 8);
        bytes[15] ^= (byte)row.Line;
        return new Guid(bytes, bigEndian: true);
    }

    private static string ColumnOf(string field) => field[(field.LastIndexOf('.') + 1)..];

    private static string? Text(object? limit)
    {
        var text = limit is null ? null : string.Create(CultureInfo.InvariantCulture, $"{limit}");
        return text is { Length: > ImportError.LimitMaxLength } ? text[..ImportError.LimitMaxLength] : text;
    }
}
