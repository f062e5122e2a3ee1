using System.Globalization;
using System.Text;

namespace Satcom.Application.Common;

/// <summary>A table that is written while it is read: the rows are never all in memory.</summary>
/// <param name="Name">The file's name, ASCII, with its ending.</param>
/// <param name="WriteAsync">Writes header and rows; it runs after the use case's answer, in the same scope.</param>
public sealed record CsvFile(string Name, Func<CsvWriter, CancellationToken, Task> WriteAsync);

/// <summary>
/// Writes comma-separated values after RFC 4180: commas, quotes where a cell needs them, CRLF after each row, UTF-8 with a byte order mark, because spreadsheets read
/// names outside ASCII wrongly without it. A text that a spreadsheet would take for a formula begins with an apostrophe; numbers and dates are written by their own
/// methods and stay what they are.
/// </summary>
/// <param name="output">What is written to; it stays open.</param>
public sealed class CsvWriter(Stream output)
{
    private const int FlushAt = 16 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    // The byte order mark is the first character of the file.
    private readonly StringBuilder _text = new("\uFEFF", FlushAt + 1024);
    private bool _isRowBegun;

    /// <summary>A cell that people wrote, or a code.</summary>
    public CsvWriter Text(string? value)
    {
        Separate();
        if (string.IsNullOrEmpty(value))
        {
            return this;
        }

        var isFormula = IsFormula(value);
        if (!isFormula && value.AsSpan().IndexOfAny(",\"\r\n") < 0 && !char.IsWhiteSpace(value[0]) && !char.IsWhiteSpace(value[^1]))
        {
            _text.Append(value);
            return this;
        }

        _text.Append('"').Append(isFormula ? "'" : string.Empty).Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        return this;
    }

    /// <summary>A whole number; nothing where there is none.</summary>
    public CsvWriter Number(long? value)
    {
        Separate();
        _text.Append(CultureInfo.InvariantCulture, $"{value}");
        return this;
    }

    /// <summary>A number with its decimals, a point before them; nothing where there is none.</summary>
    public CsvWriter Number(decimal? value)
    {
        Separate();
        _text.Append(CultureInfo.InvariantCulture, $"{value}");
        return this;
    }

    /// <summary>A date, such as 2026-03-02.</summary>
    public CsvWriter Date(DateOnly? value)
    {
        Separate();
        _text.Append(CultureInfo.InvariantCulture, $"{value:yyyy-MM-dd}");
        return this;
    }

    /// <summary>An instant in UTC, such as 2026-03-02T04:00:00Z.</summary>
    public CsvWriter Instant(DateTimeOffset? value)
    {
        Separate();
        _text.Append(CultureInfo.InvariantCulture, $"{value?.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        return this;
    }

    /// <summary>A row of texts, such as the header.</summary>
    public ValueTask RowAsync(IEnumerable<string> cells, CancellationToken cancellationToken)
    {
        foreach (var cell in cells)
        {
            Text(cell);
        }

        return EndRowAsync(cancellationToken);
    }

    /// <summary>Ends the row, and sends what has gathered once it is some kilobytes.</summary>
    public ValueTask EndRowAsync(CancellationToken cancellationToken)
    {
        _text.Append("\r\n");
        _isRowBegun = false;
        return _text.Length < FlushAt ? ValueTask.CompletedTask : FlushAsync(cancellationToken);
    }

    /// <summary>Sends the rest.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var bytes = Utf8.GetBytes(_text.ToString());
        _text.Clear();
        await output.WriteAsync(bytes, cancellationToken);
    }

    /// <summary>
    /// True when a spreadsheet would compute the text: these characters begin a formula, also behind white space and control characters, and in their full-width forms.
    /// </summary>
    private static bool IsFormula(string value)
    {
        if (value[0] is '\t' or '\r' or '\n')
        {
            return true;
        }

        foreach (var c in value)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c) && c != '\uFEFF')
            {
                return c is '=' or '+' or '-' or '@' or '|' or '%' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';
            }
        }

        return false;
    }

    private void Separate()
    {
        if (_isRowBegun)
        {
            _text.Append(',');
        }

        _isRowBegun = true;
    }
}
