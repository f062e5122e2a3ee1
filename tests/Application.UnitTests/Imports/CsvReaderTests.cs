using Satcom.Application.Imports;

namespace Satcom.Application.UnitTests.Imports;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\r\n1,2\r\n", "1:a|b 2:1|2")]
    [InlineData("a,b\n1,2", "1:a|b 2:1|2")]
    [InlineData("a;b\n1,5;2", "1:a|b 2:1,5|2")]
    [InlineData("a,b\n\n\r\n1,", "1:a|b 4:1|")]
    [InlineData("a,b\n,\n", "1:a|b 2:|")]
    [InlineData("a\n\"\"\n", "1:a")]
    [InlineData("a,b\n\"x\r\ny\",\"say \"\"hi\"\"\"\n3,4", "1:a|b 2:x\r\ny|say \"hi\" 4:3|4")]
    [InlineData("\"a,;b\",c\n", "1:a,;b|c")]
    [InlineData("\"a;b;c\",d\n1,2", "1:a;b;c|d 2:1|2")]
    [InlineData("a\rb,c", "1:a\rb|c")]
    [InlineData("", "")]
    public void Read_OfAnyForm_GivesItsRecords(string text, string records) =>
        string.Join(' ', CsvReader.Read(text).Select(r => $"{r.Line}:{string.Join('|', r.Cells)}")).ShouldBe(records);

    [Theory]
    [InlineData("a,b\n1,\"2", 2, "quote_unclosed")]
    [InlineData("a,b\n\"1\n2\n", 2, "quote_unclosed")]
    [InlineData("a,b\n1\",2", 2, "quote_stray")]
    [InlineData("a,b\n\"1\"2,3", 2, "quote_stray")]
    [InlineData("a,b\n\"1\n\"x,3", 3, "quote_stray")]
    public void Read_WithAQuoteOutOfPlace_SaysWhere(string text, int line, string code)
    {
        var fault = Should.Throw<CsvFaultException>(() => CsvReader.Read(text).ToList());

        (fault.Line, fault.Code).ShouldBe((line, code));
    }

    [Fact]
    public void Read_OfWhatWasQuoted_GivesItBack()
    {
        string[] awkward = ["", "plain", "a,b", "a;b", "\"", "\"\"", "line\r\nbreak", " spaced ", "=1+1", "\u0627\u0644\u0639\u0631\u0628\u064A\u0629", "\uFEFF"];
        foreach (var first in awkward)
        {
            foreach (var second in awkward)
            {
                var text = $"head,other\r\n{Quoted(first)},{Quoted(second)}\r\n";
                CsvReader.Read(text).Last().Cells.ShouldBe([first, second]);
            }
        }
    }

    private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
