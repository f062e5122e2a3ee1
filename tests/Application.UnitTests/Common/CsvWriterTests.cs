using System.Text;
using Satcom.Application.Common;

namespace Satcom.Application.UnitTests.Common;

public sealed class CsvWriterTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData(" padded ", "\" padded \"")]
    [InlineData("إيمان", "إيمان")]
    [InlineData("a=1", "a=1")]
    public async Task Text_WithAnyText_ReadsBackAsItWas(string? text, string cell) => (await RowAsync(w => w.Text(text))).ShouldBe(cell);

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+971 50", "\"'+971 50\"")]
    [InlineData("-2", "\"'-2\"")]
    [InlineData("@sum(A1)", "\"'@sum(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("  =cmd|' /C calc'!A0", "\"'  =cmd|' /C calc'!A0\"")]
    [InlineData("\uFF1D1", "\"'\uFF1D1\"")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"")]
    public async Task A35_Text_ThatWouldBeAFormula_BeginsWithAnApostrophe(string text, string cell) => (await RowAsync(w => w.Text(text))).ShouldBe(cell);

    [Fact]
    public async Task Numbers_WhenNegativeOrMissing_StayNumbers() =>
        (await RowAsync(w => w.Number(-5L).Number((long?)null).Number(-1.50m).Date(new DateOnly(2026, 3, 2)).Instant(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(4))).Date(null).Text("end")))
            .ShouldBe("-5,,-1.50,2026-03-02,2026-03-02T04:00:00Z,,end");

    [Fact]
    public async Task Rows_OfAnyNumber_HaveOneByteOrderMarkAndEndWithCrLf()
    {
        using var output = new MemoryStream();
        var writer = new CsvWriter(output);
        await writer.RowAsync(["a", "b"], CancellationToken.None);
        for (var i = 0; i < 3000; i++)
        {
            await writer.Number(i).Text("x,y").EndRowAsync(CancellationToken.None);
        }

        var early = output.Length;
        await writer.FlushAsync(CancellationToken.None);

        early.ShouldBeInRange(1, output.Length - 1, "rows are sent while others are still written");
        var text = Encoding.UTF8.GetString(output.ToArray());
        text[0].ShouldBe('\uFEFF');
        text.LastIndexOf('\uFEFF').ShouldBe(0);
        var lines = text[1..].Split("\r\n");
        lines.Length.ShouldBe(3002);
        lines[0].ShouldBe("a,b");
        lines[3000].ShouldBe("2999,\"x,y\"");
        lines[^1].ShouldBe(string.Empty);
    }

    private static async Task<string> RowAsync(Func<CsvWriter, CsvWriter> write)
    {
        using var output = new MemoryStream();
        var writer = new CsvWriter(output);
        await write(writer).EndRowAsync(CancellationToken.None);
        await writer.FlushAsync(CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray())[1..^2];
    }
}
