using System.Text;

namespace Satcom.Application.Imports;

/// <summary>One record of a CSV text.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
internal sealed record CsvRecord(int Line, IReadOnlyList<string> Cells);

/// <summary>A CSV text cannot be read further.</summary>
/// <param name="line">Where, from 1.</param>
/// <param name="code">quote_unclosed: a quoted cell does not end. quote_stray: a quote stands where none may.</param>
internal sealed class CsvFaultException(int line, string code) : Exception($"{code} on line {line}.")
{
    public int Line => line;

    public string Code => code;
}

/// <summary>
/// Reads comma- or semicolon-separated values after RFC 4180, strictly: a quote stands at the beginning of a cell, its end or doubled within; nothing is guessed. Lines end
/// with CRLF or LF, the last one need not. Empty lines are passed over. The first line says which separator it is.
/// </summary>
internal static class CsvReader
{
    /// <summary>The records of a text, one by one.</summary>
    /// <exception cref="CsvFaultException">A quote is not where it may be.</exception>
    public static IEnumerable<CsvRecord> Read(string text)
    {
        var separator = SeparatorOf(text);
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            var start = line;
            var cells = new List<string>();
            bool isEnd;
            do
            {
                cells.Add(at < text.Length && text[at] == '"' ? ReadQuoted(text, separator, ref at, ref line) : ReadPlain(text, separator, ref at, line));
                isEnd = at >= text.Length || text[at] != separator;
                at += isEnd ? 0 : 1;
            }
            while (!isEnd);

            at += at >= text.Length ? 0 : text[at] == '\r' ? 2 : 1;
            line++;
            if (cells is not [""])
            {
                yield return new CsvRecord(start, cells);
            }
        }
    }

    private static string ReadPlain(string text, char separator, ref int at, int line)
    {
        var start = at;
        while (at < text.Length && text[at] != separator && !IsLineEnd(text, at))
        {
            if (text[at] == '"')
            {
                throw new CsvFaultException(line, "quote_stray");
            }

            at++;
        }

        return text[start..at];
    }

    private static string ReadQuoted(string text, char separator, ref int at, ref int line)
    {
        var start = line;
        var cell = new StringBuilder();
        at++;
        while (at < text.Length)
        {
            if (text[at] != '"')
            {
                line += text[at] == '\n' ? 1 : 0;
                cell.Append(text[at++]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append('"');
                at += 2;
            }
            else
            {
                at++;
                return at >= text.Length || text[at] == separator || IsLineEnd(text, at) ? cell.ToString() : throw new CsvFaultException(line, "quote_stray");
            }
        }

        throw new CsvFaultException(start, "quote_unclosed");
    }

    private static bool IsLineEnd(string text, int at) => text[at] == '\n' || (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n');

    /// <summary>Whichever stands more often in the first line, outside quotes.</summary>
    private static char SeparatorOf(string text)
    {
        var (commas, semicolons, isQuoted) = (0, 0, false);
        foreach (var c in text)
        {
            isQuoted ^= c == '"';
            if (c == '\n' && !isQuoted)
            {
                break;
            }

            commas += c == ',' && !isQuoted ? 1 : 0;
            semicolons += c == ';' && !isQuoted ? 1 : 0;
        }

        return semicolons > commas ? ';' : ',';
    }
}
