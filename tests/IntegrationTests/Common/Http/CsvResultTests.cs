using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.WebApi.Common.Http;

namespace Satcom.IntegrationTests.Common.Http;

/// <summary>A table goes out while it is written: neither the writer nor the answer keeps it.</summary>
public sealed class CsvResultTests
{
    private const int Rows = 20_000;
    private const int KeptMax = 64 * 1024;

    [Fact]
    public async Task Rows_OfALongTable_AreSentWhileOthersAreStillWritten()
    {
        using var body = new MemoryStream();
        var (written, kept) = (0L, 0L);
        var context = new DefaultHttpContext();
        context.Response.Body = body;
        var result = new CsvResult(new CsvFile("long.csv", async (writer, token) =>
        {
            for (var i = 0; i < Rows; i++)
            {
                await writer.Text(i.ToString("D10", CultureInfo.InvariantCulture)).EndRowAsync(token);
                written += 12;
                kept = Math.Max(kept, written - body.Length);
            }
        }));

        await result.ExecuteResultAsync(new ActionContext { HttpContext = context });

        // A byte order mark, and each row with its line's end.
        body.Length.ShouldBe(3 + (Rows * 12));
        kept.ShouldBeInRange(1, KeptMax);
    }
}
